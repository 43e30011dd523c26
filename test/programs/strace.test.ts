import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Command, describeIf, example, Program, temporaryFolder, twin } from "../support/processes.ts";

const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

/**
 * A thread's calls on sockets, with each socket under a name of its own instead of its number, which may become
 * another's, and without calls on other descriptors. Ports that the kernel chose have no number.
 */
function socketCalls(trace: string): string[] {
  const names = new Map<string, string>();
  let sockets = 0;
  return trace.split("\n").flatMap((line) => {
    const [, name, fd, args] = /^(\w+)\((\w+)(.*)$/.exec(line) ?? [];
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

/** The calls of each thread that has made some, while an echo server serves one client. */
async function trace(server: Command, what: string): Promise<string[][]> {
  const folder = temporaryFolder();
  const strace = ["strace", "-f", "-ff", "-o", join(folder, "thread"), "-e", `trace=${what}`] as const;
  const program = new Program([...strace, ...server, "0", "127.0.0.1", "1"]);
  const port = await program.printed(/port (\d+)\n/);
  const client = new Program([...twin("echo-client"), "127.0.0.1", port]);
  expect(await client.finish("Hello\n")).toMatchObject({ status: 0, stdout: "Hello\n" });
  expect((await program.ended).status).toBe(0);
  return readdirSync(folder)
    .map((file) => socketCalls(readFileSync(join(folder, file), "utf8")))
    .filter((calls) => calls.length > 0);
}

describeIf(canTrace, "strace is not installed, or may not trace")("strace of the echo server", () => {
  it.each([
    ["network calls", "network"],
    ["network calls, reads, writes and closes of sockets", "network,read,write,close"],
  ])("shows the %s of its C twin, and no others", async (_what, filter) => {
    const [expected] = await trace(twin("echo-server"), filter);
    expect(expected).toContainEqual(expect.stringMatching(/^accept\(socket 1, \{sa_family=AF_INET, .* = socket 2$/));
    expect(await trace(example("echo-server"), filter)).toEqual([expected]);
  });
});
