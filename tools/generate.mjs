/**
 * Writes what follows from the lists in native/constants.def and native/structs.def: native/constants.inc, which asks the
 * compiler for each constant that its headers have, and lib/generated/, the TypeScript declarations; and
 * lib/generated/wrappers.ts, the names of the wrappers that lib/wrappers.ts makes. With --check it writes nothing, and
 * exits 1 where a file is not what it would write.
 */

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, posix } from "node:path";
import prettier from "prettier";
import ts from "typescript";

import { readHeaders } from "./lists.mjs";
import { check, root, update } from "./update.mjs";

/** Where types are declared that are no structs. */
const homes = {
  Memory: "memory/access",
  Elements: "memory/struct",
  StructArray: "memory/array",
  Option: "memory/option",
  disposition: "signal",
  ifconf: "net/if",
  sockaddr_any: "sys/socket",
  be16: "netinet/in",
  be32: "netinet/in",
  either16: "netinet/in",
  either32: "netinet/in",
  in_addr_t: "netinet/in",
  in_port_t: "netinet/in",
};

function declareConstant({ macro, name, type }) {
  const cast = macro === "OPTION" ? ` as Option<${type}>` : type === undefined ? "" : ` as ${type}`;
  return `export const ${name} = constants.${name}${cast};`;
}

function declareField(struct, { macro, name, type }) {
  if (/BIGINT$/.test(macro)) return `${name}: bigint;`;
  if (/^POINTER/.test(macro))
    return declarePointer(macro === "POINTER" ? type : `${type} | StructArray<${type}>`, name);
  if (macro === "SCALAR_AS") return `get value(): ${type}; set value(value: number);`;
  if (/^either/.test(type)) return `get ${name}(): ${type}; set ${name}(value: number);`;
  if (type !== undefined) return `get ${name}(): ${type}; set ${name}(value: ${type} | 0);`;
  const layout = layouts[struct].fields.find((field) => field.name === name);
  if (layout.length !== undefined && layout.type in layouts)
    return `get ${name}(): StructArray<${layout.type}>; set ${name}(value: Elements<${layout.type}>);`;
  if (layout.length !== undefined && !layout.type.endsWith("8")) return `${name}: ${layout.type}Array;`;
  if (layout.length !== undefined) return `get ${name}(): Buffer; set ${name}(value: string | Uint8Array);`;
  if (layout.type in layouts) return `get ${name}(): ${layout.type}; set ${name}(value: ${layout.type});`;
  return `${name}: number;`;
}

/** A pointer that takes a string refers to the string's bytes. */
function declarePointer(type, name) {
  return `get ${name}(): ${type.replace(" | string", "")} | null; set ${name}(value: ${type} | null);`;
}

function declareStruct(maker, struct, fields) {
  const members = fields.map((field) => declareField(struct, field)).join("\n");
  return `
    export interface ${struct} extends Struct<"${struct}"> { ${members} }
    export const ${struct} = ${maker}<${struct}>("${struct}");`;
}

function declarations(entries) {
  const lines = [];
  for (let i = 0; i < entries.length; i++) {
    const { macro, name, type } = entries[i];
    if (/^SCALAR/.test(macro)) {
      lines.push(declareStruct("scalar", name, [{ macro, name: "value", type }]));
    } else if (macro === "STRUCT" || macro === "TYPEDEF") {
      let end = i + 1;
      while (/^(FIELD|FIELD_AS|FLEXIBLE|BYTES|BIGINT|LIMIT|BITS|POINTER|POINTER_TO)$/.test(entries[end]?.macro)) end++;
      lines.push(declareStruct("struct", name, entries.slice(i + 1, end)));
      i = end - 1;
    } else if (macro !== "POINTERS") {
      lines.push(declareConstant(entries[i]));
    }
  }
  return lines.join("\n");
}

/** Imports of the types that a file names but does not declare. */
function importsOf(header, body, structHomes) {
  const from = dirname(`generated/${header}`);
  const pathTo = (module) => posix.relative(from, `${module}.ts`).replace(/^(?!\.)/, "./");
  const lines = [];
  const add = (clause, path) => lines.push(`import ${clause} from "${pathTo(path)}";`);
  if (/\bconstants\./.test(body)) add("{ native }", "native");
  const makers = ["scalar", "struct"].filter((maker) => body.includes(`${maker}<`));
  if (makers.length > 0) add(`{ ${makers.join(", ")}, type Struct }`, "memory/struct");
  const used = new Map();
  for (const [type, home] of [...structHomes, ...Object.entries(homes)]) {
    const isDeclaredHere = home === `generated/${header}`;
    if (isDeclaredHere || !new RegExp(`[<:|] ?${type}\\b|as ${type}\\b`).test(body)) continue;
    used.set(home, [...(used.get(home) ?? []), type]);
  }
  for (const [home, types] of used) add(`type { ${types.join(", ")} }`, home);
  return lines.join("\n");
}

const headers = readHeaders("constants.def", "structs.def");

const structHomes = new Map();
for (const [header, entries] of headers) {
  for (const { macro, name } of entries) {
    if (/^(STRUCT|SCALAR|SCALAR_AS|SCALAR_BIGINT)$/.test(macro)) structHomes.set(name, `generated/${header}`);
  }
}

async function updateModule(path, text) {
  const options = await prettier.resolveConfig(path);
  update(path, await prettier.format(`// Written by npm run generate.\n\n${text}`, { ...options, filepath: path }));
}

/** A constant, if it is there: an enumerator cannot be asked for, but all that are listed are as old as Linux. */
function query({ macro, name }) {
  const condition = macro === "ENUMERATOR" ? `#if defined(${name}) || defined(__linux__)` : `#ifdef ${name}`;
  return `${condition}\nCONSTANT(${name})\n#endif\n`;
}

const constants = [...headers.values()]
  .flat()
  .filter(({ macro }) => /^(CONSTANT|CONSTANT_AS|OPTION|ENUMERATOR)$/.test(macro));
update("native/constants.inc", `// Written by npm run generate.\n\n${constants.map(query).join("")}`);

// The layouts of structs are the compiler's.
if (!check) execFileSync("npx", ["node-gyp", "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
const { structs: layouts } = createRequire(import.meta.url)("../build/Release/berkeley.node");

for (const [header, entries] of headers) {
  const path = `lib/generated/${header}.ts`;
  const body = declarations(entries);
  if (body === "") continue;
  const values = /\bconstants\./.test(body) ? "const { constants } = native;" : "";
  await updateModule(path, `${importsOf(header, body, structHomes)}\n\n${values}\n\n${body}\n`);
}

/** The names of the wrappers, as their type has them: a module's exports cannot be computed. */
function wrapperNames() {
  const file = `${root}lib/wrappers.ts`;
  const { config } = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  const type = checker.getTypeOfSymbol(exported.find(({ name }) => name === "wrappers"));
  return checker.getPropertiesOfType(type).map(({ name }) => name);
}

const names = wrapperNames().sort().join(", ");
await updateModule(
  "lib/generated/wrappers.ts",
  `import { wrappers } from "../wrappers.ts";\n\nexport const { ${names} } = wrappers;\n`,
);
