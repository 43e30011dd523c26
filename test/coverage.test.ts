/** Every name of the library is used by a test that checks what comes of it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readSource } from "./support/children.ts";
import { checkedUses, type Use } from "./support/coverage.ts";
import { root } from "./support/root.ts";

type Wanted = readonly [name: string, use: Use];

/** What must be used, and how. */
async function wanted(): Promise<Wanted[]> {
  // These are compared with the compiler's: test/constants.test.ts.
  const constants = new Set(readSource("native/constants.def").map((line) => /^\s*[A-Z_]+\((\w+)/.exec(line)?.[1]));
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: object };
  const all: Record<string, unknown> = {};
  for (const path of Object.keys(exports)) Object.assign(all, await import(path.replace(/^\./, "berkeley")));
  const names = Object.keys(all)
    .filter((name) => !constants.has(name) && !isWrapper(name, all))
    .map((name): Wanted => [name, useFor(all[name])]);
  // What C has as a struct and as a function is both.
  const functions = readSource("test/api.tsv").flatMap((line) => {
    const [, kind, name] = line.split("\t");
    return kind === "function" || kind === "macro_fn" ? [[name, "called"] as const] : [];
  });
  return [...names, ...functions];
}

const capitalised = (name: string): string => name[0].toUpperCase() + name.slice(1);

/** The capitalised wrappers are made by one loop: test/wrappers.test.ts. */
function isWrapper(name: string, all: Readonly<Record<string, unknown>>): boolean {
  const [first] = name;
  return first !== first.toLowerCase() && typeof all[first.toLowerCase() + name.slice(1)] === "function";
}

function useFor(value: unknown): Use {
  if (typeof value !== "function") return "handed on";
  return "size" in value || String(value).startsWith("class") ? "made" : "called";
}

it("every function is called, and every struct made, in a test that checks the effect", async () => {
  const uses = checkedUses();
  const isUsed = ([name, use]: Wanted): boolean => {
    const found = uses.get(name) ?? uses.get(capitalised(name));
    return found !== undefined && (use === "handed on" || found.has(use) || found.has("handed on"));
  };
  const names = await wanted();
  expect(names.length).toBeGreaterThan(800);
  expect(names.filter((name) => !isUsed(name))).toEqual([]);
}, 300_000);

describe("the search for uses", () => {
  const names = (text: string): string[] => [...new Set(text.match(/\b[A-Z]\w+/g))];

  /** Which names of a library with functions of these names are used in a test with this text. */
  function found(test: string, others: Record<string, string> = {}): Record<string, Use[]> {
    const all = names([test, ...Object.values(others)].join("\n"));
    const library = all.map((name) => `export function ${name}(...values: unknown[]): any {}`).join("\n");
    const imports = `import { ${all.join(", ")} } from "berkeley/imagined";\n`;
    const texts = new Map([
      [join(root, "lib/imagined.ts"), library],
      [join(root, "test/imagined.test.ts"), imports + test],
      ...Object.entries(others).map(([file, text]) => [join(root, file), imports + text] as const),
    ]);
    return Object.fromEntries([...checkedUses(texts)].map(([name, uses]) => [name, [...uses]]));
  }

  it.each([
    ["in an expect", `it("x", () => { expect(Called(1)).toBe(2); });`],
    ["as what is expected", `it("x", () => { expect(1).toBe(Called(2)); });`],
    ["before an expect", `it("x", () => { Called(); expect(1).toBe(1); });`],
    ["in a callback before an expect", `it("x", () => { [1].forEach(() => { Called(); }); expect(1).toBe(1); });`],
    ["in a helper", `function helper() { return Called(); } it("x", () => { expect(helper()).toBe(1); });`],
    ["in a helper's helper", `const a = () => Called(); const b = () => a(); it("x", () => { expect(b()).toBe(1); });`],
    ["by its namespace", `import * as all from "berkeley/imagined"; it("x", () => { expect(all.Called()).toBe(1); });`],
    ["by a text", `it("x", () => { expect(run(\`const a = c.Called();\`)).toBe("1"); });`],
    [
      "by a text that imports it",
      `it("x", () => { expect(run('import { Called } from "berkeley"; Called()')).toBe(1); });`,
    ],
  ])("finds a call %s", (_where, test) => {
    expect(found(test)).toMatchObject({ Called: ["called"] });
  });

  it("finds what makes a struct", () => {
    const test = (expression: string): string => `it("x", () => { expect(${expression}).toBe(1); });`;
    for (const expression of ["new Made()", "cast(Made, memory)", "array(Made, 3)"]) {
      expect(found(test(expression))).toEqual({ Made: ["made"] });
    }
  });

  it("finds what a table hands on", () => {
    const table = "it.each([[1, () => Called()], [2, Handed]])";
    expect(found(`${table}("%s", (_, call) => { expect(call()).toBe(1); });`)).toEqual({
      Called: ["called"],
      Handed: ["handed on"],
    });
    expect(found(`${table}("%s", (_, call) => { call(); });`)).toEqual({});
  });

  it("finds calls in programs that tests name", () => {
    const programs = { "test/programs/known.ts": "Known();", "test/programs/unknown.ts": "Unknown();" };
    expect(found(`it("x", () => { expect(run("known")).toBe(1); });`, programs)).toEqual({ Known: ["called"] });
  });

  it.each([
    ["is only imported", `it("x", () => { expect(1).toBe(1); }); // Imported`],
    ["is in a test that checks nothing", `it("x", () => { Called(); }); it("y", () => { expect(1).toBe(1); });`],
    ["comes behind all checks", `it("x", () => { expect(1).toBe(1); Called(); });`],
    ["is in a helper that nobody uses", `const helper = () => Called(); it("x", () => { expect(1).toBe(1); });`],
    [
      "only throws",
      `it("x", () => { expect(thrown(() => Called(1))).toBe("Error"); expect(() => Called()).toThrow(); });`,
    ],
    ["is only asked for its size", `it("x", () => { expect(sizeof(Called)).toBe(1); });`],
    [
      "is another's",
      `it("x", () => { const Called = () => 1; expect(Called()).toBe(1); expect(a.Called()).toBe(1); });`,
    ],
  ])("does not find what %s", (_what, test) => {
    expect(found(test)).toEqual({});
  });
});
