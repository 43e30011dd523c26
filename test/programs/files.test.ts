/** Files and connections that pass from one process to another, and their C twins: each must do the same. */

import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { join } from "node:path";

import { ask, Client } from "../support/client.ts";
import { childrenOf } from "../support/proc.ts";
import { type Ended, example, forking, type Program, temporaryFolder, twin } from "../support/processes.ts";

const LOCALHOST = "127.0.0.1";
const languages = { TypeScript: example, C: twin };
type Language = keyof typeof languages;

const start = (language: Language, name: string, ...args: string[]): Program =>
  forking([...languages[language](name), ...args]);

const failure = (stderr: unknown): object => ({ status: 1, stdout: "", stderr });

const HUGE = 256 * 2 ** 20;

/** A folder with all kinds of file, beside one that is not to be seen. */
function folderWithFiles(): string {
  const outside = temporaryFolder();
  const folder = join(outside, "folder");
  mkdirSync(join(folder, "below"), { recursive: true });
  writeFileSync(join(outside, "secret"), "secret\n");
  writeFileSync(join(folder, "hello"), "Hello, world!\n");
  writeFileSync(join(folder, "empty"), "");
  writeFileSync(join(folder, "below/naïve"), "naïve\n");
  writeFileSync(join(folder, "long"), "0123456789\n".repeat(200_000));
  writeFileSync(join(folder, "huge"), "");
  truncateSync(join(folder, "huge"), HUGE); // More than the buffers on the way hold.
  symlinkSync("../secret", join(folder, "link"));
  symlinkSync("..", join(folder, "up"));
  symlinkSync("hello", join(folder, "inside"));
  spawnSync("mkfifo", [join(folder, "fifo")]);
  return folder;
}

describe.each<[Language, Language]>([
  ["TypeScript", "TypeScript"],
  ["TypeScript", "C"],
  ["C", "TypeScript"],
  ["C", "C"],
])("a server in %s and clients in %s", (serverLanguage, clientLanguage) => {
  it("files", async () => {
    const names = {
      hello: { status: 0, stdout: "Hello, world!\n", stderr: "" },
      empty: { status: 0, stdout: "", stderr: "" },
      "below/naïve": { status: 0, stdout: "naïve\n", stderr: "" },
      long: { status: 0, stdout: "0123456789\n".repeat(200_000), stderr: "" },
      missing: failure("missing: ERROR No such file or directory\n"),
      below: failure("below: ERROR Is a directory\n"),
      "../secret": failure("../secret: ERROR Permission denied\n"),
      "below/../../secret": failure("below/../../secret: ERROR Permission denied\n"),
      "/etc/passwd": failure("/etc/passwd: ERROR Permission denied\n"),
      link: failure("link: ERROR Too many levels of symbolic links\n"),
      "up/secret": failure("up/secret: ERROR Not a directory\n"),
      inside: failure("inside: ERROR Too many levels of symbolic links\n"),
      fifo: failure("fifo: ERROR Permission denied\n"),
      "hello/": failure("hello/: ERROR Not a directory\n"),
      "below/": failure("below/: ERROR Permission denied\n"),
      "": failure(": ERROR Permission denied\n"),
    };
    const count = Object.keys(names).length;
    const server = start(serverLanguage, "file-server", folderWithFiles(), "0", LOCALHOST, String(count));
    const port = await server.printed(/port (\d+)\n/);
    for (const [name, expected] of Object.entries(names)) {
      expect(await start(clientLanguage, "file-client", LOCALHOST, port, name).finish()).toEqual(expected);
    }
    const { stdout, ...rest } = await server.ended;
    expect(rest).toEqual({ status: 0, stderr: "" });
    // A child for each, which end in no order.
    expect(stdout.match(/^(hello|empty|long): .*$/gm)!.sort()).toEqual([
      "empty: 0 of 0 bytes sent",
      "hello: 14 of 14 bytes sent",
      "long: 2200000 of 2200000 bytes sent",
    ]);
  });

  it("open files", async () => {
    const folder = temporaryFolder();
    const [path, file] = [join(folder, "socket"), join(folder, "file")];
    const lines = "0123456789\n".repeat(1000);
    writeFileSync(file, lines);
    const receiver = start(serverLanguage, "fd-receiver", path, "3");
    await receiver.printed(/listening on .*\n/);
    const done = { status: 0, stdout: "", stderr: "" };
    expect(await start(clientLanguage, "fd-sender", path, file).finish()).toEqual(done);
    expect(await start(clientLanguage, "fd-sender", path, file, "10989").finish()).toEqual(done);
    await ask({ path }, "no descriptor");
    expect(await receiver.ended).toEqual({
      status: 0,
      stdout: `listening on ${path}\n${file}:\n${lines}${file}:\n0123456789\nnothing received\n`,
      stderr: "",
    });
    expect(await start(clientLanguage, "fd-sender", path, file).finish()).toEqual(
      failure("connect: No such file or directory\n"),
    );
  });

  it("connections, passed to workers", async () => {
    const server = start(serverLanguage, "pass-server", "0", LOCALHOST, "2", "3");
    const port = await server.printed(/port (\d+)\n/);
    const clients = [1, 2, 3].map(() => start(clientLanguage, "echo-client", LOCALHOST, port));
    for (const client of clients) {
      client.child.stdin!.write("Hello\n");
      await client.printed(/^Hello\n$/);
    }
    for (const client of clients) {
      expect(await client.finish("world\n")).toEqual({ status: 0, stdout: "Hello\nworld\n", stderr: "" });
    }
    const connection = `connection from ${LOCALHOST}\n`;
    expect(await server.ended).toEqual({
      status: 0,
      stdout:
        `listening on ${LOCALHOST} port ${port}\n` +
        `${connection}worker 0 has 1 clients\n${connection}worker 1 has 1 clients\n${connection}worker 0 has 2 clients\n`,
      stderr: "",
    });
  });
});

