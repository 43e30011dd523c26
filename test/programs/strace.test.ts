import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import {
  type Command,
  describeIf,
  example,
  forking,
  Program,
  temporaryFolder,
  testProgram,
  twin,
} from "../support/processes.ts";

const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

/**
 * A thread's calls on sockets, with each socket under a name of its own instead of its number, which may become
 * another's, and without calls on other descriptors. Ports that the kernel chose have no number. `names` are those of the
 * sockets that there are, by number.
 */
function socketCalls(trace: string, names = new Map<string, string>()): string[] {
  let sockets = 0;
  return trace.split("\n").flatMap((line) => {
    const [, name, fd, args] = /^(\w+)\((-?\w+)(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const own = names.get(fd);
    if (own === undefined && /^(read|write|close)$/.test(name)) return [];
    // What Node asks at its start: which kind of socket are the standard streams that the test gave it?
    if (/^[012]$/.test(fd) && /^getsock(name|opt)$/.test(name)) return [];
    if (name === "close") names.delete(fd);

    const [, made] = /^(?:socket|accept4?)\(.* = (\d+)$/.exec(line) ?? [];
    if (made !== undefined) names.set(made, `socket ${++sockets}`);
    const result = made === undefined ? args : args.replace(/\d+$/, names.get(made)!);
    const call = `${name}(${own ?? fd}${result}`;
    return [call.replace(/htons\([1-9]\d*\)/g, "htons(PORT)").replace(/\) += /, ") = ")];
  });
}

/** The traces of all threads, by number, while a server serves one client, which `served` waits for before it ends. */
async function traces(
  server: Command,
  what: string,
  served: (port: string) => Promise<void> = async () => {},
): Promise<Map<string, string>> {
  const folder = temporaryFolder();
  const strace = ["strace", "-f", "-ff", "-o", join(folder, "thread"), "-e", `trace=${what}`] as const;
  const program = forking([...strace, ...server, "0", "127.0.0.1", "1"]);
  const port = await program.printed(/port (\d+)\n/);
  const client = new Program([...twin("echo-client"), "127.0.0.1", port]);
  client.child.stdin!.write("Hello\n");
  await client.printed(/Hello\n/);
  await served(port);
  expect(await client.finish()).toMatchObject({ status: 0, stdout: "Hello\n" });
  expect((await program.ended).status).toBe(0);
  return new Map(
    readdirSync(folder).map((file) => [file.replace("thread.", ""), readFileSync(join(folder, file), "utf8")]),
  );
}

/** The calls of each thread that has made some. */
async function callsOf(server: Command, what: string): Promise<string[][]> {
  return [...(await traces(server, what)).values()]
    .map((trace) => socketCalls(trace))
    .filter((calls) => calls.length > 0);
}

const describeTrace = (what: string, tests: () => void): void =>
  describeIf(canTrace, "strace is not installed, or may not trace")(`strace of ${what}`, tests);

describeTrace("the echo server", () => {
  it.each([
    ["network calls", "network"],
    ["network calls, reads, writes and closes of sockets", "network,read,write,close"],
  ])("shows the %s of its C twin, and no others", async (_what, filter) => {
    const [expected] = await callsOf(twin("echo-server"), filter);
    expect(expected).toContainEqual(expect.stringMatching(/^accept\(socket 1, \{sa_family=AF_INET, .* = socket 2$/));
    expect(await callsOf(example("echo-server"), filter)).toEqual([expected]);
  });
});

/** Waits until no socket of 127.0.0.1 listens on a port. */
async function closed(port: string): Promise<void> {
  const listening = `0100007F:${Number(port).toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A`;
  while (readFileSync("/proc/net/tcp", "utf8").includes(listening)) await setTimeout(5);
}

describeTrace("the fork server", () => {
  /** The calls of the server and its child. The client stays until the server has nothing to do but to wait for it. */
  async function calls(server: Command): Promise<{ parent: string[]; child: string[]; others: string[] }> {
    const all = await traces(server, "network,read,write,close,wait4,exit_group", closed);
    const parent = [...all.values()].find((trace) => trace.includes("accept("))!;
    const [, pid] = /^wait4\(.*, 0, NULL\) += (\d+)$/m.exec(parent)!;
    const child = all.get(pid)!;

    const inherited = new Map<string, string>();
    socketCalls(parent.slice(0, parent.indexOf("\n", parent.indexOf("accept("))), inherited);
    return {
      parent: socketCalls(parent).map((call) => call.replace(`= ${pid}`, "= CHILD")),
      child: socketCalls(child, inherited),
      others: [...all.values()]
        .filter((trace) => trace !== parent && trace !== child)
        .flatMap((trace) => socketCalls(trace)),
    };
  }

  it("shows the calls of its C twin, in the parent and in the child", async () => {
    const expected = await calls(twin("fork-server"));
    expect(expected.parent.slice(-6)).toEqual([
      "close(socket 2) = 0",
      "wait4(-1, NULL, WNOHANG, NULL) = 0",
      "close(socket 1) = 0",
      "wait4(-1, NULL, 0, NULL) = CHILD",
      "wait4(-1, NULL, 0, NULL) = -1 ECHILD (No child processes)",
      "exit_group(0) = ?",
    ]);
    expect(expected.child).toEqual([
      "close(socket 1) = 0",
      'read(socket 2, "Hello\\n", 1024) = 6',
      'sendto(socket 2, "Hello\\n", 6, MSG_NOSIGNAL, NULL, 0) = 6',
      'read(socket 2, "", 1024) = 0',
      "close(socket 2) = 0",
      "exit_group(0) = ?",
    ]);

    expect(expected.others).toEqual([]);

    expect(await calls(example("fork-server"))).toEqual(expected);
  });
});

/**
 * What a program calls between access("begin") and access("end"). Numbers of new descriptors, times that are left and
 * addresses have no value. Its descriptors are 100 and above; what is written below is Node's, which wakes its threads.
 */
async function callsBetween(program: Command): Promise<string[]> {
  const folder = temporaryFolder();
  const names = "read,write,eventfd2,epoll_create1,epoll_ctl,epoll_pwait,?epoll_pwait2,ppoll,pselect6,faccessat";
  const messages = "sendmsg,recvmsg,sendmmsg,recvmmsg,readv,writev,preadv,pwritev,sendfile,splice,tee,setsockopt";
  const clocks =
    "clock_nanosleep,?alarm,setitimer,getitimer,timerfd_create,timerfd_settime,timerfd_gettime,flock,uname";
  const older = "?access,?epoll_create,?epoll_wait,?poll,?select";
  const traced = [names, messages, clocks, older].join();
  const strace = ["strace", "-ff", "-o", join(folder, "thread"), "-e", `trace=${traced}`] as const;
  expect(await new Program([...strace, ...program]).finish()).toEqual({ status: 0, stdout: "", stderr: "" });
  const traces = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const [, calls] = traces.flatMap((text) => /"begin".*\n([^]*)\n.*"end"/.exec(text) ?? []);
  return calls
    .replaceAll(/^(epoll_create1?|eventfd2|timerfd_create)(.*) = \d+$/gm, "$1$2 = FD")
    .replaceAll(/left \{.*?\}/g, "left")
    .replaceAll(/0x\w+/g, "ADDRESS")
    .replaceAll(/cmsg_data=\[\d+\]/g, "cmsg_data=[FD]")
    .replaceAll(/\) += /g, ") = ")
    .split("\n")
    .filter((call) => !/^write\(\d{1,2},/.test(call));
}

describeIf(canTrace, "strace is not installed, or may not trace")("strace of what waits for descriptors", () => {
  it("shows the calls of its C twin", async () => {
    const expected = await callsBetween(twin("waits"));
    expect(expected.length).toBeGreaterThan(20);
    expect(await callsBetween(testProgram("waits"))).toEqual(expected);
  });
});

describeIf(canTrace, "strace is not installed, or may not trace")("strace of what sends and receives messages", () => {
  it("shows the calls of its C twin", async () => {
    const expected = await callsBetween(twin("messages"));
    expect(expected).toContainEqual(expect.stringMatching(/^recvmsg\(101, .*cmsg_type=SCM_RIGHTS, cmsg_data=\[FD\]/));
    expect(expected.length).toBeGreaterThan(15);
    expect(await callsBetween(testProgram("messages"))).toEqual(expected);
  });
});

describeIf(canTrace, "strace is not installed, or may not trace")("strace of clocks, timers and locks", () => {
  it("shows the calls of its C twin", async () => {
    const expected = await callsBetween(twin("clocks"));
    expect(expected).toHaveLength(15);
    expect(await callsBetween(testProgram("clocks"))).toEqual(expected);
  });
});
