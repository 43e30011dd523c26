import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";

import * as all from "berkeley";
import { EBADF, EINVAL, ENOTTY, errno, set_errno } from "berkeley/errno";
import {
  AT_EACCESS,
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
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
import { array, cast } from "berkeley/memory";
import * as unistd from "berkeley/unistd";
import {
  access,
  chdir,
  chroot,
  close,
  dup,
  dup2,
  dup3,
  F_OK,
  faccessat,
  fchdir,
  getcwd,
  getegid,
  geteuid,
  getgid,
  getgroups,
  fdatasync,
  fsync,
  ftruncate,
  gethostid,
  gethostname,
  getpgid,
  getpgrp,
  getpid,
  getppid,
  getresgid,
  getresuid,
  getsid,
  getuid,
  gid_t,
  isatty,
  link,
  lseek,
  pipe2,
  pread,
  pwrite,
  R_OK,
  read,
  setpgid,
  STDERR_FILENO,
  STDIN_FILENO,
  STDOUT_FILENO,
  tcgetpgrp,
  tcsetpgrp,
  uid_t,
  readlink,
  rmdir,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
  sethostname,
  symlink,
  sysconf,
  truncate,
  ttyname,
  unlink,
  W_OK,
  write,
  X_OK,
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
import { failing, nameOf } from "./support/errors.ts";
import { tcp, udp } from "./support/network.ts";
import { hasCompiler, isRoot, itUnprivileged, runC, runModule, unprivileged } from "./support/children.ts";
import { root } from "./support/root.ts";
import { thrown } from "./support/thrown.ts";

const hasScript = spawnSync("script", ["--version"]).status === 0;

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

describe("ids of the process", () => {
  it("are Node's", () => {
    expect([getuid(), geteuid(), getgid(), getegid()]).toEqual([
      process.getuid!(),
      process.geteuid!(),
      process.getgid!(),
      process.getegid!(),
    ]);
    const user = array(uid_t, 3).map(() => 7);
    const ids = [0, 4, 8].map((offset) => cast(uid_t, new DataView(user.buffer, offset)));
    expect(getresuid(ids[0], ids[1], ids[2])).toBe(0);
    expect([user[0], user[1]]).toEqual([getuid(), geteuid()]);
    const [rgid, egid, sgid] = [new gid_t(), new gid_t(), new gid_t(7)];
    expect(getresgid(rgid, egid, sgid)).toBe(0);
    expect([rgid.value, egid.value]).toEqual([getgid(), getegid()]);
    expect(failing(() => getresuid(null, null, null))).toBe("EFAULT");
  });

  it("gettid is the process's in the main thread, another in a Worker", () => {
    const { stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       import { getpid, gettid } from "berkeley";
       console.log(gettid() === getpid());
       new Worker('import("berkeley").then(({ getpid, gettid }) => console.log(gettid() > getpid()))', { eval: true });`,
    );
    expect(stdout).toBe("true\ntrue\n");
  });

  it("getgroups tells how many there are, and who", () => {
    const list = array(gid_t, 100);
    const count = getgroups(0, null);
    expect(getgroups(100, list)).toBe(count);
    // Node adds the effective group.
    expect([...new Set([...list.subarray(0, count), getegid()])].sort()).toEqual([...process.getgroups!()].sort());
    expect(failing(() => getgroups(-1, null))).toBe("EINVAL");
    expect(thrown(() => getgroups(3, new Uint32Array(2)))).toMatch(/^RangeError: getgroups: list: 12 bytes .* has 8$/);
  });

  const asRoot = isRoot ? it : it.skip;

  asRoot.each<[string, string, number[]]>([
    ["c.setuid(1000)", "uid", [1000, 1000, 1000]],
    ["c.seteuid(1000)", "uid", [0, 1000, 0]],
    ["c.setreuid(-1, 1000)", "uid", [0, 1000, 1000]],
    ["c.setresuid(-1, 1000, 2000)", "uid", [0, 1000, 2000]],
    ["c.setgid(1000)", "gid", [1000, 1000, 1000]],
    ["c.setegid(1000)", "gid", [0, 1000, 0]],
    ["c.setregid(-1, 1000)", "gid", [0, 1000, 1000]],
    ["c.setresgid(-1, 1000, 2000)", "gid", [0, 1000, 2000]],
  ])("are changed by %s, in all threads (skipped without privileges)", (call, kind, [real, effective, saved]) => {
    const { stdout } = runModule(
      `import { readdirSync, readFileSync } from "node:fs";
       import * as c from "berkeley";
       const statuses = readdirSync("/proc/self/task").map((tid) => "/proc/self/task/" + tid + "/status");
       const ids = [new c.${kind}_t(), new c.${kind}_t(), new c.${kind}_t()];
       console.log(${call}, c.getres${kind}(...ids), ids.map(({ value }) => value).join());
       const pattern = /^${kind === "uid" ? "Uid" : "Gid"}:\\t${real}\\t${effective}\\t${saved}\\t/m;
       console.log(statuses.length > 1, statuses.every((path) => pattern.test(readFileSync(path, "utf8"))));`,
    );
    expect(stdout).toBe(`0 0 ${real},${effective},${saved}\ntrue true\n`);
  });

  asRoot("can be dropped for good (skipped without privileges)", () => {
    const { stdout } = runModule(
      `import { EPERM, errno, setgid, setgroups, setuid } from "berkeley";
       console.log(setgroups(0, null), setgid(1000), setuid(1000), setuid(0), errno === EPERM, setgid(0), errno === EPERM);`,
    );
    expect(stdout).toBe("0 0 0 -1 true -1 true\n");
  });

  itUnprivileged()("answer EPERM to a user who may not change them", () => {
    const { stdout } = runModule(
      `import * as all from "berkeley";
       const calls = { setuid: [0], seteuid: [0], setgid: [0], setegid: [0], setreuid: [0, 0], setregid: [0, 0],
         setresuid: [0, 0, 0], setresgid: [0, 0, 0], chroot: ["/"] };
       for (const [name, values] of Object.entries(calls)) {
         all.set_errno(0);
         console.log(name, all[name](...values), all.errno === all.EPERM);
       }
       console.log(all.setuid(all.getuid()), all.setresgid(-1, -1, -1));`,
      unprivileged,
    );
    const names = [
      "setuid",
      "seteuid",
      "setgid",
      "setegid",
      "setreuid",
      "setregid",
      "setresuid",
      "setresgid",
      "chroot",
    ];
    expect(stdout).toBe(`${names.map((name) => `${name} -1 true\n`).join("")}0 0\n`);
  });
});

describe("process groups and sessions", () => {
  it("are told of this process and of others", () => {
    expect(getpgid(0)).toBe(getpgrp());
    expect(getpgid(getpid())).toBe(getpgrp());
    expect(getsid(0)).toBe(getsid(getpid()));
    const child = spawn("sleep", ["100"], { detached: true, stdio: "ignore" });
    // Node's detached child leads a session.
    expect([getpgid(child.pid!), getsid(child.pid!)]).toEqual([child.pid, child.pid]);
    expect(getpgid(1)).toBeGreaterThanOrEqual(0);
    child.kill("SIGKILL");
  });

  it("are made", () => {
    const { stdout } = runModule(
      `import { spawn } from "node:child_process";
       import { EACCES, EPERM, errno, getpgid, getpgrp, getpid, getsid, setpgid, setpgrp, setsid } from "berkeley";
       console.log(getpgrp() !== getpid(), setsid() === getpid(), getsid(0) === getpid(), getpgrp() === getpid());
       console.log(setsid(), errno === EPERM, setpgrp(), errno === EPERM, setpgid(0, 0), errno === EPERM);
       const child = spawn("sleep", ["100"]);
       console.log(setpgid(child.pid, child.pid), errno === EACCES);
       child.kill();`,
    );
    expect(stdout).toBe("true true true true\n-1 true -1 true -1 true\n-1 true\n");
    const { stdout: group } = runModule(
      `import { getpgrp, getpid, getppid, getpgid, setpgid, setpgrp } from "berkeley";
       console.log(setpgrp(), getpgrp() === getpid(), setpgid(0, getpgid(getppid())), getpgrp() === getpgid(getppid()));`,
    );
    expect(group).toBe("0 true 0 true\n");
  });

  it.each<[string, string, () => number]>([
    ["ESRCH", "the group of a process that is not there", () => getpgid(2 ** 31 - 1)],
    ["ESRCH", "the session of a process that is not there", () => getsid(2 ** 31 - 1)],
    ["ESRCH", "a process that is no child", () => setpgid(1, 0)],
    ["EINVAL", "a negative group", () => setpgid(0, -1)],
    ["ENOTTY", "the foreground of what is no terminal", () => tcgetpgrp(openedPipe()[0])],
    ["ENOTTY", "setting the foreground of what is no terminal", () => tcsetpgrp(openedPipe()[0], getpgrp())],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  (hasScript ? it : it.skip)("have a foreground on a terminal (skipped without script(1))", () => {
    const program = `import("berkeley").then(({ tcgetpgrp, tcsetpgrp, getpgrp }) =>
      console.log(["answer", tcgetpgrp(0) === getpgrp(), tcsetpgrp(0, getpgrp()), tcsetpgrp(0, 1)].join(" ")))`;
    const log = temporaryPath();
    spawnSync("script", ["-qec", `exec '${process.execPath}' -e '${program}'`, log], { stdio: "ignore" });
    expect(readFileSync(log, "utf8")).toContain("answer true 0 -1");
  });
});

describe("nice", () => {
  it("tells the new value, which may be negative, and leaves errno", () => {
    const { stdout } = runModule(
      `import { errno, getpriority, nice, PRIO_PROCESS, set_errno } from "berkeley";
       set_errno(7);
       const before = nice(0);
       console.log(nice(3) - before, getpriority(PRIO_PROCESS, 0) - before, nice(100), errno);
       if (process.getuid() === 0) console.log(nice(-20), nice(-100), nice(19), errno);`,
    );
    expect(stdout).toBe(`3 3 19 7\n${isRoot ? "-1 -20 -1 7\n" : ""}`);
  });
});

describe("access and faccessat", () => {
  it("say what is allowed", () => {
    const path = temporaryPath();
    writeFileSync(path, "", { mode: 0o600 });
    expect([access(path, F_OK), access(path, R_OK | W_OK), access("/", X_OK)]).toEqual([0, 0, 0]);
    const directory = opened(open(dirname(path), O_RDONLY | O_DIRECTORY));
    expect(faccessat(directory, "file", R_OK, 0)).toBe(0);
    expect(faccessat(directory, "file", W_OK, AT_EACCESS)).toBe(0);
    symlinkSync("nowhere", `${path}.link`);
    expect(faccessat(directory, "file.link", F_OK, AT_SYMLINK_NOFOLLOW)).toBe(0);
    expect(failing(() => faccessat(directory, "file.link", F_OK, 0))).toBe("ENOENT");
  });

  it.each<[string, string, () => number]>([
    ["ENOENT", "what is not there", () => access(temporaryPath(), F_OK)],
    ["ENOTDIR", "what is below a file", () => access("/dev/null/x", F_OK)],
    ["EACCES", "running what is no program", () => access(written(), X_OK)],
    ["EINVAL", "another mode", () => access("/", 8)],
    ["EFAULT", "NULL", () => access(null, F_OK)],
    ["EFAULT", "NULL below a directory", () => faccessat(AT_FDCWD, null, F_OK, 0)],
    ["EBADF", "a directory that is none", () => faccessat(-1, "x", F_OK, 0)],
    ["EINVAL", "other flags", () => faccessat(AT_FDCWD, "/", F_OK, 1)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  function written(): string {
    const path = temporaryPath();
    writeFileSync(path, "", { mode: 0o600 });
    return path;
  }
});

describe("chdir, fchdir and getcwd", () => {
  it("agree with process.cwd()", () => {
    const directory = realpathSync(temporaryDirectory());
    mkdirSync(`${directory}/below/deeper`, { recursive: true });
    const { stdout, stderr } = runModule(
      `import { chdir, close, ENOENT, errno, fchdir, getcwd, open, O_DIRECTORY, O_RDONLY } from "berkeley";
       import { resolve } from "node:path";
       const places = [];
       const look = (value) => places.push([value, process.cwd(), getcwd(null, 0), resolve(".")]);
       process.cwd();
       look(chdir("${directory}"));
       look(chdir("below"));
       const fd = open(".", O_RDONLY | O_DIRECTORY);
       look(chdir(Buffer.from("deeper\\0garbage")));
       look(fchdir(fd));
       look(chdir(".."));
       look(chdir("missing"));
       console.log(places.map((place) => place.join().replaceAll("${directory}", "D")).join(" "), errno === ENOENT);`,
    );
    const [top, below, deeper] = ["D", "D/below", "D/below/deeper"].map((place) => `${place},${place},${place}`);
    expect([stdout, stderr]).toEqual([`0,${top} 0,${below} 0,${deeper} 0,${below} 0,${top} -1,${top} true\n`, ""]);
  });

  it("from a Worker change the process's directory", () => {
    const { stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       import { getcwd } from "berkeley";
       new Worker('import("berkeley").then(({ chdir, fchdir, open }) => console.log(chdir("/"), fchdir(open("/dev", 0))))',
         { eval: true }).on("exit", () => console.log(getcwd(null, 0)));`,
    );
    expect(stdout).toBe("0 0\n/dev\n");
  });

  it("fill the memory, with a NUL", () => {
    const path = process.cwd();
    const buffer = Buffer.alloc(path.length + 10, 0xee);
    expect(getcwd(buffer, path.length + 1)).toBe(path);
    expect(buffer.toString("latin1", 0, path.length + 2)).toBe(`${path}\0\xee`);
    expect(getcwd(null, path.length + 1)).toBe(path);
  });

  it.each<[string, string, () => string | null]>([
    ["ERANGE", "memory that is too small", () => getcwd(Buffer.alloc(100), process.cwd().length)],
    ["ERANGE", "a size that is too small", () => getcwd(null, 2)],
    ["EINVAL", "no size", () => getcwd(Buffer.alloc(100), 0)],
  ])("answer null and %s for %s", (error, _what, call) => {
    set_errno(0);
    expect([call(), nameOf(errno)]).toEqual([null, error]);
  });

  it.each<[string, string, () => number]>([
    ["ENOENT", "what is not there", () => chdir(temporaryPath())],
    ["ENOENT", "an empty name", () => chdir("")],
    ["ENOTDIR", "a file", () => chdir("/dev/null")],
    ["ENAMETOOLONG", "a long name", () => chdir("x".repeat(256))],
    ["EFAULT", "NULL", () => chdir(null)],
    ["ENOTDIR", "a descriptor of no directory", () => fchdir(openedPipe()[0])],
    ["ENOENT", "a root that is not there", () => chroot(temporaryPath())],
    ["EFAULT", "NULL for a root", () => chroot(null)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("tell of a directory that is gone", () => {
    const path = temporaryPath();
    const { stdout } = runModule(
      `import { mkdirSync, rmdirSync } from "node:fs";
       import { chdir, ENOENT, errno, getcwd } from "berkeley";
       mkdirSync("${path}");
       chdir("${path}");
       rmdirSync("${path}");
       console.log(getcwd(null, 0), errno === ENOENT, chdir("/"), getcwd(null, 0));
`,
    );
    expect(stdout).toBe("null true 0 /\n");
  });

  (isRoot ? it : it.skip)("chroot makes a directory the root (skipped without privileges)", () => {
    const directory = temporaryDirectory();
    const { stdout } = runModule(
      `import { access, chdir, chroot, F_OK, getcwd } from "berkeley";
       console.log(chroot("${directory}"), chdir("/"), getcwd(null, 0), access("/etc", F_OK), process.cwd());`,
    );
    expect(stdout).toBe("0 0 / -1 /\n");
  });
});

it("environ shows the environment as it is, and is read only", () => {
  const { stdout } = runModule(
    `import { clearenv, environ, putenv, setenv } from "berkeley";
     const found = () => environ.filter((text) => text?.startsWith("BERKELEY_"));
     console.log(environ[0], environ[2], environ.length, "1" in environ, "3" in environ);
     setenv("BERKELEY_A", "x=y", 1);
     process.env.BERKELEY_B = "";
     console.log(JSON.stringify(found()), environ.at(-1));
     let count = 0;
     for (let i = 0; environ[i] !== null; i++) count++;
     console.log(count, [...environ].length, environ.includes("BERKELEY_B="));
     try { environ[0] = "C=1"; } catch (error) { console.log(error.name); }
     clearenv();
     console.log(environ[0], environ.length);`,
    { env: { FIRST: "1", SECOND: "2" } },
  );
  expect(stdout).toBe(
    `FIRST=1 null 3 true false\n["BERKELEY_A=x=y","BERKELEY_B="] null\n4 5 true\nTypeError\nnull 1\n`,
  );
});

describe("chown, fchown and lchown", () => {
  const ids = (path: string): number[] => [lstatSync(path).uid, lstatSync(path).gid];

  (isRoot ? it : it.skip)("give a file to others (skipped without privileges)", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    symlinkSync(path, `${path}.link`);
    expect([all.chown(path, 1000, 2000), ids(path)]).toEqual([0, [1000, 2000]]);
    expect([all.chown(path, -1, 3000), ids(path)]).toEqual([0, [1000, 3000]]);
    expect([all.lchown(`${path}.link`, 4000, -1), ids(`${path}.link`)[0], ids(path)]).toEqual([0, 4000, [1000, 3000]]);
    expect([all.chown(`${path}.link`, 5000, -1), ids(path)[0]]).toEqual([0, 5000]);
    const fd = opened(all.open(path, all.O_RDONLY));
    expect([all.fchown(fd, 6000, 7000), ids(path)]).toEqual([0, [6000, 7000]]);
  });

  it("say what is wrong", () => {
    expect(failing(() => all.chown(temporaryPath(), -1, -1))).toBe("ENOENT");
    expect(failing(() => all.lchown(null, -1, -1))).toBe("EFAULT");
    expect(failing(() => all.fchown(closedDescriptor(), -1, -1))).toBe("EBADF");
  });
});

it("getpagesize and getdtablesize are what sysconf says", () => {
  expect(all.getpagesize()).toBe(sysconf(all._SC_PAGESIZE));
  const { stdout } = runModule('import * as c from "berkeley"; console.log(c.getdtablesize());', {
    after: "ulimit -n 256",
  });
  expect(stdout).toBe("256\n");
});

(hasCompiler ? it : it.skip)("getlogin answers as in C (skipped without a C compiler)", () => {
  const expected = runC(`
    #include <errno.h>
    #include <stdio.h>
    #include <unistd.h>
    int main(void) {
      char *name = getlogin();
      if (name != NULL) printf("%s", name);
      else printf("%d", errno);
    }`);
  expect(all.getlogin() ?? String(errno)).toBe(expected);
});