describe.each(Object.keys(languages) as Language[])("in %s", (language) => {
  const run = async (name: string, ...args: string[]): Promise<Ended> => start(language, name, ...args).finish();

  it("file-server outlives clients that break off, and serves others meanwhile", async () => {
    const server = start(language, "file-server", folderWithFiles(), "0", LOCALHOST, "4");
    const port = await server.printed(/port (\d+)\n/);
    const silent = new Client(port);
    const lazy = createConnection(Number(port), LOCALHOST).pause();
    lazy.write("huge\n");
    await once(lazy, "readable");
    expect(await ask({ port: Number(port) }, "hello\n")).toBe("OK 14\nHello, world!\n");
    expect(await ask({ port: Number(port) }, "x".repeat(255))).toBe("ERROR File name too long\n");
    lazy.resetAndDestroy();
    await server.printed(/sendfile: (Broken pipe|Connection reset by peer)\n/, "stderr");
    await silent.end();
    const { status, stdout } = await server.ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^huge: \\d+ of ${HUGE} bytes sent$`, "m"));
  });

  it("file-server sends what there is of a file that becomes shorter", async () => {
    const folder = folderWithFiles();
    const server = start(language, "file-server", folder, "0", LOCALHOST, "1");
    const port = await server.printed(/port (\d+)\n/);
    const lazy = createConnection(Number(port), LOCALHOST).pause();
    lazy.write("huge\n");
    await once(lazy, "readable");
    truncateSync(join(folder, "huge"), 0);
    let length = 0;
    lazy.on("data", (data) => (length += data.length)).resume();
    await once(lazy, "close");
    const { stdout, ...rest } = await server.ended;
    expect(rest).toEqual({ status: 0, stderr: "" });
    const [, sent] = new RegExp(`^huge: (\\d+) of ${HUGE} bytes sent$`, "m").exec(stdout)!;
    expect(length).toBe(`OK ${HUGE}\n`.length + Number(sent));
    expect(length).toBeLessThan(HUGE);
  });

  it.each([
    ["", "the server has not answered\n"],
    ["nonsense\n", "name: nonsense\n"],
    ["OK 10\nabc", "the last 7 bytes are missing\n"],
  ])("file-client notices what is missing in '%s'", async (answer, stderr) => {
    const server = createServer((socket) => socket.once("data", () => socket.end(answer)));
    server.listen(0, LOCALHOST);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await run("file-client", LOCALHOST, String(port), "name")).toMatchObject({ status: 1, stderr });
    server.close();
  });

  it("pass-server serves 100 clients at once, half of them by each worker, and outlives one that breaks off", async () => {
    const server = start(language, "pass-server", "0", LOCALHOST, "2", "101");
    const port = await server.printed(/port (\d+)\n/);
    const clients = Array.from({ length: 100 }, () => new Client(port));
    for (const text of ["Hello\n", "x".repeat(5000)]) {
      const answers = await Promise.all(clients.map(async (client) => client.exchange(text)));
      expect(answers).toEqual(Array(100).fill(text));
    }
    expect(childrenOf(server.child.pid!)).toHaveLength(2);
    clients.pop()!.socket.resetAndDestroy();
    await server.printed(/read: Connection reset by peer\n/, "stderr");
    const late = new Client(port);
    expect(await late.exchange("Hello\n")).toBe("Hello\n");
    await Promise.all([...clients, late].map(async (client) => client.end()));
    const { status, stdout } = await server.ended;
    expect(status).toBe(0);
    for (const worker of [0, 1]) expect(stdout).toContain(`worker ${worker} has 50 clients\n`);
  });

  it("they say what is wrong", async () => {
    const usage = (words: string): object => failure(`usage: ${words}\n`);
    const named = async (name: string, ...args: string[]): Promise<Ended> => {
      const { stderr, ...rest } = await run(name, ...args);
      return { ...rest, stderr: stderr.replace(/^usage: \S+/, "usage: NAME") };
    };
    expect(await named("file-server", ".")).toEqual(usage("NAME FOLDER PORT [ADDRESS [CLIENTS]]"));
    expect(await named("file-client", LOCALHOST, "1")).toEqual(usage("NAME HOST PORT NAME"));
    expect(await named("fd-receiver")).toEqual(usage("NAME PATH [FILES]"));
    expect(await named("fd-sender", "a")).toEqual(usage("NAME PATH FILE [OFFSET]"));
    expect(await named("pass-server")).toEqual(usage("NAME PORT [ADDRESS [WORKERS [CLIENTS]]]"));

    expect(await run("file-server", "LICENSE", "0")).toEqual(failure("LICENSE: Not a directory\n"));
    const long = "x".repeat(108);
    expect(await run("fd-receiver", long)).toEqual(failure(`${long}: too long\n`));
    expect(await run("fd-sender", long, "LICENSE")).toEqual(failure(`${long}: too long\n`));
    expect(await run("fd-sender", "a", "/nonexistent")).toEqual(failure("/nonexistent: No such file or directory\n"));
    expect(await run("pass-server", "0", LOCALHOST, "0")).toEqual(failure("from 1 to 64 workers\n"));
  });
});
