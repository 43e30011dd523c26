import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Command, describeIf, Program, temporaryFolder, testProgram, twin } from "../support/processes.ts";

const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

/** What a program that reads a line asks of the kernel between access("begin") and access("end"), on descriptors. */
async function callsBetween([file, ...args]: Command): Promise<string[]> {
  const folder = temporaryFolder();
  const names = "openat,read,write,close,faccessat,?access,?open";
  const strace = ["-ff", "-o", join(folder, "thread"), "-e", `trace=${names}`];
  const program = new Program(["strace", ...strace, file, ...args, join(folder, "file")]);
  expect(await program.finish("input\n")).toEqual({ status: 0, stdout: "\ninput\n", stderr: "36 Ada\n" });
  const traces = readdirSync(folder)
    .filter((trace) => trace.startsWith("thread"))
    .map((trace) => readFileSync(join(folder, trace), "utf8"));
  const [, calls] = traces.flatMap((text) => /"begin".*\n([^]*)\n.*"end"/.exec(text) ?? []);
  return named(calls.replaceAll(folder, "").split("\n"));
}

/** The calls with their descriptors named in the order in which they come up. */
function named(calls: readonly string[]): string[] {
  const names = new Map<string, string>();
  let count = 0;
  const nameOf = (fd: string): string => {
    if (Number(fd) > 2 && !names.has(fd)) names.set(fd, `fd ${++count}`);
    return names.get(fd) ?? fd;
  };
  return calls.map((call) => {
    const [, name, fd, rest] = /^(\w+)\((\w+)(.*)$/.exec(call.replace(/\) += /, ") = "))!;
    if (name === "openat") return `${name}(${fd}${rest.replace(/\d+$/, nameOf)}`;
    const own = nameOf(fd);
    if (name === "close") names.delete(fd);
    return `${name}(${own}${rest}`;
  });
}

describeIf(canTrace, "strace is not installed, or may not trace")("strace of streams", () => {
  it("shows the opens, reads, writes and closes of the C twin", async () => {
    const expected = await callsBetween(twin("streams"));
    expect(expected.length).toBeGreaterThan(20);
    expect(await callsBetween(testProgram("streams"))).toEqual(expected);
  });
});

const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

describeIf(hasTerminal, "script (of util-linux) is not installed")("a program on a terminal", () => {
  it("writes by line, and before it reads", async () => {
    const program = new Program(["script", "-qec", testProgram("prompt").join(" "), "/dev/null"]);
    await program.printed(/one line\r\nname\? /);
    program.child.stdin!.write("Ada\n");
    await program.printed(/hello Ada/);
    expect(await program.finish()).toMatchObject({ status: 0 });
  });
});
