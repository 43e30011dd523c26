/**
 * Finds which functions and structs of the library the tests use, and check what comes of it. It reads the tests as the
 * compiler does: a name is what it was imported from, and a text that is run as a module counts as well.
 *
 * A use is checked where it stands in an expect, an assert or an ok; where one of these comes behind it in the same test;
 * where it is in a helper, or a table, of which a use is checked; and in a program that a test runs by its name.
 */

import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import ts from "typescript";

import { root } from "./root.ts";

/** A use calls what it names, or makes a struct of it, or hands it on to what does. */
export type Use = "called" | "made" | "handed on";

const sourceRoots = ["test", "examples"];

/** Calls with arguments that must be refused, or that check nothing but that nothing crashes. */
const leftOut = /\/test\/(types|arguments\.test|fuzz\.test|api\.test|support\/(fuzz|signatures))\.ts$/;

/** Functions whose call checks something. */
const checks = /^(expect|assert|ok|opened|openedPair)$/;

/** What a text imports that a test runs as a module. */
const importsInText = /\bimport \{([^}]*)\} from "berkeley[\w/]*"/g;

/** A use in such a text, where all of the library may be `c`, and with the books' libraries `u`. */
const useInText = /(\bnew |\bcast\(|\barray\()?([cu]\.|(?<![.\w]))(\w+)(?=[(,).[])/g;

function sourceFiles(): string[] {
  return sourceRoots.flatMap((folder) =>
    readdirSync(join(root, folder), { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(root, folder, file)),
  );
}

/** The uses that are checked: name by name. `texts` has the texts of files that are no files. */
export function checkedUses(texts: ReadonlyMap<string, string> = new Map()): Map<string, Set<Use>> {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    types: [],
    paths: {
      berkeley: [join(root, "lib/index.ts")],
      "berkeley/memory": [join(root, "lib/memory/index.ts")],
      "berkeley/*": [join(root, "lib/*.ts")],
    },
  };
  const host = ts.createCompilerHost(options);
  host.fileExists = (file) => texts.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => texts.get(file) ?? ts.sys.readFile(file);
  const files = texts.size > 0 ? [...texts.keys()] : sourceFiles();
  return new Coverage(ts.createProgram(files, options, host)).uses();
}

type Reference = readonly [node: ts.Node, use: Use];

class Coverage {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  /** Where the names of the library are used. */
  readonly #uses = new Map<string, Reference[]>();
  /** Where what the tests declare is used. */
  readonly #helpers = new Map<ts.Symbol, ts.Node[]>();
  readonly #verdicts = new Map<ts.Symbol, boolean>();
  /** All texts of tests: the names of programs that they run are among them. */
  readonly #strings = new Set<string>();

  constructor(program: ts.Program) {
    this.#checker = program.getTypeChecker();
    this.#files = program
      .getSourceFiles()
      .filter(
        ({ fileName }) => !isLibrary(fileName) && !fileName.includes("/node_modules/") && !leftOut.test(fileName),
      );
    for (const file of this.#files) this.#collect(file, file);
  }

  uses(): Map<string, Set<Use>> {
    const checked = new Map<string, Set<Use>>();
    for (const [name, references] of this.#uses) {
      const uses = references.filter(([node]) => this.#isChecked(node)).map(([, use]) => use);
      if (uses.length > 0) checked.set(name, new Set(uses));
    }
    return checked;
  }

  #collect(node: ts.Node, file: ts.SourceFile): void {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isStringLiteralLike(node) && isTestFile(file.fileName)) this.#strings.add(node.text);
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) this.#noteTexts(node);
    if (ts.isIdentifier(node)) this.#note(node);
    ts.forEachChild(node, (child) => this.#collect(child, file));
  }

  #note(identifier: ts.Identifier): void {
    const symbol = this.#resolve(identifier);
    const declaration = symbol?.declarations?.[0];
    if (symbol === undefined || declaration === undefined || declaration === identifier.parent) return;
    if (isLibrary(declaration.getSourceFile().fileName)) this.#add(symbol.name, identifier);
    else this.#helpers.set(symbol, [...(this.#helpers.get(symbol) ?? []), identifier]);
  }

  #add(name: string, node: ts.Node, use = useOf(node)): void {
    if (use !== undefined) this.#uses.set(name, [...(this.#uses.get(name) ?? []), [node, use]]);
  }

  #noteTexts(node: ts.Node): void {
    const text = node.getText();
    const imported = new Set([...text.matchAll(importsInText)].flatMap(([, names]) => names.trim().split(/,\s*/)));
    for (const [, maker, all, name] of text.replace(importsInText, "").matchAll(useInText)) {
      if (all !== "" || imported.has(name)) this.#add(name, node, maker === undefined ? "called" : "made");
    }
  }

  /** What a name stands for: what a module exports, for `module.name` also; nothing for what an object has. */
  #resolve(identifier: ts.Identifier): ts.Symbol | undefined {
    const { parent } = identifier;
    if (ts.isPropertyAccessExpression(parent) && parent.name === identifier) {
      const module = ts.isIdentifier(parent.expression) ? this.#resolve(parent.expression) : undefined;
      if (module === undefined || (module.flags & ts.SymbolFlags.ValueModule) === 0) return undefined;
      return this.#original(this.#checker.tryGetMemberInModuleExports(identifier.text, module));
    }
    return this.#original(
      ts.isShorthandPropertyAssignment(parent)
        ? this.#checker.getShorthandAssignmentValueSymbol(parent)
        : this.#checker.getSymbolAtLocation(identifier),
    );
  }

  #original(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #isChecked(node: ts.Node): boolean {
    for (let inner = node, outer = node.parent; !ts.isSourceFile(outer); inner = outer, outer = outer.parent) {
      if (ts.isCallExpression(outer)) {
        const name = rootOf(outer);
        if (name === "thrown" || /\.toThrow$/.test(outer.parent.getText())) return false;
        if (checks.test(name)) return true;
        // What comes behind a test is another one. That of a table comes behind the table.
        if (isTest(outer) && (!name.startsWith("describe") || outer.expression === inner)) {
          return this.#hasCheckAfter(outer, node.pos);
        }
      }
      if (ts.isFunctionLike(outer) && this.#hasCheckAfter(outer, node.pos)) return true;
      const symbol = declaredBy(outer, inner, this.#checker);
      if (symbol !== undefined && this.#isHelperChecked(symbol)) return true;
    }
    return this.#isRun(node.getSourceFile());
  }

  #isHelperChecked(symbol: ts.Symbol): boolean {
    const known = this.#verdicts.get(symbol);
    if (known !== undefined) return known;
    this.#verdicts.set(symbol, false); // For helpers that call each other.
    const verdict = (this.#helpers.get(symbol) ?? []).some((use) => this.#isChecked(use));
    this.#verdicts.set(symbol, verdict);
    return verdict;
  }

  #hasCheckAfter(node: ts.Node, position: number): boolean {
    const isCheck = (inner: ts.Node): boolean =>
      (ts.isCallExpression(inner) && inner.end > position && /^(expect|assert)$/.test(rootOf(inner))) ||
      ts.forEachChild(inner, isCheck) === true;
    return isCheck(node);
  }

  /** Whether a test names the program. */
  #isRun({ fileName }: ts.SourceFile): boolean {
    if (isTestFile(fileName)) return false;
    const name = basename(fileName, ".ts");
    return [name, `${name}.js`, `./${name}.js`, `./support/${name}.js`].some((text) => this.#strings.has(text));
  }
}

