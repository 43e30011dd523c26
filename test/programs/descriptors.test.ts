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

describe("copies", () => {
  /** What the ways to copy a descriptor answer: a number that was new, or the error's name. */
  const copies = `
    import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";
    import { createServer } from "node:net";
    import * as c from "berkeley";
    const answer = (fd) => fd < 0 ? Object.keys(c).find((name) => name[0] === "E" && c[name] === c.errno) : c.close(fd);
    const pair = c.array(c.int, 2);
    c.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, pair);
    const message = (fd) => {
      const msg = new c.msghdr({ msg_iov: new c.iovec({ iov_base: "x", iov_len: 1 }), msg_iovlen: 1 });
      msg.msg_control = Buffer.alloc(c.CMSG_SPACE(8));
      msg.msg_controllen = c.CMSG_SPACE(8);
      const cmsg = c.CMSG_FIRSTHDR(msg);
      Object.assign(cmsg, { cmsg_level: c.SOL_SOCKET, cmsg_type: c.SCM_RIGHTS, cmsg_len: c.CMSG_LEN(8) });
      c.CMSG_DATA(cmsg).writeInt32LE(pair[0], 0);
      c.CMSG_DATA(cmsg).writeInt32LE(fd, 4);
      return msg;
    };
    /** Two of them come as one message; sent, they go into the socket, which nobody reads. */
    const several = (...fds) => c.array(c.mmsghdr, fds.map((fd) => ({ msg_hdr: message(fd) })));
    const sent = (n) => n < 0 ? answer(n) : n;
    const copy = (fd) => [
      answer(c.dup(fd)), answer(c.dup2(fd, 900)), answer(c.dup3(fd, 900, 0)),
      answer(c.fcntl(fd, c.F_DUPFD, 3)), answer(c.fcntl(fd, c.F_DUPFD_CLOEXEC, 3)),
      sent(c.sendmsg(pair[0], message(fd), 0)), sent(c.sendmmsg(pair[0], several(fd), 1, 0)),
      sent(c.sendmmsg(pair[0], several(0, fd), 2, 0)),
    ].join(" ");`;

  const run = async (source: string, shell = 'exec "$@"'): Promise<string> => {
    const node = [process.execPath, "--input-type=module", "-e", copies + source];
    const { stdout, stderr } = await new Program(["bash", "-c", shell, "bash", ...node]).finish();
    expect(stderr).toBe("");
    return stdout;
  };

  it("of what Node is made of are not to be had", async () => {
    const source = `
      const target = (fd) => { try { return readlinkSync("/proc/self/fd/" + fd); } catch { return ""; } };
      const own = readdirSync("/proc/self/fd").map(Number)
        .filter((fd) => fd > 2 && !pair.includes(fd) && /^(pipe:|anon_inode:.(eventpoll|eventfd|io_uring).$)/.test(target(fd)));
      const kinds = new Set(own.map((fd) => target(fd).replace(/\\d+/, "")));
      console.log(["pipe:[]", "anon_inode:[eventpoll]", "anon_inode:[eventfd]"].filter((kind) => kinds.has(kind)).join());
      console.log([...new Set(own.map(copy))].join("\\n"));
      console.log(c.dup2(own[0], own[0]), answer(-1));
      setTimeout(() => console.log("timer"), 1);`;
    // What the shell's parents may have left open is no pipe from Node to itself.
    const shell = 'for fd in $(seq 3 255); do eval "exec $fd>&-"; done; exec "$@"';
    expect(await run(source, shell)).toBe(
      "pipe:[],anon_inode:[eventpoll],anon_inode:[eventfd]\n" +
        "EBADF EBADF EBADF EBADF EBADF EBADF EBADF 1\n-1 EBADF\ntimer\n",
    );
  });

  const copied = "0 0 0 0 0 1 1 2\n";

  it("of the program's own event loop, wake-up and pipe are made", async () => {
    const source = `
      const fds = c.array(c.int, 2);
      c.pipe(fds);
      for (const fd of [c.epoll_create1(0), c.eventfd(0, 0), ...fds]) console.log(copy(fd));`;
    expect(await run(source)).toBe(copied.repeat(4));
  });

  it("of what node:fs and node:net opened are made", async () => {
    const source = `
      const file = openSync("/dev/null", "r");
      console.log(copy(file));
      closeSync(file);
      const server = createServer().listen(0, "127.0.0.1", () => {
        console.log(copy(server._handle.fd));
        server.close();
      });`;
    expect(await run(source)).toBe(copied.repeat(2));
  });

  it("of a pipe that was inherited above Node's first are made", async () => {
    const shell = 'echo hello | { exec 200<&0 </dev/null; exec "$@"; }';
    expect(await run("console.log(copy(200));", shell)).toBe(copied);
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
