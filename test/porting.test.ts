import { connect } from "node:net";

import * as all from "berkeley";

import { type Block, blocksOf, compileDocumentsC, compileTypeScript } from "./support/documents.ts";
import { type Command, type Ended, forking, type Program } from "./support/processes.ts";

const HEADERS = [
  ...[
    "arpa/inet",
    "errno",
    "netdb",
    "netinet/in",
    "pthread",
    "setjmp",
    "signal",
    "stdarg",
    "stdint",
    "stdio",
    "stdlib",
  ],
  ...["string", "sys/eventfd", "sys/select", "sys/socket", "sys/time", "sys/wait", "unistd"],
];

/** A block of C as a program: with its headers, and with main where it is a part of one. */
function wholeC(text: string): string {
  const includes = HEADERS.map((header) => `#include <${header}.h>\n`).join("");
  const isPart = !/^int main\(/m.test(text);
  return `#define _GNU_SOURCE\n${includes}${isPart ? `int main(void) {\n${text}return 0;\n}\n` : text}`;
}

/** A block of TypeScript as a program: with its imports. */
function wholeTypeScript(text: string): string {
  const words = new Set(text.match(/\w+/g));
  const names = Object.keys(all).filter((name) => words.has(name));
  return `import { ${names.join(", ")} } from "berkeley";\n${text}`;
}

const blocks = blocksOf("docs/porting.md");
const cs = blocks.filter(({ language }) => language === "c");
const typescripts = blocks.filter(({ language }) => language === "ts");
const compiled = compileTypeScript(
  Object.fromEntries(typescripts.map(({ text }, i) => [`porting${i}`, wholeTypeScript(text)])),
);

/** What comes of a program, and of its port. Where it listens, a client says something to it. */
async function run(command: Command): Promise<Ended> {
  const program = forking(command);
  program.child.stdout!.on("data", (text: string) => {
    const [, port] = /^port (\d+)/.exec(text) ?? [];
    if (port !== undefined) connect(Number(port), "127.0.0.1").end("Hello");
  });
  return withoutPort(program);
}

async function withoutPort(program: Program): Promise<Ended> {
  const { stdout, ...rest } = await program.finish();
  return { ...rest, stdout: stdout.replace(/^port \d+/, "port") };
}

describe("docs/porting.md", () => {
  it("has C and TypeScript beside each other", () => {
    expect(blocks.map(({ language }: Block) => language)).toEqual(cs.flatMap(() => ["c", "ts"]));
  });

  const firstLine = ({ text }: Block): string => text.slice(0, text.indexOf("\n"));
  it.each(cs.map((block, i): [string, number] => [firstLine(block), i]))("has a port of: %s", async (_line, i) => {
    const c = await run([compileDocumentsC(`porting${i}`, wholeC(cs[i].text), "-Wno-unused")]);
    expect(c).toMatchObject({ status: 0, stderr: "" });
    expect(c.stdout).not.toBe("");
    expect(await run([process.execPath, compiled.get(`porting${i}`)!])).toEqual(c);
  });
});
