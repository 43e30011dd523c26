/**
 * Writes docs/api.md: every name of every header, its kind, its type, its manual page and what it does, as lib/ says; and
 * the socket options, as native/constants.def has them. It complains of functions whose comments lack something. With
 * --check it writes nothing, and exits 1 where the file is not what it would write.
 */

import { readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";

import { readSocketOptions } from "./lists.mjs";
import { complain, root, update } from "./update.mjs";

const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

/** Those of the books (docs/books.md), which have all headers in them: what is their own is written under them. */
const books = ["./csapp", "./unp"];

/** Modules by the file in lib/ that they are: { name: "sys/socket", file }. */
const modules = Object.entries(exports)
  .filter(([path]) => path !== ".")
  .map(([path, { default: file }]) => ({
    name: path.slice(2),
    isBook: books.includes(path),
    file: `${root}${file.replace("./dist/", "lib/").replace(/js$/, "ts")}`,
  }))
  .map((module) => ({
    ...module,
    isHeader: !module.isBook && /^\/\*\*[\s*]+\S+\.h: /.test(ts.sys.readFile(module.file)),
  }));

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}lib/tsconfig.json`, (file) => ts.sys.readFile(file)).config,
  ts.sys,
  `${root}lib`,
);
const program = ts.createProgram(
  modules.map(({ file }) => file),
  { ...options, noEmit: true },
);
const checker = program.getTypeChecker();

/** A header's name in C: "sys/socket.h". */
const titleOf = ({ name, isHeader }) => (isHeader ? `${name}.h` : name);

const original = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** Where a name is declared: "lib/generated/sys/uio.ts" is the module sys/uio, lib/memory/array.ts is memory. */
function homeOf(symbol, module) {
  const path = posix.relative(`${root}lib`, symbol.declarations[0].getSourceFile().fileName);
  const name = path.replace(/^generated\//, "").replace(/\.ts$/, "");
  return modules.find((other) => other.name === name || name.startsWith(`${other.name}/`)) ?? module;
}

function kindOf(symbol) {
  const { flags, name } = symbol;
  if ((flags & ts.SymbolFlags.Value) === 0) return "type";
  const type = checker.getTypeOfSymbol(symbol);
  if (type.getConstructSignatures().length > 0) return "struct";
  if (type.getCallSignatures().length > 0) return /^[A-Z]/.test(name) && !/[a-z]/.test(name) ? "macro" : "function";
  const isNumber = checker.isTypeAssignableTo(type, checker.getNumberType());
  return isNumber && /^_*[A-Z]/.test(name) ? "constant" : "variable";
}

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/** A type's text, for every version of Node's types the same. */
const typeOf = (symbol) =>
  checker.typeToString(checker.getTypeOfSymbol(symbol), undefined, flags).replaceAll("<ArrayBufferLike>", "");

const oneLine = (text) =>
  text
    .replace(/\s+/g, " ")
    .replace(/([([]) | (?=[)\]])/g, "$1")
    .replace(/,(?=[)\]])/g, "");

/** How a function is declared, in as many ways as a caller may see. */
function signaturesOf(symbol) {
  return checker
    .getTypeOfSymbol(symbol)
    .getCallSignatures()
    .map(({ declaration }) => {
      const { name, parameters, typeParameters, type } = declaration;
      if (name === undefined) return `${symbol.name}: ${typeOf(symbol)}`;
      const list = (nodes) => nodes.map((node) => node.getText()).join(", ");
      const generic = typeParameters === undefined ? "" : `<${list(typeParameters)}>`;
      return oneLine(`${symbol.name}${generic}(${list(parameters)}): ${type.getText()}`);
    });
}

/** What a type is: its own text. */
function definitionOf(symbol) {
  const [declaration] = symbol.declarations;
  const { typeParameters } = declaration;
  const name =
    typeParameters === undefined
      ? symbol.name
      : `${symbol.name}<${typeParameters.map((node) => node.getText()).join(", ")}>`;
  return oneLine(
    ts.isTypeAliasDeclaration(declaration) ? `${name} = ${declaration.type.getText()}` : `interface ${name}`,
  );
}

/** The fields of a struct, as its declaration has them. */
function fieldsOf(symbol) {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return checker.getPropertiesOfType(type).flatMap((field) => {
    const isTag = field.name.startsWith("__@") || field.name.startsWith("#");
    return isTag ? [] : [`${field.name}: ${typeOf(field)}`];
  });
}

const textOf = (parts) => ts.displayPartsToString(parts).replace(/\s+/g, " ").trim();

/** The first sentence of a comment. */
function summaryOf(symbol) {
  const [paragraph] = ts.displayPartsToString(symbol.getDocumentationComment(checker)).split("\n\n");
  return paragraph
    .replace(/\s+/g, " ")
    .replace(/(?<=[^.]\.) (?=[A-Z]).*/, "")
    .trim();
}

const tagsOf = (symbol, name) =>
  symbol
    .getJsDocTags(checker)
    .flatMap((tag) => (tag.name === name ? [textOf(tag.text).replace(/^(\w+) \(/, "$1(")] : []));

/** What the comment of a function lacks. */
function examine(symbol, kind, module) {
  const missing = [];
  if (kind !== "type" && summaryOf(symbol) === "") missing.push("what it does");
  if (kind === "function" || kind === "macro") {
    if (module.isHeader && tagsOf(symbol, "see").length === 0) missing.push("@see");
    const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    const known = tagsOf(symbol, "param").map((text) => text.split(" ")[0]);
    for (const { name } of signature.declaration.parameters) {
      const text = name.text ?? name.elements[0].name.text; // `...[arg]` is called arg.
      if (!known.includes(text)) missing.push(`@param ${text}`);
    }
    const isVoid = (signature.getReturnType().flags & (ts.TypeFlags.Void | ts.TypeFlags.Never)) !== 0;
    if (!isVoid && tagsOf(symbol, "returns").length === 0) missing.push("@returns");
  }
  if (missing.length > 0)
    complain(`${posix.relative(root, module.file)}: ${symbol.name}: its comment lacks ${missing.join(", ")}`);
}

const code = (text) => `\`${text.replace(/\|/g, "\\|")}\``;
const cell = (text) => text.replace(/\|/g, "\\|");

