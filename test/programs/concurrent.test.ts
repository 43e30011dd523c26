/** The examples that fork, and their C twins: each must do the same. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Client } from "../support/client.ts";
import { pairings, program, run } from "../support/pairs.ts";
import { childrenOf, hasEnded, until } from "../support/proc.ts";
import { type Ended, example, forking, Program, temporaryFolder, twin } from "../support/processes.ts";

const LOCALHOST = "127.0.0.1";

const sorted = (text: string): string[] => text.trimEnd().split("\n").sort();

describe.each(Object.entries({ TypeScript: example, C: twin }))("in %s", (_language, command) => {
  const start = (name: string, ...args: string[]): Program => forking([...command(name), ...args]);

  describe("fork-server", () => {
    it("serves clients at once, each by a process", async () => {
      const server = start("fork-server", "0", LOCALHOST, "3");
      const port = await server.printed(/port (\d+)\n/);
      const clients = [new Client(port), new Client(port), new Client(port)];
      for (const said of ["Hello\n", "world\n"]) {
        for (const client of [...clients].reverse()) expect(await client.exchange(said)).toBe(said);
      }
      expect(childrenOf(server.child.pid!)).toHaveLength(3);
      for (const client of clients) await client.end();

      const { stdout, ...rest } = await server.ended;
      expect(rest).toEqual({ status: 0, stderr: "" });
      expect(sorted(stdout)).toEqual([
        ...Array<string>(3).fill("12 bytes echoed"),
        ...Array<string>(3).fill(`connection from ${LOCALHOST}`),
        `listening on ${LOCALHOST} port ${port}`,
      ]);
    });

    it("reaps its children", async () => {
      const server = start("fork-server", "0", LOCALHOST, "4");
      const port = await server.printed(/port (\d+)\n/);
      const pid = server.child.pid!;
      for (let i = 0; i < 3; i++) {
        const client = new Client(port);
        await client.exchange("Hello\n");
        await until(() => childrenOf(pid).length === 1); // Those before it are gone.
        const [child] = childrenOf(pid);
        await client.end();
        await until(() => hasEnded(child));
      }
      await new Client(port).end();
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });
  });

  describe("prefork-server", () => {
    it("accepts in several processes, and replaces one that dies, but not for ever", async () => {
      const server = start("prefork-server", "0", LOCALHOST, "3", "1");
      const port = await server.printed(/port (\d+)\n/);
      await server.printed(/(child \d+: started\n){3}/);
      const pid = server.child.pid!;
      const children = childrenOf(pid);
      expect(children).toHaveLength(3);

      // A child that serves a client accepts no other: three clients at once have three children.
      const clients = [new Client(port), new Client(port), new Client(port)];
      for (const client of clients) expect(await client.exchange("Hello\n")).toBe("Hello\n");
      for (const client of clients) await client.end();
      for (const child of children) await server.printed(new RegExp(`child ${child}: 6 bytes echoed\n`));

      process.kill(children[0], "SIGKILL");
      await server.printed(new RegExp(`child ${children[0]}: killed by signal 9\nchild \\d+: started\n`));
      const now = childrenOf(pid);
      expect(now).toHaveLength(3);
      expect(now.filter((child) => children.includes(child))).toEqual(children.slice(1));
      const client = new Client(port);
      expect(await client.exchange("Hello\n")).toBe("Hello\n");
      await client.end();

      for (const child of now) process.kill(child, "SIGTERM");
      const { status, stdout, stderr } = await server.ended;
      expect({ status, stderr }).toEqual({ status: 1, stderr: "wait: No child processes\n" });
      expect(stdout.match(/killed by signal 15\n/g)).toHaveLength(3);
      expect(stdout.match(/started\n/g)).toHaveLength(4);
    });
  });

  describe("pipe", () => {
    it("prints its lines in capitals", async () => {
      expect(await start("pipe", "Hello", "", "naïve world").finish()).toEqual({
        status: 0,
        stdout: "HELLO\n\nNAïVE WORLD\n",
        stderr: "",
      });
    });
  });

  describe("shell-pipe", () => {
    it.each([
      ["ls .ci | wc -l", "1\n", "", 0],
      ["cat | tr a-z A-Z", "HELLO\n", "", 0],
      ["yes | head -n 1", "y\n", "", 0],
      ["false | true", "", "", 0],
      ["true | sh -c 'exit 3'", "", "", 3],
      ["true | sh -c 'kill -9 $$'", "", "", 137],
      ["true | no-such-command", "", "no-such-command: No such file or directory\n", 127],
      ["no-such-command | cat", "", "no-such-command: No such file or directory\n", 0],
    ])("does for %s what a shell does", async (line, stdout, stderr, status) => {
      const args = [...line.matchAll(/'(.*?)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
      expect(await start("shell-pipe", ...args).finish("Hello\n")).toEqual({ status, stdout, stderr });
      expect(await new Program(["sh", "-c", line]).finish("Hello\n")).toMatchObject({ status, stdout });
    });
  });

  describe("shared-counter", () => {
    it("misses no count of its children", async () => {
      expect(await start("shared-counter", "4", "50000").finish()).toEqual({
        status: 0,
        stdout: "4 children counted to 200000\n",
        stderr: "",
      });
    });
  });
});

describe.each(pairings)("a server in %s and a client in %s", (serverLanguage, clientLanguage) => {
  const startServer = (name: string, ...args: string[]): Program => forking(program(serverLanguage, name, ...args));

  it("fifo-server and fifo-client exchange files", async () => {
    const ask = async (...args: string[]): Promise<Ended> => run(program(clientLanguage, "fifo-client", ...args));
    const folder = temporaryFolder();
    const path = join(folder, "fifo");
    const [long, missing] = [join(folder, "a long file"), join(folder, "missing")];
    writeFileSync(long, "0123456789\n".repeat(20_000)); // More than a FIFO holds.
    const server = startServer("fifo-server", path, "3");
    await server.printed(/listening on .*\n/);

    expect(await ask(path, "LICENSE")).toEqual({ status: 0, stdout: readFileSync("LICENSE", "utf8"), stderr: "" });
    expect(await Promise.all([ask(path, long), ask(path, missing)])).toEqual([
      { status: 0, stdout: readFileSync(long, "utf8"), stderr: "" },
      { status: 0, stdout: `${missing}: No such file or directory\n`, stderr: "" },
    ]);

    const { status, stdout, stderr } = await server.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(sorted(stdout)).toEqual([`listening on ${path}`, "LICENSE", long, missing].sort());
    expect(existsSync(path)).toBe(false);
    const nobody = { status: 1, stdout: "", stderr: `${path}: No such file or directory\n` };
    expect(await ask(path, "LICENSE")).toEqual(nobody);
  });

  it("prefork-server echoes what echo-client says", async () => {
    const server = startServer("prefork-server", "0", LOCALHOST, "1", "0");
    const port = await server.printed(/port (\d+)\n/);
    const child = await server.printed(/child (\d+): started\n/);
    for (const text of ["Hello\n", "0123456789".repeat(1000) + "\n"]) {
      const client = program(clientLanguage, "echo-client", LOCALHOST, port);
      expect(await run(client, text)).toEqual({ status: 0, stdout: text, stderr: "" });
      await server.printed(new RegExp(`child ${child}: ${text.length} bytes echoed\n`));
    }
    process.kill(Number(child), "SIGTERM");
    expect(await server.ended).toEqual({
      status: 1,
      stdout:
        `listening on ${LOCALHOST} port ${port}\nchild ${child}: started\n` +
        `child ${child}: 6 bytes echoed\nchild ${child}: 10001 bytes echoed\nchild ${child}: killed by signal 15\n`,
      stderr: "wait: No child processes\n",
    });
  });
});
