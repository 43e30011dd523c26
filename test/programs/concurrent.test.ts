/** The examples that fork, and their C twins: each must do the same. */

import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { Client } from "../support/client.ts";
import { type Ended, example, forking, Program, temporaryFolder, twin } from "../support/processes.ts";

const LOCALHOST = "127.0.0.1";

const sorted = (text: string): string[] => text.trimEnd().split("\n").sort();

/** The fields of /proc/PID/stat from the third on: state, parent, process group, session, terminal. */
function statusOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
}

/** Whether a process is no more, or has only to be waited for, by whatever process 1 is here. */
function hasEnded(pid: number): boolean {
  try {
    // The first thread is a zombie before the others are gone, and only then can the process be waited for.
    return statusOf(pid)[0] === "Z" && readdirSync(`/proc/${pid}/task`).length === 1;
  } catch {
    return true;
  }
}

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(5);
}

/** The processes that one has made and not yet waited for. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** Whether a socket in the file system accepts connections. */
function isListening(path: string): boolean {
  const LISTENS = "00010000";
  return readFileSync("/proc/net/unix", "utf8")
    .split("\n")
    .some((line) => line.endsWith(` ${path}`) && line.split(" ")[3] === LISTENS);
}

/** What a server answers to all that a client says. */
async function ask(address: { port: number } | { path: string }, said: string): Promise<string> {
  const socket = connect({ allowHalfOpen: true, ...address }).setEncoding("utf8");
  let text = "";
  socket.on("data", (data: string) => (text += data));
  socket.on("end", () => socket.destroy());
  await once(socket, "connect");
  socket.end(said);
  await once(socket, "close");
  return text;
}

