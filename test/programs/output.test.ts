import { read } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";

import { O_CLOEXEC } from "berkeley/fcntl";
import { array, int } from "berkeley/memory";
import { close, pipe2 } from "berkeley/unistd";

import { Program, testProgram } from "../support/processes.ts";
import { allLines, linesOf, type Way } from "../support/lines.ts";

/** What a program writes onto a pipe (spawn's own are sockets) that is read more slowly than it writes. */
async function slowlyRead(name: string, ...args: string[]): Promise<{ status: unknown; stderr: string; text: string }> {
  const pipefd = array(int, 2);
  expect(pipe2(pipefd, O_CLOEXEC)).toBe(0);
  const [end, start] = pipefd;
  const program = new Program([...testProgram(name), ...args], ["ignore", start, "pipe"]);
  close(start);

  const buffer = Buffer.alloc(16384);
  let text = "";
  for (;;) {
    const { bytesRead } = await promisify(read)(end, buffer, 0, buffer.length, null);
    if (bytesRead === 0) break;
    text += buffer.toString("latin1", 0, bytesRead);
    program.child.kill("SIGURG");
    await setTimeout(1);
  }
  close(end);
  const { status, stderr } = await program.ended;
  return { status, stderr, text };
}

const ways: Way[] = ["console", "stream", "printf"];

describe("console.log, process.stdout.write and printf onto a slow pipe", () => {
  it("lose nothing and keep each one's order", async () => {
    const { status, stderr, text } = await slowlyRead("output", "natural end");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(ways.filter((way) => linesOf(way, text) !== allLines(way))).toEqual([]);
    expect(text).toHaveLength(ways.reduce((sum, way) => sum + allLines(way).length, 0));
  });

  // What Node still has to write when process.exit() is called is lost, in any program.
  it.each(["exit()", "process.exit()"])("keep each one's order, and printf loses nothing: %s", async (end) => {
    const { status, stderr, text } = await slowlyRead("output", end);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(linesOf("printf", text) === allLines("printf")).toBe(true);
    expect(ways.filter((way) => !allLines(way).startsWith(linesOf(way, text)))).toEqual([]);
  });

  it("keep each one's order, and printf loses what the C library has buffered: _exit()", async () => {
    const { status, stderr, text } = await slowlyRead("output", "_exit()");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(ways.filter((way) => !allLines(way).startsWith(linesOf(way, text)))).toEqual([]);
    expect(linesOf("printf", text).length).toBeLessThan(allLines("printf").length);
  });
});

describe("write onto a pipe that Node has made non-blocking", () => {
  it.each([
    ["many times a few bytes", 2000, 200],
    ["once more than a pipe holds", 1, 1_000_000],
  ])("takes all, as in C: %s", async (_name, count, size) => {
    const { status, stderr, text } = await slowlyRead("blocking-write", String(count), String(size));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const expected = Array.from({ length: count }, (_, i) => String(i % 10).repeat(size)).join("");
    expect(text === expected).toBe(true);
  });
});
