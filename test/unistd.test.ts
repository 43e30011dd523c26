import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

import { EBADF, ENOTTY, errno, set_errno } from "berkeley/errno";
import {
  F_GETFD,
  F_GETFL,
  fcntl,
  FD_CLOEXEC,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  open,
} from "berkeley/fcntl";
import * as unistd from "berkeley/unistd";
import {
  close,
  dup,
  dup2,
  dup3,
  gethostname,
  getpid,
  getppid,
  isatty,
  pipe2,
  pread,
  pwrite,
  read,
  STDERR_FILENO,
  STDIN_FILENO,
  STDOUT_FILENO,
  unlink,
  write,
} from "berkeley/unistd";

import {
  closedDescriptor,
  ok,
  opened,
  openedPair,
  openedPipe,
  temporaryDirectory,
  temporaryPath,
} from "./support/descriptors.ts";
import { failing } from "./support/errors.ts";
import { tcp, udp } from "./support/network.ts";
import { isRoot, itUnprivileged, runModule, unprivileged } from "./support/children.ts";

/** A file that says "0123456789", open for reading and writing. */
function digits(): number {
  const path = temporaryPath();
  writeFileSync(path, "0123456789");
  return opened(open(path, O_RDWR));
}

describe("read and write", () => {
  it("carry bytes, up to the end", () => {
    const [reading, writing] = openedPipe();
    const buffer = Buffer.alloc(10);
    expect(write(writing, "Hello", 5)).toBe(5);
    expect(read(reading, buffer, 3)).toBe(3);
    expect(read(reading, buffer.subarray(3), 7)).toBe(2);
    expect(buffer.toString("latin1")).toBe("Hello\0\0\0\0\0");
    ok(close(writing));
    expect(read(reading, buffer, 10)).toBe(0);
  });

  it.each<[string, string, () => number]>([
    [
      "EAGAIN",
      "read of an empty pipe, not blocking",
      () => read(openedPair((fds) => pipe2(fds, O_NONBLOCK))[0], Buffer.alloc(1), 1),
    ],
    ["EAGAIN", "write to a full pipe, not blocking", () => writeUntilFull()],
    ["EPIPE", "write to a pipe that nobody reads", () => writeToNobody()],
    ["EISDIR", "read of a directory", () => read(opened(open("/", O_RDONLY | O_DIRECTORY)), Buffer.alloc(1), 1)],
    ["EBADF", "read of what is open for writing", () => read(openedPipe()[1], Buffer.alloc(1), 1)],
    ["EBADF", "write to what is open for reading", () => write(openedPipe()[0], "x", 1)],
    ["EBADF", "read of what is closed", () => read(closedDescriptor(), Buffer.alloc(1), 1)],
    ["EBADF", "write to what is closed", () => write(closedDescriptor(), "x", 1)],
    ["ENOTCONN", "read of a socket that is not connected", () => read(tcp(), Buffer.alloc(1), 1)],
    ["EDESTADDRREQ", "write to a datagram socket that has no peer", () => write(udp(), "x", 1)],
    ["ENOSPC", "write to a full device", () => write(opened(open("/dev/full", O_WRONLY)), "x", 1)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  function writeUntilFull(): number {
    const [, writing] = openedPair((fds) => pipe2(fds, O_NONBLOCK));
    const block = Buffer.alloc(65536);
    let result: number;
    do result = write(writing, block, block.length);
    while (result > 0);
    return result;
  }

  function writeToNobody(): number {
    const [reading, writing] = openedPipe();
    ok(close(reading));
    return write(writing, "x", 1);
  }
});

describe("pread and pwrite", () => {
  it("read and write at a place, and leave the position", () => {
    const fd = digits();
    const buffer = Buffer.alloc(3);
    expect(pread(fd, buffer, 3, 5)).toBe(3);
    expect(buffer.toString()).toBe("567");
    expect(pwrite(fd, "ab", 2, 1)).toBe(2);
    expect(read(fd, buffer, 3)).toBe(3);
    expect(buffer.toString()).toBe("0ab");
    expect(pread(fd, buffer, 3, 8)).toBe(2);
    expect(pread(fd, buffer, 3, 10)).toBe(0);
    expect(pread(fd, buffer, 3, 2 ** 52)).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["ESPIPE", "pread of a pipe", () => pread(openedPipe()[0], Buffer.alloc(1), 1, 0)],
    ["ESPIPE", "pwrite to a pipe", () => pwrite(openedPipe()[1], "x", 1, 0)],
    ["ESPIPE", "pread of a socket", () => pread(tcp(), Buffer.alloc(1), 1, 0)],
    ["EINVAL", "pread at a negative place", () => pread(digits(), Buffer.alloc(1), 1, -1)],
    ["EINVAL", "pwrite at a negative place", () => pwrite(digits(), "x", 1, -1)],
    ["EFBIG", "pwrite beyond all files", () => pwrite(digits(), "x", 1, 2 ** 53 - 1)],
    ["EBADF", "pread of what is closed", () => pread(closedDescriptor(), Buffer.alloc(1), 1, 0)],
    ["EBADF", "pwrite to what is closed", () => pwrite(closedDescriptor(), "x", 1, 0)],
    ["EISDIR", "pread of a directory", () => pread(opened(open("/", O_RDONLY)), Buffer.alloc(1), 1, 0)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("close", () => {
  it("closes once", () => {
    const [reading] = openedPipe();
    expect(close(reading)).toBe(0);
    expect(failing(() => close(reading))).toBe("EBADF");
  });

  it("does not know Node's own descriptors", () => {
    const fd = openSync("/dev/null", "r");
    expect(failing(() => close(fd))).toBe("EBADF");
    // It is still Node's, which closes it.
    closeSync(fd);
  });
});

describe("dup, dup2 and dup3", () => {
  it("make descriptors for the same open file", () => {
    const fd = digits();
    const buffer = Buffer.alloc(2);
    const copy = opened(dup(fd));
    expect(copy).not.toBe(fd);
    expect(read(fd, buffer, 2)).toBe(2);
    expect(read(copy, buffer, 2)).toBe(2);
    expect(buffer.toString()).toBe("23");
    expect(close(fd)).toBe(0);
    expect(read(copy, buffer, 2)).toBe(2);
    expect(buffer.toString()).toBe("45");
  });

  it("dup2 closes what was there before", () => {
    const [reading, writing] = openedPipe();
    const fd = digits();
    expect(dup2(fd, writing)).toBe(writing);
    expect(read(reading, Buffer.alloc(1), 1)).toBe(0);
    expect(dup2(fd, fd)).toBe(fd);
    expect(close(writing)).toBe(0);
  });

  it("dup2 brings its non-blocking mode to a standard stream", () => {
    const child = runModule(
      `import { array, dup2, errno, EAGAIN, int, O_NONBLOCK, pipe2, read } from "berkeley";
       const fds = array(int, 2);
       pipe2(fds, O_NONBLOCK);
       dup2(fds[0], 0);
       console.log(read(0, Buffer.alloc(1), 1), errno === EAGAIN);`,
    );
    expect(child.stdout).toBe("-1 true\n");
  });

  it("dup2 takes a number that is free", () => {
    expect(dup2(digits(), 900)).toBe(900);
    expect(fcntl(900, F_GETFD)).toBe(0);
    expect(close(900)).toBe(0);
  });

  it("dup3 gives flags, dup and dup2 take them away", () => {
    const fd = opened(open("/dev/null", O_RDONLY | O_CLOEXEC));
    const free = closedDescriptor();
    expect(fcntl(opened(dup3(fd, free, O_CLOEXEC)), F_GETFD)).toBe(FD_CLOEXEC);
    expect(fcntl(opened(dup3(fd, free, 0)), F_GETFD)).toBe(0);
    expect(fcntl(opened(dup(fd)), F_GETFD)).toBe(0);
    expect(fcntl(opened(dup2(fd, free)), F_GETFD)).toBe(0);
  });

  it("do not replace Node's own descriptors", () => {
    const fd = openSync("/dev/null", "r");
    const ours = digits();
    expect(failing(() => dup2(ours, fd))).toBe("EBUSY");
    expect(failing(() => dup3(ours, fd, 0))).toBe("EBUSY");
    closeSync(fd);
  });

  it.each<[string, string, () => number]>([
    ["EBADF", "dup of what is closed", () => dup(closedDescriptor())],
    ["EBADF", "dup2 of what is closed", () => dup2(closedDescriptor(), 900)],
    ["EBADF", "dup2 of what is closed onto itself", () => dup2(900, 900)],
    ["EBADF", "dup2 to a negative number", () => dup2(digits(), -1)],
    ["EBADF", "dup2 beyond the limit", () => dup2(digits(), 2 ** 31 - 1)],
    ["EBADF", "dup3 beyond the limit", () => dup3(digits(), 2 ** 31 - 1, 0)],
    ["EINVAL", "dup3 onto itself", () => ((fd) => dup3(fd, fd, 0))(digits())],
    ["EINVAL", "dup3 with other flags", () => dup3(digits(), 900, O_APPEND)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("pipe and pipe2", () => {
  it.each([
    ["nothing", 0, 0, 0],
    ["O_CLOEXEC", O_CLOEXEC, 0, FD_CLOEXEC],
    ["O_NONBLOCK", O_NONBLOCK, O_NONBLOCK, 0],
    ["both", O_NONBLOCK | O_CLOEXEC, O_NONBLOCK, FD_CLOEXEC],
  ])("take flags: %s", (_name, flags, status, descriptor) => {
    for (const fd of openedPair((fds) => pipe2(fds, flags))) {
      expect([fcntl(fd, F_GETFL) & O_NONBLOCK, fcntl(fd, F_GETFD)]).toEqual([status, descriptor]);
    }
  });

  it("answer EINVAL for other flags, and leave the memory", () => {
    const fds = new Int32Array([7, 7]);
    expect(failing(() => pipe2(fds, O_APPEND))).toBe("EINVAL");
    expect([...fds]).toEqual([7, 7]);
  });
});

describe("unlink", () => {
  it("removes a name; the file lives on while it is open", () => {
    const path = temporaryPath();
    const fd = opened(open(path, O_RDWR | O_CREAT, 0o600));
    expect(unlink(path)).toBe(0);
    expect(existsSync(path)).toBe(false);
    expect(write(fd, "x", 1)).toBe(1);
  });

  it("takes a path from memory, up to its NUL", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    expect(unlink(Buffer.from(`${path}\0garbage`))).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["ENOENT", "a name that is not there", () => unlink(temporaryPath())],
    ["ENOENT", "an empty name", () => unlink("")],
    ["EISDIR", "a directory", () => unlink(temporaryDirectory())],
    ["ENOTDIR", "a name below a file", () => unlink("/dev/null/x")],
    ["ENAMETOOLONG", "a long name", () => unlink("x".repeat(256))],
    ["ENAMETOOLONG", "a long path", () => unlink("x/".repeat(3000))],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  itUnprivileged()("answers EACCES in a directory of another user", () => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/locked`, { mode: 0o500 });
    const { stdout } = runModule(
      `import { EACCES, errno } from "berkeley/errno";
       import { unlink } from "berkeley/unistd";
       console.log(unlink(${JSON.stringify(`${directory}/locked/x`)}), errno === EACCES);`,
      unprivileged,
    );
    // Without privileges the directory itself is the user's own: then the name is not there.
    expect(stdout).toBe(isRoot ? "-1 true\n" : "-1 false\n");
  });
});

describe("the process", () => {
  it("has Node's ids", () => {
    expect(getpid()).toBe(process.pid);
    expect(getppid()).toBe(process.ppid);
  });

  it("has the standard descriptors", () => {
    expect([STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]).toEqual([0, 1, 2]);
  });
});

describe("gethostname", () => {
  it("tells the name with its NUL", () => {
    const name = Buffer.alloc(100, 0xee);
    expect(gethostname(name, 100)).toBe(0);
    expect(name.toString("utf8", 0, name.indexOf(0))).toBe(hostname());
  });

  it("answers ENAMETOOLONG where it does not fit", () => {
    expect(failing(() => gethostname(Buffer.alloc(1), 0))).toBe("ENAMETOOLONG");
    expect(failing(() => gethostname(null as never, 0))).toBe("ENAMETOOLONG");
    expect(failing(() => gethostname(Buffer.alloc(100), hostname().length))).toBe("ENAMETOOLONG");
  });
});

describe("isatty", () => {
  it("answers 0 with the reason for what is no terminal", () => {
    set_errno(0);
    expect([isatty(openedPipe()[0]), errno]).toEqual([0, ENOTTY]);
    set_errno(0);
    expect([isatty(closedDescriptor()), errno]).toEqual([0, EBADF]);
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  (hasScript ? it : it.skip)("answers 1 for a terminal (skipped without script(1))", () => {
    const program = `import("berkeley/unistd").then(({ isatty }) => console.log("answer " + isatty(0) + isatty(1)))`;
    const log = temporaryPath();
    spawnSync("script", ["-qec", `'${process.execPath}' -e '${program}'`, log], { stdio: "ignore" });
    expect(readFileSync(log, "utf8")).toContain("answer 11");
  });
});

describe("_exit", () => {
  it.each([
    [0, 0],
    [7, 7],
    [256 + 9, 9],
    [-1, 255],
  ])("of %i ends the process with %i, and nothing else runs", (status, expected) => {
    const child = runModule(
      `import { printf } from "berkeley/stdio";
       import { _exit } from "berkeley/unistd";
       process.on("exit", () => console.log("exit handler"));
       printf("buffered");
       _exit(${status});`,
    );
    expect([child.status, child.stdout]).toEqual([expected, ""]);
  });
});

it("sends a whole string, NUL and all", () => {
  const [reading, writing] = openedPipe();
  expect(unistd.write(writing, "Hi", 3)).toBe(3);
  const buffer = Buffer.alloc(3);
  expect(read(reading, buffer, 3)).toBe(3);
  expect(buffer.toString("latin1")).toBe("Hi\0");
});
