/** What berkeley exports that can be called, and what its parameters take: read from the package's declarations. */

import { join } from "node:path";

import ts from "typescript";

import { root } from "../root.ts";
import { signatures } from "../signatures.ts";
import { objects, type Parameter } from "./arguments.ts";
import { exported, modules, originalOf } from "./modules.ts";
import type { Target } from "./plan.ts";

/** The declarations of modules, by what stands in front of their names. */
const declarations = Object.fromEntries(
  Object.keys(modules).map((prefix) => [prefix, join(root, `dist/${prefix.slice(0, -1) || "index"}.d.ts`)]),
);

/** The name of a type: that of its alias or its class. */
const nameOf = (type: ts.Type): string => (type.aliasSymbol ?? type.getSymbol())?.name ?? "";

const MEMORY = new Set(["Uint8Array", "DataView", "Buffer", "T", "RawValueOf", "ValueOf", "Exclude"]);
const LISTS = new Set(["addrinfo", "ifaddrs", "NameIndex"]);
const OBJECTS = new Set(Object.keys(objects));
const VALUES = new Set(["RequestArgument", "CommandArgument"]);

const isStruct = (name: string): boolean =>
  typeof exported[name] === "function" && (exported[name] as { prototype: unknown }).prototype instanceof DataView;

/** Lengths go by these names, whatever they are lengths of. */
const isLength = (name: string): boolean => /^(n|nmemb|nbytes|length|size|\w*len)$/.test(name);

/** What a parameter of the library takes, by its type. */
function kindOf(name: string, names: ReadonlySet<string>, has: (flag: ts.TypeFlags) => boolean): Parameter["kind"] {
  const isNullable = has(ts.TypeFlags.Null);
  const isMemory = [...names].some((type) => MEMORY.has(type));
  const one = (...types: string[]): boolean => types.some((type) => names.has(type));
  if (one("FILE")) return "stream";
  if (one("DIR")) return "directory";
  if ([...names].some((type) => OBJECTS.has(type))) return "object";
  if (one("ptr")) return isNullable ? "pointer" : "reference";
  if (one("Strings")) return "strings";
  if ([...names].some((type) => LISTS.has(type))) return "list";
  if (one("StructType", "PlainClass")) return "type";
  if (one("__type")) return "callback";
  if ([...names].some((type) => VALUES.has(type))) return "variable";
  if (one("mmsghdr")) return "messages";
  if (one("iovec")) return "vector";
  if (has(ts.TypeFlags.BigInt)) return "bigint";
  const structs = [...names].filter(isStruct);
  if (isMemory && has(ts.TypeFlags.String)) return isNullable ? "in" : "text";
  if (isMemory) return isNullable ? "place" : "memory";
  if (has(ts.TypeFlags.Number)) return has(ts.TypeFlags.String) ? "char" : isLength(name) ? "free" : "int";
  if (structs.length > 0) return "struct";
  if (one("Array", "ReadonlyArray")) return "argv";
  if (has(ts.TypeFlags.String)) return "text";
  return "value";
}

/** What a format or an execl takes besides, which `argumentsFor` makes. */
const isRest = ({ valueDeclaration }: ts.Symbol): boolean =>
  valueDeclaration !== undefined && ts.isParameter(valueDeclaration) && valueDeclaration.dotDotDotToken !== undefined;

/** Reads the declarations. It takes some seconds: the types' aliases are TypeScript's to resolve. */
export function readExports(): Target[] {
  const program = ts.createProgram(Object.values(declarations), {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const targets: Target[] = [];
  /** What the books' modules have in common with others is called once. */
  const called = new Set<unknown>();

  function parameterOf(symbol: ts.Symbol, native: Parameter | undefined): Parameter {
    const type = checker.getBaseConstraintOfType(checker.getTypeOfSymbol(symbol)) ?? checker.getTypeOfSymbol(symbol);
    const types = type.isUnion() ? type.types : [type];
    const names = new Set(types.map(nameOf));
    if (names.has("ReadonlyArray"))
      types
        .flatMap((array) => checker.getTypeArguments(array as ts.TypeReference))
        .forEach((element) => names.add(nameOf(element)));
    const has = (flags: ts.TypeFlags): boolean =>
      types.some(
        (one) => (one.flags & flags) !== 0 || (one.isIntersection() && one.types.some((t) => (t.flags & flags) !== 0)),
      );
    const flag = (wanted: ts.TypeFlags): boolean =>
      has(wanted) ||
      (wanted === ts.TypeFlags.Number && has(ts.TypeFlags.NumberLiteral)) ||
      (wanted === ts.TypeFlags.String && has(ts.TypeFlags.StringLiteral));
    const name = native?.name ?? symbol.name;
    const structs = [...names].filter((struct) => isStruct(struct) || LISTS.has(struct) || OBJECTS.has(struct));
    return { name, kind: native?.kind ?? kindOf(symbol.name, names, flag), structs };
  }

  /** What a wrapper takes, its function does. */
  function parametersOf(call: ts.Signature, name: string): Parameter[] {
    const original = originalOf(name);
    const known = targets.find((target) => target.original === original);
    if (known !== undefined) return [...known.parameters];
    const native = signatures.find((signature) => signature.name === original);
    const named = call.parameters.filter((parameter) => !isRest(parameter));
    return named.map((parameter, i) => parameterOf(parameter, native?.parameters[i]));
  }

  function add(prefix: string, symbol: ts.Symbol): void {
    const name = prefix + symbol.name;
    const value = exported[name];
    if (typeof value !== "function" || (prefix !== "" && called.has(value))) return;
    called.add(value);
    const aliased = (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
    const call = checker.getTypeOfSymbol(aliased).getCallSignatures().at(-1);
    if (call !== undefined) targets.push({ name, original: originalOf(name), parameters: parametersOf(call, name) });
    if (call !== undefined && !isStruct(name)) return;
    targets.push({ name: `new ${name}`, original: `new ${name}`, parameters: partsOf(name) });
  }

  for (const [prefix, file] of Object.entries(declarations)) {
    const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
    // A wrapper may come before its function.
    symbols.sort((a, b) => Number(/^[A-Z]/.test(a.name)) - Number(/^[A-Z]/.test(b.name)));
    for (const symbol of symbols) add(prefix, symbol);
  }
  return targets;
}

/** What a struct is made of, and fields that are assigned with their values. */
function partsOf(name: string): Parameter[] {
  const kind = isStruct(name) ? "initializer" : "value";
  const fields = Array.from({ length: 4 }, () => [
    { name: "field", kind: "int" },
    { name: "value", kind: "value" },
  ]);
  return [{ name: "initializer", kind, structs: [name] }, ...(fields.flat() as Parameter[])];
}