function table(head, rows) {
  if (rows.length === 0) return "";
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

/** Constants whose names begin alike and whose types are the same, a row each. */
function constantRows(constants) {
  const groups = new Map();
  for (const symbol of constants) {
    const type = typeOf(symbol);
    const key = `${/^_*[A-Z0-9]+?(?=_|$)/.exec(symbol.name)?.[0]} ${type}`;
    if (!groups.has(key)) groups.set(key, { type, names: [] });
    groups.get(key).names.push(symbol.name);
  }
  return [...groups.values()].map(({ type, names }) => [names.map(code).join(" "), code(type)]);
}

/** Whether a name is what `wrapped` has made of a function, or another name of one that throws itself. */
function isWrapper(exported) {
  const { name, declarations } = original(exported);
  return exported.name !== name || ts.isBindingElement(declarations[0]);
}

const aboutWrappers = `Wrappers: \`Socket\` is \`socket\`, but throws a SystemError where that fails. Its type is
\`(...values: Parameters<typeof socket>) => Exclude<ReturnType<typeof socket>, null>\`, with \`null\` where that is no
failure ([books.md](books.md#wrappers)).
`;

function section(module) {
  const source = program.getSourceFile(module.file);
  const [comment] = /^\/\*\*[^]*?\*\//.exec(source.text) ?? [""];
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^\s*\* ?/gm, "")
    .trim();
  const about = lines
    .replace(/@see .*/, "")
    .replace(/^\S+: /, "")
    .split("\n\n")[0]
    .replace(/\s+/g, " ")
    .trim();
  const page = /@see (.*)/.exec(lines)?.[1].trim() ?? "";
  const path = posix.relative(root, module.file);
  if (about === "" || (page === "" && module.isHeader))
    complain(`${path}: its first comment lacks what it is, or @see`);

  const own = { function: [], macro: [], struct: [], constant: [], variable: [], type: [] };
  const others = new Map();
  const wrappers = [];
  for (const exported of checker.getExportsOfModule(checker.getSymbolAtLocation(source))) {
    const symbol = original(exported);
    const home = homeOf(symbol, module);
    if (module.isBook && home !== module) continue;
    if (module.isBook && isWrapper(exported)) {
      wrappers.push(exported.name);
      continue;
    }
    if (home !== module) {
      others.set(home, [...(others.get(home) ?? []), exported.name]);
      continue;
    }
    const kind = kindOf(symbol);
    own[kind].push(symbol);
    const isGenerated = symbol.declarations[0].getSourceFile().fileName.includes("/generated/");
    if (!isGenerated) examine(symbol, kind, module);
  }
  const manual = (symbol) => tagsOf(symbol, "see").join(", ") || page;
  const row = (name, symbol, ...types) => [name, types.map(code).join("<br>"), cell(summaryOf(symbol)), manual(symbol)];
  const callable = (symbol) => row(code(symbol.name), symbol, ...signaturesOf(symbol));
  const variable = (symbol) => row(code(symbol.name), symbol, typeOf(symbol));
  const struct = (symbol) => row(code(symbol.name), symbol, ...fieldsOf(symbol), ...signaturesOf(symbol));
  const type = (symbol) => row(code(symbol.name), symbol, definitionOf(symbol));
  const elsewhere = [...others].map(([home, names]) => `Also, of \`${titleOf(home)}\`: ${names.map(code).join(" ")}\n`);
  return [
    `## ${titleOf(module)}\n`,
    `\`berkeley/${module.name}\`: ${about} ${page}`.trimEnd() + "\n",
    table(["function", "TypeScript", "what it does", "manual"], own.function.map(callable)),
    table(["macro", "TypeScript", "what it does", "manual"], own.macro.map(callable)),
    table(["struct", "fields", "what it is", "manual"], own.struct.map(struct)),
    table(["variable", "TypeScript", "what it is", "manual"], own.variable.map(variable)),
    table(["type", "TypeScript", "what it is", "manual"], own.type.map(type)),
    table(["constants", "TypeScript"], constantRows(own.constant)),
    wrappers.length === 0 ? "" : aboutWrappers,
    wrappers.length === 0 ? "" : `${wrappers.map(code).join(" ")}\n`,
    ...elsewhere,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** The socket options, in the order of the list. */
function optionsSection() {
  const accesses = { get: "get", set: "set", message: "control message" };
  const rows = readSocketOptions().map(({ name, type, access, levels }) => [
    code(name),
    levels.map(code).join(" "),
    code(type),
    accesses[access] ?? "get, set",
  ]);
  const head = ["option", "level", "value", "for"];
  return `## Socket options\n\nWhat getsockopt and setsockopt take.\n\n${table(head, rows)}`;
}

const introduction = `# All names

<!-- Written by npm run generate. -->

Every name of the library, under its header, with the page of the manual that tells all of it; what several headers have
stands under one of them, and what berkeley/unp and berkeley/csapp have besides under these. The comments in \`lib/\` tell of parameters, results and errors.
`;

const links = modules.map(
  (module) =>
    `[${titleOf(module)}](#${titleOf(module)
      .replace(/[^\w-]/g, "")
      .toLowerCase()})`,
);
update(
  "docs/api.md",
  [
    introduction,
    `${links.join(" · ")} · [socket options](#socket-options)\n`,
    ...modules.map(section),
    optionsSection(),
  ].join("\n"),
);
