import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";

import { EBADF, EINVAL, ENOTTY, errno, set_errno } from "berkeley/errno";
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
  fdatasync,
  fsync,
  ftruncate,
  gethostid,
  gethostname,
  getpid,
  getppid,
  isatty,
  link,
  lseek,
  pipe2,
  pread,
  pwrite,
  read,
  readlink,
  rmdir,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
  sethostname,
  STDERR_FILENO,
  STDIN_FILENO,
  STDOUT_FILENO,
  symlink,
  sysconf,
  truncate,
  ttyname,
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
import { hasCompiler, isRoot, itUnprivileged, runC, runModule, unprivileged } from "./support/children.ts";
import { root } from "./support/root.ts";

/** The path of a file. */
function fileOf(content: string): string {
  const path = temporaryPath();
  writeFileSync(path, content);
  return path;
}

/** A file that says "0123456789", open for reading and writing. */
function digits(): number {
  return opened(open(fileOf("0123456789"), O_RDWR));
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

describe("link, symlink, readlink and rmdir", () => {
  it("link gives a file another name", () => {
    const path = temporaryPath();
    writeFileSync(path, "content");
    expect(link(path, `${path}2`)).toBe(0);
    expect(statSync(path).nlink).toBe(2);
    expect(unlink(path)).toBe(0);
    expect(readFileSync(`${path}2`, "utf8")).toBe("content");
  });

  it("symlink makes what readlink reads, without a NUL, as much as fits", () => {
    const path = temporaryPath();
    const buffer = Buffer.alloc(20, 0xee);
    expect(symlink("some/where", path)).toBe(0);
    expect(readlink(path, buffer, 20)).toBe(10);
    expect(buffer.toString("latin1", 0, 11)).toBe("some/where\xee");
    expect(readlink(path, buffer, 4)).toBe(4);
    expect(readlinkSync(path)).toBe("some/where");
  });

  it("rmdir removes an empty directory", () => {
    const path = `${temporaryDirectory()}/empty`;
    mkdirSync(path);
    expect(rmdir(path)).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it.each<[string, string, () => number]>([
    ["EEXIST", "link to a name that is there", () => link(fileOf(""), fileOf(""))],
    ["ENOENT", "link of a name that is not there", () => link(temporaryPath(), temporaryPath())],
    ["EPERM", "link of a directory", () => link(temporaryDirectory(), temporaryPath())],
    ["EFAULT", "link of NULL", () => link(null, temporaryPath())],
    ["EFAULT", "link to NULL", () => link(fileOf(""), null)],
    ["EEXIST", "symlink with a name that is there", () => symlink("x", fileOf(""))],
    ["ENOENT", "symlink to nothing", () => symlink("", temporaryPath())],
    ["ENAMETOOLONG", "symlink to a long name", () => symlink("x".repeat(5000), temporaryPath())],
    ["EFAULT", "symlink to NULL", () => symlink(null, temporaryPath())],
    ["EINVAL", "readlink of what is no link", () => readlink(fileOf(""), Buffer.alloc(9), 9)],
    ["EINVAL", "readlink where nothing fits", () => readlink("/proc/self/exe", Buffer.alloc(9), 0)],
    ["EFAULT", "readlink to NULL", () => readlink("/proc/self/exe", null, 9)],
    ["ENOENT", "readlink of a name that is not there", () => readlink(temporaryPath(), Buffer.alloc(9), 9)],
    ["ENOTEMPTY", "rmdir of a directory with files", () => rmdir(dirname(fileOf("")))],
    ["ENOTDIR", "rmdir of a file", () => rmdir(fileOf(""))],
    ["ENOENT", "rmdir of a name that is not there", () => rmdir(temporaryPath())],
    ["EINVAL", "rmdir of itself", () => rmdir(".")],
    ["EFAULT", "rmdir of NULL", () => rmdir(null)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("lseek", () => {
  it("moves the position from the start, the position or the end", () => {
    const fd = digits();
    const buffer = Buffer.alloc(1);
    expect(lseek(fd, 4, SEEK_SET)).toBe(4);
    expect([read(fd, buffer, 1), buffer.toString()]).toEqual([1, "4"]);
    expect(lseek(fd, 2, SEEK_CUR)).toBe(7);
    expect(lseek(fd, -3, SEEK_CUR)).toBe(4);
    expect(lseek(fd, -1, SEEK_END)).toBe(9);
    expect([read(fd, buffer, 1), buffer.toString()]).toEqual([1, "9"]);
    expect(lseek(fd, 2 ** 40, SEEK_SET)).toBe(2 ** 40);
    expect(read(fd, buffer, 1)).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["ESPIPE", "a pipe", () => lseek(openedPipe()[0], 0, SEEK_CUR)],
    ["ESPIPE", "a socket", () => lseek(tcp(), 0, SEEK_CUR)],
    ["EINVAL", "a place before the start", () => lseek(digits(), -1, SEEK_SET)],
    ["EINVAL", "another whence", () => lseek(digits(), 0, 99)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("truncate, ftruncate, fsync and fdatasync", () => {
  it("cut a file off, or add zeros", () => {
    const path = fileOf("0123456789");
    const fd = opened(open(path, O_RDWR));
    expect([truncate(path, 4), readFileSync(path, "utf8")]).toEqual([0, "0123"]);
    expect([ftruncate(fd, 6), readFileSync(path, "utf8")]).toEqual([0, "0123\0\0"]);
    expect([ftruncate(fd, 2 ** 33), statSync(path).size]).toEqual([0, 2 ** 33]);
    expect([truncate(path, 0), statSync(path).size]).toEqual([0, 0]);
  });

  it("wait for the device", () => {
    const fd = digits();
    ok(write(fd, "x", 1));
    expect([fdatasync(fd), fsync(fd)]).toEqual([0, 0]);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "truncate to a negative length", () => truncate(fileOf(""), -1)],
    ["EISDIR", "truncate of a directory", () => truncate(temporaryDirectory(), 0)],
    ["ENOENT", "truncate of a name that is not there", () => truncate(temporaryPath(), 0)],
    ["EFAULT", "truncate of NULL", () => truncate(null, 0)],
    ["EINVAL", "ftruncate to a negative length", () => ftruncate(digits(), -1)],
    ["EINVAL", "ftruncate of a pipe", () => ftruncate(openedPipe()[1], 0)],
    ["EINVAL", "ftruncate of what is open for reading", () => ftruncate(opened(open(fileOf(""), O_RDONLY)), 0)],
    ["EINVAL", "fsync of a pipe", () => fsync(openedPipe()[0])],
    ["EINVAL", "fdatasync of a socket", () => fdatasync(tcp())],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
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

describe("sethostname", () => {
  it.each<[string, string, () => number]>([
    // Without privileges EPERM comes first.
    [isRoot ? "EINVAL" : "EPERM", "a name that is too long", () => sethostname("x".repeat(65), 65)],
    [isRoot ? "EINVAL" : "EPERM", "a length that is none", () => sethostname(null, 2 ** 31)],
  ])("answers %s for %s", (error, _what, call) => {
    // In a container root has no privilege either.
    expect([error, "EPERM"]).toContain(failing(call));
  });

  itUnprivileged()("answers EPERM without privileges", () => {
    const { stdout } = runModule(
      `import { EPERM, errno } from "berkeley/errno";
       import { sethostname } from "berkeley/unistd";
       console.log(sethostname("name", 4), errno === EPERM);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true\n");
  });

  const hasNamespaces = spawnSync("unshare", ["--uts", "true"]).status === 0;
  (hasNamespaces ? it : it.skip)("names the host (skipped where unshare(1) may not make a namespace)", () => {
    const program = `import("berkeley/unistd").then(({ gethostname, sethostname }) => {
      const name = Buffer.alloc(10, "x");
      console.log(sethostname("another", 7), gethostname(name, 10), name.toString("latin1", 0, 8) === "another\\0");
    })`;
    const { stdout } = spawnSync("unshare", ["--uts", process.execPath, "-e", program], {
      cwd: root,
      encoding: "utf8",
    });
    expect(stdout).toBe("0 0 true\n");
  });
});

(hasCompiler ? describe : describe.skip)("as C (skipped without a C compiler)", () => {
  it("gethostid", () => {
    const output = runC('#include <stdio.h>\n#include <unistd.h>\nint main(void) { printf("%ld", gethostid()); }');
    expect(String(gethostid())).toBe(output);
  });

  it("sysconf, also where there is no limit and for names that are none", () => {
    // What is free changes.
    const names = Object.entries(unistd).filter(([name]) => name.startsWith("_SC_") && name !== "_SC_AVPHYS_PAGES");
    const others = [-1, 9999].map((value) => [String(value), value] as const);
    const all = [...(names as [string, number][]), ...others];
    const output = runC(`#include <errno.h>
      #include <stdio.h>
      #include <unistd.h>
      int main(void) {
        ${all.map(([name]) => `errno = 0; { long value = sysconf(${name}); printf("${name} %ld %d\\n", value, errno); }`).join("\n")}
      }`);
    const ours = all.map(([name, value]) => {
      set_errno(0);
      return `${name} ${sysconf(value)} ${errno}`;
    });
    expect(ours).toEqual(output.trimEnd().split("\n"));
    expect(ours).toContain("_SC_SYMLOOP_MAX -1 0");
    expect(ours).toContain(`9999 -1 ${EINVAL}`);
  });
});

describe("ttyname", () => {
  it("answers null with the reason for what is no terminal", () => {
    set_errno(0);
    expect([ttyname(openedPipe()[0]), errno]).toEqual([null, ENOTTY]);
    set_errno(0);
    expect([ttyname(closedDescriptor()), errno]).toEqual([null, EBADF]);
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  (hasScript ? it : it.skip)("is the name that tty(1) prints (skipped without script(1))", () => {
    const program = `import("berkeley/unistd").then(({ ttyname }) => console.log("ttyname " + ttyname(0)))`;
    const log = temporaryPath();
    spawnSync("script", ["-qec", `tty; '${process.execPath}' -e '${program}'`, log], { stdio: "ignore", cwd: root });
    const [, name, ours] = /(\/dev\/.*)\r\nttyname (.*)\r\n/.exec(readFileSync(log, "utf8"))!;
    expect(ours).toBe(name);
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