const isTestFile = (file: string): boolean => file.endsWith(".test.ts");
const isLibrary = (file: string): boolean => file.startsWith(resolve(root, "lib/"));

/** The name that an expression begins with: `expect` of expect(value).not.toBe(0). */
function rootOf(node: ts.Node): string {
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isTaggedTemplateExpression(node)) {
    return rootOf(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
  }
  return ts.isIdentifier(node) ? node.text : "";
}

/** Whether a call has a test's form: `it("does something", () => { ... })`. */
function isTest({ arguments: [title, body] }: ts.CallExpression): boolean {
  return title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)) && isFunction(body);
}

const isFunction = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

/** The variable or function that a node is the value of. */
function declaredBy(outer: ts.Node, inner: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isFunctionDeclaration(outer) && outer.name !== undefined) return checker.getSymbolAtLocation(outer.name);
  if (ts.isVariableDeclaration(outer) && outer.initializer === inner && ts.isIdentifier(outer.name)) {
    return checker.getSymbolAtLocation(outer.name);
  }
  return undefined;
}

/** What is done with a name where it stands; nothing where only its size is asked for. */
function useOf(node: ts.Node): Use | undefined {
  const { parent } = node;
  const expression = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const user = expression.parent;
  if (ts.isNewExpression(user) && user.expression === expression) return "made";
  if (ts.isCallExpression(user)) {
    if (user.expression === expression) return "called";
    const name = user.expression.getText();
    if (name === "sizeof") return undefined;
    if (/^(c\.|all\.)?(cast|array)$/.test(name)) return "made";
  }
  return "handed on";
}
