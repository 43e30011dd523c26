/** Servers that nobody looks at: daemon, inetd, and those that others start. Each in TypeScript and in C does the same. */

import { spawnSync } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isRoot } from "../support/children.ts";
import { ask, Client } from "../support/client.ts";
import { pairings } from "../support/pairs.ts";
import { freePort } from "../support/ports.ts";
import { childrenOf, hasEnded, isListening, statusOf, until } from "../support/proc.ts";
import {
  type Command,
  describeIf,
  type Ended,
  example,
  forking,
  Program,
  temporaryFolder,
  twin,
} from "../support/processes.ts";
import { canSeeWaiting, waiting } from "../support/waiting.ts";

const LOCALHOST = "127.0.0.1";
const languages = { TypeScript: example, C: twin };
const user = spawnSync("id", ["-un"], { encoding: "utf8" }).stdout.trim();

/** What a test says to a port and hears from there, datagram by datagram. */
class Correspondent {
  readonly #socket: Socket = createSocket("udp4");
  readonly #port: number;

  constructor(port: string) {
    this.#port = Number(port);
  }

  async exchange(said: string): Promise<string> {
    const heard = once(this.#socket, "message");
    this.say(said);
    const [message] = (await heard) as [Buffer];
    return message.toString();
  }

  say(text: string): void {
    this.#socket.send(text, this.#port, LOCALHOST);
  }

  end(): void {
    this.#socket.close();
  }
}

/** A script of a shell, for inetd: its file, and its own name. */
function script(text: string): string {
  const file = join(scripts, `script${++scriptsMade}`);
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return `${file} script`;
}

const scripts = mkdtempSync(join(tmpdir(), "berkeley-"));
let scriptsMade = 0;
afterAll(() => rmSync(scripts, { recursive: true }));

/** A program for inetd: its file, its own name and its arguments. */
const program = ([file, ...args]: Command): string => [file, "name", ...args].join(" ");

describe.each(Object.entries(languages))("in %s", (_language, command) => {
  const start = (name: string, ...args: string[]): Program => forking([...command(name), ...args]);
  const run = async (name: string, ...args: string[]): Promise<Ended> => start(name, ...args).finish();

  describe("inetd", () => {
    /** Writes services into a file; root's are those of the user that there is. */
    function write(path: string, ...lines: string[]): void {
      writeFileSync(path, lines.map((line) => `${line.replace(" root ", ` ${user} `)}\n`).join(""));
    }

    /** The file with a server's services. */
    function file(...lines: string[]): string {
      const path = join(temporaryFolder(), "inetd.conf");
      write(path, ...lines);
      return path;
    }

    /** Waits until a server has read its file, and returns the ports that it has printed since. */
    async function ports(server: Program, services: number, times = 1): Promise<string[]> {
      const told = await server.printed(new RegExp(`^((?:[^]*?\\d+ services\\n){${times}})`));
      const last = told
        .trimEnd()
        .split(/\d+ services\n?/)
        .at(-2)!;
      expect(told).toMatch(new RegExp(`\\b${services} services\\n$`));
      return [...last.matchAll(/ port (\d+)/g)].map(([, port]) => port);
    }

    it.each([
      ["a program", "/bin/sh sh -c tr${IFS}a-z${IFS}A-Z", "Hello\n", "HELLO\n"],
      [
        "a script",
        script("read a; echo $a $1; ls /nonexistent >&2"),
        "a\n",
        /^a b\nls: .*No such file or directory\n$/,
      ],
      ["none", "/nonexistent/program name", "", "/nonexistent/program: No such file or directory\n"],
    ])("executes %s for a client", async (_what, words, said, expected) => {
      const server = start("inetd", file(`0 stream tcp nowait root ${words} b`), "2");
      const [port] = await ports(server, 1);
      for (let i = 0; i < 2; i++) {
        const answer = await ask({ port: Number(port) }, said);
        expect(answer).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
      }
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it("serves several ports, each with a program of its own", async () => {
      const conf = file(
        "# upper, lower",
        "0 stream tcp nowait root /usr/bin/tr tr a-z A-Z",
        "",
        `\t${LOCALHOST}:0  stream\ttcp nowait root /usr/bin/tr tr A-Z a-z`,
        "127.0.0.2:0 stream tcp nowait root /bin/cat cat",
      );
      const server = start("inetd", conf, "3");
      const [upper, lower] = (await ports(server, 3)).map(Number);
      const asked = [upper, lower, lower].map(async (port) => ask({ port }, "Hello\n"));
      expect(await Promise.all(asked)).toEqual(["HELLO\n", "hello\n", "hello\n"]);
      const { stdout, ...rest } = await server.ended;
      expect(rest).toEqual({ status: 0, stderr: "" });
      expect(stdout.split("\n")).toEqual([
        `0/tcp: listening on ${LOCALHOST} port ${upper}`,
        `${LOCALHOST}:0/tcp: listening on ${LOCALHOST} port ${lower}`,
        expect.stringMatching(/^127.0.0.2:0\/tcp: listening on 127.0.0.2 port \d+$/) as string,
        "3 services",
        "",
      ]);
    });

    it("leaves no other descriptor to the program, and blocks no signal of its", async () => {
      // A shell blocks all signals while it starts a program: it becomes the last.
      const account = script("for fd in /proc/$$/fd/*; do readlink $fd; done; exec grep SigBlk /proc/self/status");
      const conf = file("0 dgram udp wait root internal echo", `0 stream tcp nowait root ${account}`);
      const server = start("inetd", conf, "1");
      const [, port] = await ports(server, 2);
      const told = (await ask({ port: Number(port) }, "")).split("\n");
      const sockets = told.filter((line) => line.startsWith("socket:"));
      expect(sockets).toEqual(Array(3).fill(sockets[0]));
      expect(told.filter((line) => line.startsWith("SigBlk:"))).toEqual(["SigBlk:\t0000000000000000"]);
    });

    it("has services of its own, on streams", async () => {
      const services = ["echo", "discard", "daytime"].map((name) => `0 stream tcp nowait root internal ${name}`);
      const server = start("inetd", file(...services), "3");
      const [echo, discard, daytime] = (await ports(server, 3)).map(Number);
      expect(await ask({ port: echo }, "Hello\n".repeat(10_000))).toBe("Hello\n".repeat(10_000));
      expect(await ask({ port: discard }, "Hello\n")).toBe("");
      expect(await ask({ port: daytime }, "")).toMatch(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\r\n$/);
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it("has services of its own, for datagrams", async () => {
      const services = ["echo", "discard", "daytime"].map((name) => `0 dgram udp wait root internal ${name}`);
      const server = start("inetd", file(...services), "4");
      const [echo, discard, daytime] = (await ports(server, 3)).map((port) => new Correspondent(port));
      discard.say("Hello");
      expect(await echo.exchange("Hello")).toBe("Hello");
      expect(await echo.exchange("")).toBe("");
      expect(await daytime.exchange("now?")).toMatch(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\r\n$/);
      for (const correspondent of [echo, discard, daytime]) correspondent.end();
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it("leaves a wait service's socket to one program at a time", async () => {
      const server = start("inetd", file(`0 dgram udp wait root ${program(command("echo-service"))} 1`), "2");
      const [port] = await ports(server, 1);
      const pid = server.child.pid!;
      const correspondent = new Correspondent(port);
      const children = new Set<number>();
      for (const rounds of [3, 2]) {
        for (let i = 0; i < rounds; i++) {
          expect(await correspondent.exchange(`datagram ${i}`)).toBe(`datagram ${i}`);
          expect(childrenOf(pid)).toHaveLength(1);
          children.add(childrenOf(pid)[0]);
        }
        if (rounds === 3) await until(() => childrenOf(pid).length === 0); // It has ended, and inetd has waited for it.
      }
      expect(children.size).toBe(2);
      correspondent.end();
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    (canSeeWaiting ? it : it.skip)(
      "does not look at a wait service's socket before its program has ended",
      async () => {
        const server = start("inetd", file(`0 stream tcp wait root ${script("exec sleep 60")}`), "2");
        const [port] = await ports(server, 1);
        const pid = server.child.pid!;
        const client = connect(Number(port), LOCALHOST); // Nobody takes it: its connection goes on waiting.
        await until(() => childrenOf(pid).length === 1);
        const [first] = childrenOf(pid);
        expect(await waiting(server)).toBe("pselect6");
        expect(childrenOf(pid)).toEqual([first]);
        process.kill(first, "SIGKILL");
        await server.printed(new RegExp(`child ${first}: killed by signal 9\n`));
        await until(() => childrenOf(pid).length === 1);
        const [second] = childrenOf(pid);
        expect(second).not.toBe(first);
        process.kill(second, "SIGKILL");
        client.destroy();
        expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
      },
    );

    it("drops the datagram that a program which cannot be executed leaves", async () => {
      const server = start("inetd", file("0 dgram udp wait root /nonexistent/program name"), "2");
      const correspondent = new Correspondent((await ports(server, 1))[0]);
      correspondent.say("Hello");
      const first = await server.printed(/child (\d+): exited with 127\n/);
      correspondent.say("Hello");
      const { status, stdout } = await server.ended;
      correspondent.end();
      expect({ status, children: stdout.match(/child \d+/g) }).toEqual({ status: 0, children: [`child ${first}`] });
    });

    it("reads its file again at SIGHUP", async () => {
      const echo = "0 stream tcp nowait root internal echo";
      const upper = "127.0.0.2:0 stream tcp nowait root /usr/bin/tr tr a-z A-Z";
      const conf = file(echo, upper);
      const server = start("inetd", conf, "3");
      const [port] = await ports(server, 2);
      const client = new Client(port);
      expect(await client.exchange("Hello\n")).toBe("Hello\n");

      const late = "127.0.0.3:0 dgram udp wait root internal echo";
      write(conf, late, echo.replace("echo", "daytime"));
      server.child.kill("SIGHUP");
      expect(await ports(server, 2, 2)).toHaveLength(1); // The one that is new.
      expect(await client.exchange("Hello\n")).toBe("Hello\n");
      expect(await ask({ port: Number(port) }, "")).toMatch(/:\d\d:\d\d/);

      // A file that cannot be read changes nothing.
      renameSync(conf, `${conf}.moved`);
      server.child.kill("SIGHUP");
      await server.printed(/inetd.conf: No such file or directory\n/, "stderr");
      expect(await ask({ port: Number(port) }, "")).toMatch(/:\d\d:\d\d/);
      await client.end();
      const { stdout, ...rest } = await server.ended;
      expect(rest).toEqual({ status: 0, stderr: `${conf}: No such file or directory\n` });
      expect(stdout.replaceAll(/\d+$/gm, "PORT").split("\n")).toEqual([
        `0/tcp: listening on ${LOCALHOST} port PORT`,
        "127.0.0.2:0/tcp: listening on 127.0.0.2 port PORT",
        "2 services",
        "127.0.0.2:0/tcp: closed",
        "127.0.0.3:0/udp: listening on 127.0.0.3 port PORT",
        "2 services",
        "",
      ]);
    });

    it("leaves a wait service's socket to its program over a SIGHUP", async () => {
      const conf = file(`0 dgram udp wait root ${program(command("echo-service"))} 1`);
      const server = start("inetd", conf, "2");
      const correspondent = new Correspondent((await ports(server, 1))[0]);
      const pid = server.child.pid!;
      expect(await correspondent.exchange("Hello")).toBe("Hello");
      const [child] = childrenOf(pid);
      write(conf, `0 dgram udp wait root ${script("exec sleep 60")}`);
      server.child.kill("SIGHUP");
      await ports(server, 1, 2);
      expect(childrenOf(pid)).toEqual([child]);
      await until(() => childrenOf(pid).length === 0);
      correspondent.say("Hello"); // That is for another program now.
      await until(() => childrenOf(pid).length === 1);
      const [other] = childrenOf(pid);
      await until(() => readFileSync(`/proc/${other}/comm`, "latin1") === "sleep\n");
      process.kill(other, "SIGKILL");
      correspondent.end();
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it("says which lines are wrong, and serves the others", async () => {
      const other = start("select-server", "0");
      const taken = await other.printed(/port (\d+)\n/);
      const conf = file(
        "0 stream tcp nowait root",
        "0 seqpacket tcp nowait root internal echo",
        "0 stream udp nowait root internal echo",
        "0 dgram tcp wait root internal echo",
        "0 stream tcp sometimes root internal echo",
        "0 dgram udp nowait root internal echo",
        "no-such-service stream tcp nowait root internal echo",
        "65536 stream tcp nowait root internal echo",
        "-1 stream tcp nowait root internal echo",
        "example.org:0 stream tcp nowait root internal echo",
        "0 stream tcp nowait no-such-user internal echo",
        "0 stream tcp nowait root internal chargen",
        "0 stream tcp nowait root internal",
        "0 stream tcp nowait root /bin/cat",
        `0 stream tcp nowait root /bin/cat cat${" x".repeat(20)}`,
        `${taken} stream tcp nowait root internal echo`,
        "192.0.2.1:0 stream tcp nowait root internal echo",
        "0 stream tcp nowait root internal echo",
      );
      const server = start("inetd", conf, "1");
      const [port] = await ports(server, 3);
      expect(await ask({ port: Number(port) }, "Hello\n")).toBe("Hello\n");
      const { status, stderr } = await server.ended;
      expect(status).toBe(0);
      expect(stderr.replaceAll(conf, "FILE").split("\n")).toEqual([
        "FILE:1: fields are missing after: root",
        "FILE:2: neither stream nor dgram: seqpacket",
        "FILE:3: no protocol of such a socket: udp",
        "FILE:4: no protocol of such a socket: tcp",
        "FILE:5: neither wait nor nowait: sometimes",
        "FILE:6: a dgram service must wait: 0",
        "FILE:7: unknown service: no-such-service",
        "FILE:8: unknown service: 65536",
        "FILE:9: unknown service: -1",
        "FILE:10: unknown service: example.org:0",
        "FILE:11: unknown user: no-such-user",
        "FILE:12: no internal service: chargen",
        "FILE:13: no internal service: 0",
        "FILE:14: the program has no name of its own: /bin/cat",
        "FILE:15: too many arguments: /bin/cat",
        `${taken}/tcp: Address already in use`,
        "192.0.2.1:0/tcp: Cannot assign requested address",
        "",
      ]);
    });

    it("says what is wrong", async () => {
      const usage = expect.stringMatching(/^usage: .* FILE \[REQUESTS\]\n$/) as string;
      expect(await run("inetd")).toEqual({ status: 1, stdout: "", stderr: usage });
      expect(await run("inetd", "a", "1", "c")).toEqual({ status: 1, stdout: "", stderr: usage });
      const missing = { status: 1, stdout: "", stderr: "/nonexistent/file: No such file or directory\n" };
      expect(await run("inetd", "/nonexistent/file")).toEqual(missing);
    });

    (isRoot ? it : it.skip)("executes a program as the service's user", async () => {
      const server = start("inetd", file("0 stream tcp nowait nobody /usr/bin/id id"), "1");
      const [port] = await ports(server, 1);
      const id = spawnSync("id", ["nobody"], { encoding: "utf8" }).stdout;
      expect(await ask({ port: Number(port) }, "")).toBe(id);
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });
  });

  describe("echo-service", () => {
    it("says what is wrong", async () => {
      const usage = expect.stringMatching(/^usage: .* SECONDS\n$/) as string;
      expect(await run("echo-service")).toEqual({ status: 1, stdout: "", stderr: usage });
      const shell = forking(["sh", "-c", 'exec "$@" </dev/null', "sh", ...command("echo-service"), "1"]);
      const failure = { status: 1, stdout: "", stderr: "getsockopt: Socket operation on non-socket\n" };
      expect(await shell.finish()).toEqual(failure);
    });
  });

  describe("daemon", () => {
    interface Files {
      path: string;
      pidfile: string;
    }

    function files(): Files {
      const folder = temporaryFolder();
      return { path: join(folder, "daemon"), pidfile: join(folder, "daemon.pid") };
    }

    const pidIn = ({ pidfile }: Files): number => Number(readFileSync(pidfile, "latin1"));

    it("goes on without its starter, its terminal and its descriptors, until it is stopped", async () => {
      const { path, pidfile } = files();
      const starter = start("daemon", path, pidfile, "20");
      expect(await starter.finish()).toEqual({ status: 0, stdout: "", stderr: "" });

      await until(() => isListening(path));
      const told = await ask({ path }, "state");
      const [, pid, session] = /^pid (\d+), session (\d+), directory \/, request 1\n$/.exec(told)!.map(Number);
      expect(await ask({ path }, "state")).toBe(told.replace("request 1", "request 2"));
      expect(readFileSync(pidfile, "latin1")).toBe(`${pid}\n`);

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
      expect(readFileSync(pidfile, "latin1")).toBe("");
    });

    it("is there once", async () => {
      const { path, pidfile } = files();
      expect(await run("daemon", path, pidfile, "20")).toEqual({ status: 0, stdout: "", stderr: "" });
      await until(() => isListening(path));
      const pid = pidIn({ path, pidfile });
      expect(await run("daemon", `${path}2`, pidfile)).toEqual({
        status: 1,
        stdout: "",
        stderr: `${pidfile}: the daemon runs already, as process ${pid}\n`,
      });
      expect(await ask({ path }, "state")).toMatch(new RegExp(`^pid ${pid}, .* request 1\n$`));

      // Killed, it leaves its socket and its pid behind, but no lock.
      process.kill(pid, "SIGKILL");
      await until(() => hasEnded(pid));
      expect(existsSync(path)).toBe(true);
      expect(await run("daemon", path, pidfile, "20")).toEqual({ status: 0, stdout: "", stderr: "" });
      await until(() => isListening(path) && pidIn({ path, pidfile }) !== pid);
      expect(await ask({ path }, "stop")).toBe("stopped\n");
    });

    it("ends when nobody asks it for long, and at SIGTERM", async () => {
      const { path, pidfile } = files();
      expect(await run("daemon", path, pidfile, "1")).toMatchObject({ status: 0 });
      await until(() => existsSync(path));
      await until(() => !existsSync(path) && readFileSync(pidfile, "latin1") === "");

      expect(await run("daemon", path, pidfile)).toMatchObject({ status: 0 });
      await until(() => isListening(path));
      const pid = pidIn({ path, pidfile });
      process.kill(pid, "SIGTERM");
      await until(() => hasEnded(pid));
      expect(existsSync(path)).toBe(false);
    });

    it("says what is wrong", async () => {
      const { path, pidfile } = files();
      const failure = (stderr: unknown): object => ({ status: 1, stdout: "", stderr });
      const usage = expect.stringMatching(/^usage: .* PATH PIDFILE \[SECONDS\]\n$/) as string;
      expect(await run("daemon", path)).toEqual(failure(usage));
      expect(await run("daemon", "relative", pidfile)).toEqual(failure("relative: not an absolute path\n"));
      const long = `/${"x".repeat(108)}`;
      expect(await run("daemon", long, pidfile)).toEqual(failure(`${long}: too long\n`));
      const missing = failure("/nonexistent/pid: No such file or directory\n");
      expect(await run("daemon", path, "/nonexistent/pid")).toEqual(missing);
    });
  });

  const canMount = isRoot && spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
  describeIf(canMount, "a log of the test's own needs a mount namespace")("daemon, to syslog", () => {
    it("tells what it does", async () => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, "dev"));
      writeFileSync(join(folder, "dev/null"), "");
      const log = new Program([...twin("log-reader"), join(folder, "dev/log")]);
      await log.printed(/ready\n/);
      const mounts = `mount --bind /dev/null ${folder}/dev/null && mount --rbind ${folder}/dev /dev`;
      const startLogged = async (...args: string[]): Promise<Ended> =>
        forking(["unshare", "-m", "sh", "-c", `${mounts} && exec "$@"`, "sh", ...command("daemon"), ...args]).finish();

      const [path, pidfile] = [join(folder, "daemon"), join(folder, "pid")];
      expect(await startLogged(path, pidfile, "20")).toEqual({ status: 0, stdout: "", stderr: "" });
      const pid = Number(await log.printed(/daemon\[(\d+)\]: listening/));
      await ask({ path }, "state");
      process.kill(pid, "SIGTERM");
      await log.printed(/SIGTERM/);
      await startLogged(path, pidfile, "20");
      await log.printed(/listening[^]*listening/);
      await ask({ path }, "stop");
      await log.printed(/stopped/);
      await startLogged("/nonexistent/daemon", pidfile, "20");
      await log.printed(/bind/);
      await startLogged(path, pidfile, "1");
      await log.printed(/nobody/);
      await log.kill();
      const { stdout } = await log.ended;
      expect(stdout.replaceAll(/>.*?daemon\[\d+\]/g, ">").split("\n")).toEqual([
        "ready",
        `<29>: listening on ${path}`,
        "<30>: request 1",
        "<29>: ended by SIGTERM",
        `<29>: listening on ${path}`,
        "<30>: request 1",
        "<29>: stopped by request 1",
        "<27>: bind: No such file or directory",
        `<29>: listening on ${path}`,
        "<29>: nobody has asked for 1 seconds",
        "",
      ]);
    });
  });

  describe("activated-server", () => {
    const activated = (sockets: number, pid: string, ...args: string[]): Program =>
      forking([...twin("activate"), String(sockets), pid, ...command("activated-server"), ...args]);

    it("serves on the sockets that it is handed", async () => {
      const server = activated(2, "self", "3");
      const told = await server.printed(/((?:.* port \d+\n){2})/);
      const [first, second] = [...told.matchAll(/port (\d+)/g)].map(([, port]) => port);
      for (const port of [second, first, second]) {
        const client = new Client(port);
        expect(await client.exchange("Hello\n")).toBe("Hello\n");
        await client.end();
      }
      expect(await server.ended).toEqual({ status: 0, stdout: told + "6 bytes echoed\n".repeat(3), stderr: "" });
    });

    it("takes none that are not for it", async () => {
      const failure = (stderr: string): object => ({ status: 1, stdout: "", stderr });
      expect(await activated(1, "1", "1").finish()).toEqual(failure("no sockets were handed over\n"));
      expect(await activated(0, "self", "1").finish()).toEqual(failure("no sockets were handed over\n"));
      expect(await activated(1, "one", "1").finish()).toEqual(failure("LISTEN_PID or LISTEN_FDS is wrong\n"));
      expect(await activated(-1, "self", "1").finish()).toEqual(failure("descriptor 3 is no stream that listens\n"));
      expect(await run("activated-server", "1")).toEqual(failure("no sockets were handed over\n"));
      const usage = expect.stringMatching(/^usage: .* CLIENTS\n$/) as string;
      expect(await run("activated-server")).toEqual(failure(usage));
    });

    const hasSystemd = spawnSync("systemd-socket-activate", ["--version"]).status === 0;
    (hasSystemd ? it : it.skip)("serves where systemd-socket-activate listens", async () => {
      const port = await freePort();
      const systemd = ["systemd-socket-activate", "-l", `${LOCALHOST}:${port}`] as const;
      const server = forking([...systemd, ...command("activated-server"), "1"]);
      await server.printed(/Listening on /, "stderr");
      const client = new Client(port);
      expect(await client.exchange("Hello\n")).toBe("Hello\n");
      await client.end();
      const stdout = `listening on ${LOCALHOST} port ${port}\n6 bytes echoed\n`;
      expect(await server.ended).toMatchObject({ status: 0, stdout });
    });
  });

  const inetd = "/usr/sbin/inetd";
  const isOpenbsdInetd = String(spawnSync(inetd, ["-?"]).stderr).includes("[-dEil]");
  describeIf(isOpenbsdInetd, "openbsd-inetd is not installed")("echo-service, under another inetd", () => {
    it("serves streams and datagrams", async () => {
      const [stream, dgram] = [await freePort(), await freePort()];
      const conf = join(temporaryFolder(), "inetd.conf");
      // This inetd takes LD_* out of the environment: the sanitizers' build needs it.
      const preload = `LD_PRELOAD=${process.env.LD_PRELOAD ?? ""}`;
      const service = program(["/usr/bin/env", preload, ...command("echo-service")]);
      writeFileSync(
        conf,
        `${LOCALHOST}:${stream} stream tcp nowait ${user} ${service} 1\n` +
          `${LOCALHOST}:${dgram} dgram udp wait ${user} ${service} 1\n`,
      );
      const server = forking([inetd, "-i", conf]);
      await until(() => hasPort("tcp", stream) && hasPort("udp", dgram));

      const clients = [new Client(stream), new Client(stream)];
      for (const client of clients) expect(await client.exchange("Hello\n")).toBe("Hello\n");
      for (const client of clients) await client.end();
      const correspondent = new Correspondent(dgram);
      for (const text of ["Hello", "world"]) expect(await correspondent.exchange(text)).toBe(text);
      await until(() => childrenOf(server.child.pid!).length === 0);
      expect(await correspondent.exchange("again")).toBe("again");
      correspondent.end();
      await server.kill();
    });
  });
});

describe.each(pairings)("a server in %s and an echo-client in %s", (serverLanguage, clientLanguage) => {
  const [server, client] = [languages[serverLanguage], languages[clientLanguage]];
  const say = async (text: string, port: string): Promise<Ended> =>
    new Program([...client("echo-client"), LOCALHOST, port]).finish(text);
  const echoed = { status: 0, stdout: "Hello\n", stderr: "" };

  it.each(Object.entries(languages))("echo-service, which inetd in %s starts", async (_language, starter) => {
    const conf = join(temporaryFolder(), "inetd.conf");
    writeFileSync(conf, `0 stream tcp nowait ${user} ${program(server("echo-service"))} 1\n`);
    const inetd = forking([...starter("inetd"), conf, "1"]);
    expect(await say("Hello\n", await inetd.printed(/port (\d+)\n/))).toEqual(echoed);
    expect(await inetd.ended).toMatchObject({ status: 0, stderr: "" });
  });

  it("activated-server", async () => {
    const activated = forking([...twin("activate"), "1", "self", ...server("activated-server"), "1"]);
    expect(await say("Hello\n", await activated.printed(/port (\d+)\n/))).toEqual(echoed);
    expect(await activated.ended).toMatchObject({ status: 0, stderr: "" });
  });
});

/** Whether a socket is bound to a port of 127.0.0.1 and, if it is TCP's, listens. */
function hasPort(protocol: "tcp" | "udp", port: string): boolean {
  const address = ` 0100007F:${Number(port).toString(16).toUpperCase().padStart(4, "0")} `;
  return readFileSync(`/proc/net/${protocol}`, "latin1").includes(`${address}00000000:0000 0`);
}
