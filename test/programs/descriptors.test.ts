import { once } from "node:events";
import { join } from "node:path";
import type { Duplex } from "node:stream";

import { Program, temporaryFolder, testProgram } from "../support/processes.ts";

describe("Node's descriptors", () => {
  it("survive a daemon that closes 3 to 1023", async () => {
    // The shell keeps from the program what else the test's own parents may have left open.
    const shell = 'for fd in $(seq 3 255); do eval "exec $fd>&-"; done; exec "$@"';
    const program = new Program(["bash", "-c", shell, "bash", ...testProgram("descriptors")]);
    const { status, stdout, stderr } = await program.finish();
    expect(stderr).toBe("");
    expect(stdout.split("\n")).toEqual([
      "closed 0 taken 0 left true",
      "a free number true 0",
      "timer",
      "file true",
      "dns true",
      "worker closed 0",
      "child hello",
      "http served",
      "natural end 0",
      "",
    ]);
    expect(status).toBe(0);
  });

  it("survive it where Node is its parent and talks to it", async () => {
    const program = new Program(testProgram("channel"), ["ignore", "pipe", "pipe", "ipc"]);
    const answer = once(program.child, "message");
    program.child.send("hello");
    expect(await Promise.race([answer, program.ended])).toEqual(["hello received", undefined]);
    expect(await program.ended).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

describe("an inherited descriptor 3 is the program's", () => {
  const expected = {
    status: 0,
    stdout: "read hello\nclose 0\n",
    stderr: "close again: Bad file descriptor\n",
  };

  it("where it is a socket", async () => {
    const program = new Program(testProgram("inherited"), ["ignore", "pipe", "pipe", "pipe"]);
    (program.child.stdio[3] as Duplex).end("hello\n");
    expect(await program.ended).toEqual(expected);
  });

  it("where it is a pipe", async () => {
    const shell = 'echo hello | "$@" 3<&0 </dev/null';
    expect(await new Program(["sh", "-c", shell, "sh", ...testProgram("inherited")]).finish()).toEqual(expected);
  });

  it("where it is a file", async () => {
    const shell = 'echo hello > "$0"; exec "$@" 3< "$0"';
    const file = join(temporaryFolder(), "file");
    expect(await new Program(["sh", "-c", shell, file, ...testProgram("inherited")]).finish()).toEqual(expected);
  });
});

describe("what the program inherited", () => {
  const run = async (source: string): Promise<unknown> => {
    const shell = 'echo hello > "$0"; exec "$@" 3< "$0"';
    const command = ["sh", "-c", shell, join(temporaryFolder(), "file"), process.execPath, "-e", source] as const;
    return new Program(command).finish();
  };

  it("has no FD_CLOEXEC", async () => {
    const source = `import("berkeley").then(({ fcntl, F_GETFD, printf }) => {
      for (let fd = 0; fd < 4; fd++) printf("%d ", fcntl(fd, F_GETFD));
    })`;
    expect(await run(source)).toEqual({ status: 0, stdout: "0 0 0 0 ", stderr: "" });
  });

  it("is inherited by children of node:child_process, whose standard streams are those they are given", async () => {
    const source = `import("berkeley").then(() => {
      const { spawnSync } = require("node:child_process");
      const stdio = ["pipe", "pipe", "ignore"];
      const child = spawnSync("sh", ["-c", "cat; cat <&3; readlink /proc/self/fd/2"], { input: "input ", stdio });
      console.log(child.stdout.toString());
    })`;
    expect(await run(source)).toEqual({ status: 0, stdout: "input hello\n/dev/null\n\n", stderr: "" });
  });
});

describe("an inherited descriptor above Node's first", () => {
  it("counts as Node's: it can be read but not closed", async () => {
    const shell = 'exec 3>&- 4>&- 5>&-; exec "$@" 200</dev/null';
    const program = new Program(["bash", "-c", shell, "bash", ...testProgram("inherited"), "200"]);
    expect(await program.finish()).toEqual({
      status: 0,
      stdout: "close -1\n",
      stderr: "close again: Bad file descriptor\n",
    });
  });
});