describe.each(Object.entries({ TypeScript: example, C: twin }))("in %s", (_language, command) => {
  const start = (name: string, ...args: string[]): Program => forking([...command(name), ...args]);
  const run = async (name: string, args: string[], input = ""): Promise<Ended> => start(name, ...args).finish(input);

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

  describe("super-server", () => {
    it.each([
      [["tr", "a-z", "A-Z"], "Hello\n", "HELLO\n"],
      [["sh", "-c", "read a; echo $a; ls /nonexistent >&2"], "a\n", /^a\nls: .*No such file or directory\n$/],
      [["no-such-command"], "", "no-such-command: No such file or directory\n"],
    ])("executes %s for a client", async (program, said, expected) => {
      const server = start("super-server", "2", "0", ...program);
      const port = await server.printed(/port (\d+)\n/);
      for (let i = 0; i < 2; i++) {
        const answer = await ask({ port: Number(port) }, said);
        expect(answer).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
      }
      expect(await server.ended).toEqual({
        status: 0,
        stdout: `listening on ${LOCALHOST} port ${port}\n`,
        stderr: "",
      });
    });

    it("serves several ports, each with a program of its own", async () => {
      const upper = ["0", "tr", "a-z", "A-Z"];
      const lower = ["0", "tr", "A-Z", "a-z"];
      const server = start("super-server", "4", ...upper, "--", ...lower, "--", "0", "cat");
      const told = await server.printed(/(?:.*port \d+\n){3}/);
      const ports = [...told.matchAll(/port (\d+)/g)].map(([, port]) => Number(port));
      const asked = [...ports, ports[1]].map(async (port) => ask({ port }, "Hello\n"));
      expect(await Promise.all(asked)).toEqual(["HELLO\n", "hello\n", "Hello\n", "hello\n"]);
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it.each([["1"], ["1", "0"], ["1", "0", "--", "0", "cat"], ["1", "0", "cat", "--"]])(
      "says how it is used: %s %s %s",
      async (...args) => {
        expect(await run("super-server", args)).toMatchObject({
          status: 1,
          stderr: expect.stringMatching(/^usage: .* CLIENTS PORT COMMAND /) as string,
        });
      },
    );

    it("leaves no other descriptor to the program", async () => {
      const server = start("super-server", "1", "0", "sh", "-c", "for fd in /proc/$$/fd/*; do readlink $fd; done");
      const port = await server.printed(/port (\d+)\n/);
      const descriptors = await ask({ port: Number(port) }, "");
      const sockets = descriptors.split("\n").filter((line) => line.startsWith("socket:"));
      expect(sockets).toEqual(Array(3).fill(sockets[0]));
    });
  });

  describe("pipe", () => {
    it("prints its lines in capitals", async () => {
      expect(await run("pipe", ["Hello", "", "naïve world"])).toEqual({
        status: 0,
        stdout: "HELLO\n\nNAïVE WORLD\n",
        stderr: "",
      });
    });
  });

  describe("shell-pipe", () => {
    it.each([
      ["ls lib/arpa | wc -l", "1\n", "", 0],
      ["cat | tr a-z A-Z", "HELLO\n", "", 0],
      ["yes | head -n 1", "y\n", "", 0],
      ["false | true", "", "", 0],
      ["true | sh -c 'exit 3'", "", "", 3],
      ["true | sh -c 'kill -9 $$'", "", "", 137],
      ["true | no-such-command", "", "no-such-command: No such file or directory\n", 127],
      ["no-such-command | cat", "", "no-such-command: No such file or directory\n", 0],
    ])("does for %s what a shell does", async (line, stdout, stderr, status) => {
      const args = [...line.matchAll(/'(.*?)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
      expect(await run("shell-pipe", args, "Hello\n")).toEqual({ status, stdout, stderr });
      expect(await new Program(["sh", "-c", line]).finish("Hello\n")).toMatchObject({ status, stdout });
    });
  });

  describe("shared-counter", () => {
    it("misses no count of its children", async () => {
      expect(await run("shared-counter", ["4", "50000"])).toEqual({
        status: 0,
        stdout: "4 children counted to 200000\n",
        stderr: "",
      });
    });
  });

  describe("fifo-server and fifo-client", () => {
    it("exchange files", async () => {
      const folder = temporaryFolder();
      const path = join(folder, "fifo");
      const [long, missing] = [join(folder, "a long file"), join(folder, "missing")];
      writeFileSync(long, "0123456789\n".repeat(20_000)); // More than a FIFO holds.
      const server = start("fifo-server", path, "3");
      await server.printed(/listening on .*\n/);

      expect(await run("fifo-client", [path, "LICENSE"])).toEqual({
        status: 0,
        stdout: readFileSync("LICENSE", "utf8"),
        stderr: "",
      });
      const answers = await Promise.all([run("fifo-client", [path, long]), run("fifo-client", [path, missing])]);
      expect(answers).toEqual([
        { status: 0, stdout: readFileSync(long, "utf8"), stderr: "" },
        { status: 0, stdout: `${missing}: No such file or directory\n`, stderr: "" },
      ]);

      const { status, stdout, stderr } = await server.ended;
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(sorted(stdout)).toEqual([`listening on ${path}`, "LICENSE", long, missing].sort());
      expect(existsSync(path)).toBe(false);
      const nobody = { status: 1, stdout: "", stderr: `${path}: No such file or directory\n` };
      expect(await run("fifo-client", [path, "LICENSE"])).toEqual(nobody);
    });
  });

  describe("daemon", () => {
    it("goes on without its starter, its terminal and its descriptors, until it is stopped", async () => {
      const path = join(temporaryFolder(), "daemon");
      const starter = start("daemon", path, "20");
      expect(await starter.finish()).toEqual({ status: 0, stdout: "", stderr: "" });

      await until(() => isListening(path));
      const told = await ask({ path }, "state");
      const [, pid, session] = /^pid (\d+), session (\d+), directory \/, request 1\n$/.exec(told)!.map(Number);
      expect(await ask({ path }, "state")).toBe(told.replace("request 1", "request 2"));

      // A session of its own without a terminal, which it does not lead.
      const [, parent, group, ofSession, terminal] = statusOf(pid).map(Number);
      expect([group, ofSession, terminal]).toEqual([session, session, 0]);
      expect(session).not.toBe(pid);
      expect([starter.child.pid, session]).not.toContain(parent);
      expect(hasEnded(session)).toBe(true);
      expect(readlinkSync(`/proc/${pid}/cwd`)).toBe("/");
      expect(readFileSync(`/proc/${pid}/status`, "utf8")).toMatch(/^Umask:\t0077$/m);
      for (const fd of [0, 1, 2]) expect(readlinkSync(`/proc/${pid}/fd/${fd}`)).toBe("/dev/null");

      expect(await ask({ path }, "stop")).toBe("stopped\n");
      await until(() => hasEnded(pid));
      expect(existsSync(path)).toBe(false);
    });

    it("ends when nobody asks it for long", async () => {
      const path = join(temporaryFolder(), "daemon");
      expect(await run("daemon", [path, "1"])).toMatchObject({ status: 0 });
      await until(() => existsSync(path));
      await until(() => !existsSync(path));
    });
  });
});
