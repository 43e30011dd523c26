import { connect } from "node:net";
import { once } from "node:events";

import { blocksOf, compileDocumentsC, compileTypeScript } from "./support/documents.ts";
import { freePort } from "./support/ports.ts";
import { type Command, forking, Program } from "./support/processes.ts";

/** What a server says to a client; connects again until the server listens. */
async function greeting(port: string, isRunning: () => boolean): Promise<string> {
  for (;;) {
    const client = connect(Number(port), "127.0.0.1").setEncoding("utf8");
    try {
      await once(client, "connect");
    } catch (error) {
      if (!isRunning()) throw error;
      continue;
    }
    let text = "";
    client.on("data", (data: string) => (text += data));
    await once(client, "close");
    return text;
  }
}

const blocks = blocksOf("README.md");
const texts = (language: string): string[] =>
  blocks.filter((block) => block.language === language).map(({ text }) => text);

/** The programs in README.md, as files: of its blocks of TypeScript the third is a part of a program. */
const [server, fork, , signal, ...others] = texts("ts");
const steps = others.slice(0, 3);
const port = await freePort();
const programs = compileTypeScript({
  server: server.replace("3490", port),
  fork,
  signal,
  step1: `${steps[0]}open_server(0);`,
  step2: `${steps[0]}${steps[1]}open_server(0);`,
  step3: steps.join(""),
  book: others[3],
});
const program = (name: string): Command => [process.execPath, programs.get(name)!];

describe("README.md", () => {
  it("opens with a server that runs as it stands", async () => {
    const server = new Program(program("server"));
    expect(await greeting(port, () => server.child.exitCode === null)).toBe("Hello, world!\n");
  });

  it("has a program that forks, and runs as it stands", async () => {
    const { status, stdout, stderr } = await forking(program("fork")).finish();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^child: I am (\d+)\nparent: \1 has ended\n$/);
  });

  it("has a program whose call a signal ends, and runs as it stands", async () => {
    expect(await new Program(program("signal")).finish()).toEqual({
      status: 0,
      stdout: "the alarm rings\nnobody has sent anything\n",
      stderr: "",
    });
  });

  it.each(["step1", "step2"])("ports a program in steps, of which each runs: %s", async (step) => {
    const { status, stdout, stderr } = await new Program(program(step)).finish();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^listening on port \d+\n$/);
  });

  it.each(["C", "TypeScript"])("ports a program that does in %s what it did in C", async (language) => {
    const [source] = texts("c");
    expect(source.split("\n").length).toBeGreaterThan(70);
    const command: Command = language === "C" ? [compileDocumentsC("capitals", source)] : program("step3");
    const server = new Program([...command, "0", "2"]);
    const port = await server.printed(/port (\d+)\n/);
    for (const text of ["Hello, world!\n", "naïve"]) {
      const client = connect(Number(port), "127.0.0.1").setEncoding("utf8");
      client.end(text);
      let answer = "";
      for await (const part of client) answer += part;
      expect(answer).toBe(text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()));
    }
    const stdout = `listening on port ${port}\n127.0.0.1: 14 bytes\n127.0.0.1: 6 bytes\n`;
    expect(await server.ended).toEqual({ status: 0, stdout, stderr: "" });
    expect(await new Program(command).finish()).toMatchObject({ status: 1, stdout: "" });
  });
});
