/** nc in TypeScript and C, and netcat-openbsd where it is installed: each with each. */

import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

import { type Command, type Ended, example, Program, twin } from "../support/processes.ts";

const isOpenBsd = /^OpenBSD netcat/.test(spawnSync("nc", ["-h"], { encoding: "utf8" }).stderr ?? "");
if (!isOpenBsd) process.stderr.write("skipped: netcat-openbsd is not installed\n");

const programs: [string, () => Command][] = [
  ["TypeScript", () => example("nc")],
  ["C", () => twin("nc")],
];
if (isOpenBsd) programs.push(["OpenBSD", () => ["nc", "-n"]]);
const pairs = programs.flatMap(([name, server]) =>
  programs.map(([other, client]) => [name, other, server, client] as const),
);
const ours = programs.slice(0, 2);

const start = (command: () => Command, ...args: string[]): Program => new Program([...command(), ...args]);

describe.each(pairs)("nc: a server in %s, a client in %s", (serverName, clientName, server, client) => {
  it.each([
    ["IPv4", "127.0.0.1"],
    ["IPv6", "::1"],
  ])("talk over TCP and %s, both ways", async (_family, host) => {
    const listening = start(server, "-l", "-v", "-N", host, "0");
    const port = await listening.printed(/Listening on \S+ (\d+)\n/, "stderr");
    const connected = start(client, "-v", "-N", host, port);
    connected.child.stdin!.write("Hello\n");
    await listening.printed(/Hello\n/);
    listening.child.stdin!.write("World\n");
    await connected.printed(/World\n/);
    listening.child.stdin!.end("!\n");

    const text = "0123456789abcdef".repeat(20000); // More than the buffers between them hold.
    const [ended, other] = await Promise.all([connected.finish(text), listening.ended]);
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status: 0, stdout: "World\n!\n" });
    expect(ended.stderr).toBe(`Connection to ${host} ${port} port [tcp/*] succeeded!\n`);
    expect({ status: other.status, length: other.stdout.length }).toEqual({ status: 0, length: 6 + text.length });
    expect(other.stdout === `Hello\n${text}`).toBe(true);
    if (serverName !== "OpenBSD") {
      expect(other.stderr).toMatch(new RegExp(`^Listening on ${host} ${port}\nConnection received on ${host} \\d+\n$`));
    }
  });

  it("talk over UDP", async () => {
    const listening = start(server, "-l", "-u", "-v", "-w", "1", "127.0.0.1", "0");
    const port = await listening.printed(/Bound on \S+ (\d+)\n/, "stderr");
    const connected = start(client, "-u", "-w", "1", "127.0.0.1", port);
    connected.child.stdin!.write("Hello");
    await listening.printed(/Hello/);
    listening.child.stdin!.write("World");
    await connected.printed(/World/);
    const [one, other] = await Promise.all([listening.ended, connected.ended]);
    expect([one.stdout, other.stdout]).toEqual(["Hello", "World"]);
    if (serverName !== "OpenBSD") expect(one.status).toBe(0);
    if (clientName !== "OpenBSD") expect(other.status).toBe(0);
  });
});

const pairsOfOurs = pairs.filter(([server, client]) => server !== "OpenBSD" && client !== "OpenBSD");

describe.each(pairsOfOurs)("nc: a server in %s, a client in %s", (_server, _client, server, client) => {
  it("both write more than fits between them, and neither waits for the other", async () => {
    const listening = start(server, "-l", "-v", "-N", "127.0.0.1", "0");
    const port = await listening.printed(/Listening on \S+ (\d+)\n/, "stderr");
    const connected = start(client, "-N", "127.0.0.1", port);
    const text = (letter: string): string => letter.repeat(8_000_000);
    const [one, other] = await Promise.all([listening.finish(text("a")), connected.finish(text("b"))]);
    expect([one.status, other.status]).toEqual([0, 0]);
    expect([one.stdout.length, other.stdout.length]).toEqual([8_000_000, 8_000_000]);
    expect(one.stdout === text("b") && other.stdout === text("a")).toBe(true); // Not toBe: nobody reads the difference.
  });
});

describe.each(ours)("nc in %s", (_name, command) => {
  const run = (...args: string[]): Promise<Ended> => start(command, ...args).finish();

  it("looks who listens, and who does not", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).resume());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as { port: number };
    try {
      expect(await run("-z", "-v", "127.0.0.1", String(port))).toEqual({
        status: 0,
        stdout: "",
        stderr: `Connection to 127.0.0.1 ${port} port [tcp/*] succeeded!\n`,
      });
      const range = await run("-z", "-v", "127.0.0.1", `${port}-${port}`);
      expect(range.status).toBe(0);
      expect(await run("-z", "127.0.0.1", String(port))).toEqual({ status: 0, stdout: "", stderr: "" });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await run("-z", "-v", "127.0.0.1", String(port))).toEqual({
      status: 1,
      stdout: "",
      stderr: `nc: connect to 127.0.0.1 port ${port} (tcp) failed: Connection refused\n`,
    });
    expect(await run("127.0.0.1", String(port))).toEqual({ status: 1, stdout: "", stderr: "" });
  });

  it("looks who listens over UDP", async () => {
    const socket = createSocket("udp4");
    await once(socket.bind(0, "127.0.0.1"), "listening");
    const { port } = socket.address();
    expect((await run("-z", "-u", "-v", "127.0.0.1", String(port))).stderr).toBe(
      `Connection to 127.0.0.1 ${port} port [udp/*] succeeded!\n`,
    );
    await new Promise((resolve) => socket.close(resolve as () => void));
    expect(await run("-z", "-u", "-v", "127.0.0.1", String(port))).toEqual({
      status: 1,
      stdout: "",
      stderr: `nc: connect to 127.0.0.1 port ${port} (udp) failed: Connection refused\n`,
    });
    const talker = start(command, "-u", "127.0.0.1", String(port));
    talker.child.stdin!.write("Hello");
    expect(await talker.ended).toEqual({ status: 1, stdout: "", stderr: "recv: Connection refused\n" });
  });

  it("gives up where nothing happens", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).resume());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as { port: number };
    try {
      expect(await start(command, "-w", "1", "127.0.0.1", String(port)).ended).toEqual({
        status: 0,
        stdout: "",
        stderr: "",
      });
    } finally {
      server.close();
    }
  });

  it("tells when the connection is reset", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.resetAndDestroy());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as { port: number };
    try {
      const reset = start(command, "127.0.0.1", String(port));
      reset.child.stdin!.write("Hello\n");
      expect(await reset.ended).toEqual({ status: 1, stdout: "", stderr: "recv: Connection reset by peer\n" });
    } finally {
      server.close();
    }
  });

  it("says what is wrong with its arguments", async () => {
    const failing = async (...args: string[]): Promise<string> => {
      const { status, stdout, stderr } = await run(...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      return stderr;
    };
    expect(await failing("127.0.0.1")).toMatch(/^usage: /);
    expect(await failing("-l")).toMatch(/^usage: /);
    expect(await failing("127.0.0.1", "65536")).toBe("nc: 65536: not a port\n");
    expect(await failing("127.0.0.1", "9-7")).toBe("nc: 9-7: not a port\n");
    expect(await failing("-4", "::1", "80")).toBe("nc: ::1 port 80: Address family for hostname not supported\n");
    expect(await failing("-l", "192.0.2.1", "0")).toBe("bind: Cannot assign requested address\n");
  });
});
