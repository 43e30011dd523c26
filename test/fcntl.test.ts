import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";

import { EAGAIN, errno, set_errno } from "berkeley/errno";
import * as all from "berkeley/fcntl";
import {
  creat,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_GETLK,
  F_GETOWN,
  F_GETOWN_EX,
  F_GETPIPE_SZ,
  F_GETSIG,
  F_OFD_GETLK,
  F_OFD_SETLK,
  F_OFD_SETLKW,
  F_RDLCK,
  F_SETFD,
  F_SETFL,
  F_SETLK,
  F_SETLKW,
  F_SETOWN,
  F_SETOWN_EX,
  F_SETPIPE_SZ,
  F_SETSIG,
  F_UNLCK,
  F_WRLCK,
  fcntl,
  FD_CLOEXEC,
  flock,
  f_owner_ex,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  open,
  openat,
  splice,
  SPLICE_F_MOVE,
  SPLICE_F_NONBLOCK,
  tee,
} from "berkeley/fcntl";
import { off_t } from "berkeley/sys/types";
import { close, getpid, pwrite, read, write } from "berkeley/unistd";

import { closedDescriptor, ok, opened, openedPipe, temporaryDirectory, temporaryPath } from "./support/descriptors.ts";
import { failing } from "./support/errors.ts";
import { tcp } from "./support/network.ts";
import { itUnprivileged, runModule, unprivileged } from "./support/children.ts";

describe("open, openat and creat", () => {
  it("open adds, truncates and appends as its flags say", () => {
    const path = temporaryPath();
    expect(write(opened(open(path, O_WRONLY | O_CREAT | O_EXCL, 0o640)), "one", 3)).toBe(3);
    expect(statSync(path).mode & 0o777).toBe(0o640 & ~process.umask());
    expect(write(opened(open(path, O_WRONLY | O_APPEND)), "two", 3)).toBe(3);
    expect(readFileSync(path, "utf8")).toBe("onetwo");
    const buffer = Buffer.alloc(10);
    expect(read(opened(open(path, O_RDONLY)), buffer, 10)).toBe(6);
    opened(open(path, O_WRONLY | O_TRUNC));
    expect(statSync(path).size).toBe(0);
  });

  it("creat is open for writing with O_CREAT and O_TRUNC", () => {
    const path = temporaryPath();
    writeFileSync(path, "before");
    const fd = opened(creat(path, 0o600));
    expect(statSync(path).size).toBe(0);
    expect(fcntl(fd, F_GETFL) & all.O_ACCMODE).toBe(O_WRONLY);
    const fresh = temporaryPath();
    opened(creat(fresh, 0o600));
    expect(statSync(fresh).mode & 0o777).toBe(0o600);
  });

  it("openat is relative to a directory", () => {
    const directory = temporaryDirectory();
    const fd = opened(open(directory, O_RDONLY | O_DIRECTORY));
    opened(openat(fd, "below", O_CREAT | O_WRONLY, 0o600));
    expect(statSync(`${directory}/below`).isFile()).toBe(true);
    opened(openat(closedDescriptor(), `${directory}/below`, O_RDONLY));
    opened(openat(all.AT_FDCWD, `${directory}/below`, O_RDONLY));
  });

  it("take a path from memory, up to its NUL or its end", () => {
    opened(open(Buffer.from("/dev/null"), O_RDONLY));
    opened(open(Buffer.from("/dev/null\0garbage"), O_RDONLY));
  });

  it("O_CLOEXEC sets FD_CLOEXEC", () => {
    expect(fcntl(opened(open("/dev/null", O_RDONLY)), F_GETFD)).toBe(0);
    expect(fcntl(opened(open("/dev/null", O_RDONLY | O_CLOEXEC)), F_GETFD)).toBe(FD_CLOEXEC);
  });

  it("O_TMPFILE makes a file without a name", () => {
    const fd = opened(open(temporaryDirectory(), all.O_TMPFILE | O_RDWR, 0o600));
    expect(write(fd, "x", 1)).toBe(1);
  });

  /** Paths for what goes wrong. */
  function paths(): Record<"directory" | "file" | "link" | "loop" | "fifo", string> {
    const directory = temporaryDirectory();
    writeFileSync(`${directory}/file`, "");
    symlinkSync("file", `${directory}/link`);
    symlinkSync("loop", `${directory}/loop`);
    execFileSync("mkfifo", [`${directory}/fifo`]);
    return {
      directory,
      file: `${directory}/file`,
      link: `${directory}/link`,
      loop: `${directory}/loop`,
      fifo: `${directory}/fifo`,
    };
  }

  it.each<[string, string, () => number]>([
    ["ENOENT", "a name that is not there", () => open(temporaryPath(), O_RDONLY)],
    ["ENOENT", "an empty name", () => open("", O_RDONLY)],
    ["ENOENT", "creat in a directory that is not there", () => creat(`${temporaryPath()}/x`, 0o600)],
    ["EEXIST", "O_EXCL of a file that is there", () => open(paths().file, O_CREAT | O_EXCL, 0o600)],
    ["EISDIR", "a directory for writing", () => open(paths().directory, O_WRONLY)],
    ["EISDIR", "creat of a directory", () => creat(paths().directory, 0o600)],
    ["ENOTDIR", "a name below a file", () => open(`${paths().file}/x`, O_RDONLY)],
    ["ENOTDIR", "O_DIRECTORY of a file", () => open(paths().file, O_RDONLY | O_DIRECTORY)],
    ["ENOTDIR", "openat below a file", () => openat(opened(open(paths().file, O_RDONLY)), "x", O_RDONLY)],
    ["EBADF", "openat below what is closed", () => openat(closedDescriptor(), "x", O_RDONLY)],
    ["ELOOP", "a link to itself", () => open(paths().loop, O_RDONLY)],
    ["ELOOP", "O_NOFOLLOW of a link", () => open(paths().link, O_RDONLY | O_NOFOLLOW)],
    ["ENAMETOOLONG", "a long name", () => open("x".repeat(256), O_RDONLY)],
    ["ENAMETOOLONG", "a long path", () => open("x/".repeat(3000), O_RDONLY)],
    ["ENXIO", "a FIFO that nobody reads", () => open(paths().fifo, O_WRONLY | O_NONBLOCK)],
    ["EINVAL", "O_TMPFILE for reading", () => open(paths().directory, all.O_TMPFILE | O_RDONLY, 0o600)],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  itUnprivileged()("answer EACCES for what the user may not", () => {
    const directory = temporaryDirectory();
    writeFileSync(`${directory}/secret`, "", { mode: 0 });
    const { stdout } = runModule(
      `import { EACCES, errno } from "berkeley/errno";
       import { open, O_RDONLY } from "berkeley/fcntl";
       console.log(open(${JSON.stringify(`${directory}/secret`)}, O_RDONLY), errno === EACCES);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true\n");
  });
});

describe("fcntl with an int", () => {
  it("F_DUPFD and F_DUPFD_CLOEXEC make the lowest descriptor from a number on", () => {
    const [fd] = openedPipe();
    const copy = opened(fcntl(fd, F_DUPFD, 500));
    expect(copy).toBeGreaterThanOrEqual(500);
    expect(fcntl(copy, F_GETFD)).toBe(0);
    const other = opened(fcntl(fd, F_DUPFD_CLOEXEC, 500));
    expect(other).toBeGreaterThan(copy);
    expect(fcntl(other, F_GETFD)).toBe(FD_CLOEXEC);
    expect(failing(() => fcntl(fd, F_DUPFD, -1))).toBe("EINVAL");
    expect(failing(() => fcntl(fd, F_DUPFD, 2 ** 31 - 1))).toBe("EINVAL");
  });

  it("F_SETFD and F_GETFD", () => {
    const [fd] = openedPipe();
    expect([fcntl(fd, F_SETFD, FD_CLOEXEC), fcntl(fd, F_GETFD)]).toEqual([0, FD_CLOEXEC]);
    expect([fcntl(fd, F_SETFD, 0), fcntl(fd, F_GETFD)]).toEqual([0, 0]);
  });

  it("F_SETFL and F_GETFL", () => {
    const fd = opened(open(temporaryPath(), O_RDWR | O_CREAT, 0o600));
    expect(fcntl(fd, F_GETFL) & all.O_ACCMODE).toBe(O_RDWR);
    expect(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK)).toBe(0);
    expect(fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK | all.O_ACCMODE)).toBe(O_APPEND | O_NONBLOCK | O_RDWR);
  });

  it("F_SETOWN and F_GETOWN, of a process group negative", () => {
    const fd = tcp();
    expect(fcntl(fd, F_GETOWN)).toBe(0);
    expect([fcntl(fd, F_SETOWN, getpid()), fcntl(fd, F_GETOWN)]).toEqual([0, getpid()]);
    // "pid (name) state ppid pgrp ..."
    const group = Number(readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ")[2]);
    set_errno(0);
    expect([fcntl(fd, F_SETOWN, -group), fcntl(fd, F_GETOWN), errno]).toEqual([0, -group, 0]);
    const owner = new f_owner_ex();
    expect(fcntl(fd, F_GETOWN_EX, owner)).toBe(0);
    expect([owner.type, owner.pid]).toEqual([all.F_OWNER_PGRP, group]);
    expect(failing(() => fcntl(fd, F_SETOWN, 2 ** 31 - 1))).toBe("ESRCH");
    expect(failing(() => fcntl(fd, F_SETOWN, -(2 ** 31)))).toBe("EINVAL");
  });

  it("F_SETOWN_EX and F_GETOWN_EX", () => {
    const fd = tcp();
    const owner = new f_owner_ex({ type: all.F_OWNER_PID, pid: getpid() });
    expect(fcntl(fd, F_SETOWN_EX, owner)).toBe(0);
    const read = new f_owner_ex();
    expect([fcntl(fd, F_GETOWN_EX, read), read.type, read.pid]).toEqual([0, all.F_OWNER_PID, getpid()]);
    owner.type = 99;
    expect(failing(() => fcntl(fd, F_SETOWN_EX, owner))).toBe("EINVAL");
  });

  it("F_SETSIG and F_GETSIG", () => {
    const fd = tcp();
    expect(fcntl(fd, F_GETSIG)).toBe(0);
    expect([fcntl(fd, F_SETSIG, 34), fcntl(fd, F_GETSIG)]).toEqual([0, 34]);
    expect(failing(() => fcntl(fd, F_SETSIG, 1000))).toBe("EINVAL");
  });

  it("F_SETPIPE_SZ and F_GETPIPE_SZ", () => {
    const [fd, writing] = openedPipe();
    const size = fcntl(fd, F_SETPIPE_SZ, 100_000);
    expect(size).toBe(131_072);
    expect(fcntl(writing, F_GETPIPE_SZ)).toBe(size);
    expect(failing(() => fcntl(tcp(), F_GETPIPE_SZ))).toBe("EBADF");
    ok(fcntl(writing, F_SETFL, O_NONBLOCK));
    ok(write(writing, Buffer.alloc(100_000), 100_000));
    expect(failing(() => fcntl(fd, F_SETPIPE_SZ, 4096))).toBe("EBUSY");
  });

  it("F_ADD_SEALS and F_GET_SEALS are not for pipes", () => {
    const [, fd] = openedPipe();
    expect(failing(() => fcntl(fd, all.F_GET_SEALS))).toBe("EINVAL");
    expect(failing(() => fcntl(fd, all.F_ADD_SEALS, all.F_SEAL_SHRINK))).toBe("EINVAL");
  });

  it("F_SETLEASE and F_GETLEASE", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    const fd = opened(open(path, O_RDONLY));
    expect(fcntl(fd, all.F_GETLEASE)).toBe(F_UNLCK);
    const set = failing(() => fcntl(fd, all.F_SETLEASE, F_RDLCK));
    // Not every file system has leases.
    if (set === 0) expect(fcntl(fd, all.F_GETLEASE)).toBe(F_RDLCK);
    else expect(["EINVAL", "EAGAIN", "EACCES"]).toContain(set);
    expect(failing(() => fcntl(openedPipe()[0], all.F_SETLEASE, F_RDLCK))).toBe("EINVAL");
  });

  it("F_NOTIFY is for directories", () => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/below`);
    expect(failing(() => fcntl(openedPipe()[0], all.F_NOTIFY, all.DN_CREATE))).toBe("ENOTDIR");
    expect([0, "EINVAL"]).toContain(
      failing(() => fcntl(opened(open(`${directory}/below`, O_RDONLY)), all.F_NOTIFY, 0)),
    );
  });

  it("answers EINVAL for commands that it does not know", () => {
    const [fd] = openedPipe();
    // 17 is F_GETOWNER_UIDS, 1035 F_GET_RW_HINT: the kernel would write to where the argument points.
    for (const command of [-1, 17, 99, 1035, 1036, 9999, 2 ** 31]) {
      expect(`${command} ${failing(() => fcntl(fd, command, 4096))}`).toBe(`${command} EINVAL`);
    }
  });

  it("answers EBADF for what is closed, whatever the command", () => {
    for (const command of [F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD, F_GETOWN, F_SETOWN, F_GETSIG, 9999]) {
      expect(`${command} ${failing(() => fcntl(closedDescriptor(), command))}`).toBe(`${command} EBADF`);
    }
  });
});

describe("locks", () => {
  /** A file with room for locks, opened twice. */
  function files(): [number, number] {
    const path = temporaryPath();
    writeFileSync(path, "0123456789");
    return [opened(open(path, O_RDWR)), opened(open(path, O_RDWR))];
  }

  it("of one open file description keep another's out: OFD", () => {
    const [a, b] = files();
    const lock = new flock({ l_type: F_WRLCK, l_start: 2, l_len: 4 });
    expect(fcntl(a, F_OFD_SETLK, lock)).toBe(0);
    expect(failing(() => fcntl(b, F_OFD_SETLK, lock))).toBe("EAGAIN");
    const test = new flock({ l_type: F_RDLCK });
    expect(fcntl(b, F_OFD_GETLK, test)).toBe(0);
    expect([test.l_type, test.l_whence, test.l_start, test.l_len, test.l_pid]).toEqual([F_WRLCK, 0, 2, 4, -1]);
    // Beside it there is room.
    expect(fcntl(b, F_OFD_SETLK, new flock({ l_type: F_WRLCK, l_start: 6, l_len: 1 }))).toBe(0);
    lock.l_type = F_UNLCK;
    expect(fcntl(a, F_OFD_SETLK, lock)).toBe(0);
    expect(fcntl(b, F_OFD_SETLKW, new flock({ l_type: F_WRLCK, l_start: 2, l_len: 4 }))).toBe(0);
  });

  it("of one process are its own: they change, and never keep itself out", () => {
    const [a, b] = files();
    const lock = new flock({ l_type: F_WRLCK, l_whence: 0 });
    expect(fcntl(a, F_SETLK, lock)).toBe(0);
    expect(fcntl(b, F_SETLKW, lock)).toBe(0);
    const test = new flock({ l_type: F_WRLCK });
    expect([fcntl(b, F_GETLK, test), test.l_type]).toEqual([0, F_UNLCK]);
  });

  it("of one process keep another out", () => {
    const path = temporaryPath();
    writeFileSync(path, "0123456789");
    ok(fcntl(opened(open(path, O_RDWR)), F_SETLK, new flock({ l_type: F_WRLCK, l_start: 3, l_len: 1 })));
    const { stdout } = runModule(
      `import { errno } from "berkeley/errno";
       import { fcntl, flock, F_GETLK, F_SETLK, F_WRLCK, open, O_RDWR } from "berkeley/fcntl";
       const fd = open(${JSON.stringify(path)}, O_RDWR);
       const lock = new flock({ l_type: F_WRLCK });
       console.log(fcntl(fd, F_SETLK, lock), errno, fcntl(fd, F_GETLK, lock), lock.l_pid, lock.l_start, lock.l_len);`,
    );
    expect(stdout).toBe(`-1 ${EAGAIN} 0 ${getpid()} 3 1\n`);
  });

  it("of two processes that wait for each other are answered with EDEADLK", () => {
    const path = temporaryPath();
    writeFileSync(path, "0123456789");
    // A locks 0, B locks 1 and says so, A waits for 1, B for 0: whoever comes second is told.
    const program = `
      import { spawn } from "node:child_process";
      import { EDEADLK, errno } from "berkeley/errno";
      import { fcntl, flock, F_SETLK, F_SETLKW, F_UNLCK, F_WRLCK, open, O_RDWR } from "berkeley/fcntl";
      const fd = open(${JSON.stringify(path)}, O_RDWR);
      const lock = (command, place, type = F_WRLCK) =>
        fcntl(fd, command, new flock({ l_type: type, l_start: place, l_len: 1 })) === 0 ? "ok" : errno === EDEADLK ? "EDEADLK" : errno;
      const isSecond = process.env.SECOND === "1";
      if (lock(F_SETLK, isSecond ? 1 : 0) !== "ok") throw errno;
      function wait() {
        console.log(lock(F_SETLKW, isSecond ? 0 : 1));
        lock(F_SETLK, 0, F_UNLCK);
        lock(F_SETLK, 1, F_UNLCK);
      }
      if (isSecond) {
        process.stderr.write("locked");
        wait();
      } else {
        const args = [...process.execArgv, "-e", process.env.PROGRAM];
        const second = spawn(process.execPath, args, { env: { ...process.env, SECOND: "1" }, stdio: ["ignore", "inherit", "pipe"] });
        second.stderr.once("data", wait);
      }`;
    const { stdout } = runModule(program, { env: { ...process.env, PROGRAM: program } });
    expect(stdout.trim().split("\n").sort()).toEqual(["EDEADLK", "ok"]);
  });

  it.each<[string, string, (fd: number) => number]>([
    ["EINVAL", "a type that is none", (fd) => fcntl(fd, F_SETLK, new flock({ l_type: 99 }))],
    ["EINVAL", "a place that is none", (fd) => fcntl(fd, F_SETLK, new flock({ l_whence: 99 }))],
    ["EINVAL", "a place before the start", (fd) => fcntl(fd, F_SETLK, new flock({ l_start: -1 }))],
    ["EINVAL", "a process in an OFD lock", (fd) => fcntl(fd, F_OFD_SETLK, new flock({ l_pid: 1 }))],
  ])("answer %s for %s", (error, _what, call) => {
    expect(failing(() => call(files()[0]))).toBe(error);
  });

  it("answer EBADF where the file is not open for them", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    const reading = opened(open(path, O_RDONLY));
    expect(failing(() => fcntl(reading, F_SETLK, new flock({ l_type: F_WRLCK })))).toBe("EBADF");
    expect(failing(() => fcntl(closedDescriptor(), F_SETLK, new flock()))).toBe("EBADF");
    expect(failing(() => fcntl(closedDescriptor(), F_GETOWN_EX, new f_owner_ex()))).toBe("EBADF");
  });

  it("are gone when the file is closed", () => {
    const [a, b] = files();
    ok(fcntl(a, F_OFD_SETLK, new flock({ l_type: F_WRLCK })));
    ok(close(a));
    expect(fcntl(b, F_OFD_SETLK, new flock({ l_type: F_WRLCK }))).toBe(0);
  });
});

describe("splice and tee", () => {
  it("move and copy between descriptors", () => {
    const path = temporaryPath();
    writeFileSync(path, "0123456789");
    const file = opened(open(path, O_RDWR));
    const [reading, writing] = openedPipe();
    const [reading2, writing2] = openedPipe();
    const offset = new off_t(2);
    expect(splice(file, offset, writing, null, 5, 0)).toBe(5);
    expect(offset.value).toBe(7);
    expect(tee(reading, writing2, 100, 0)).toBe(5);
    const buffer = Buffer.alloc(10);
    expect(read(reading2, buffer, 10)).toBe(5);
    expect(buffer.toString("latin1", 0, 5)).toBe("23456");
    expect(splice(reading, null, file, new off_t(8), 3, SPLICE_F_MOVE)).toBe(3);
    expect(readFileSync(path, "latin1")).toBe("01234567234");
    expect(read(reading, buffer, 10)).toBe(2);
    expect(failing(() => tee(reading, writing2, 1, SPLICE_F_NONBLOCK))).toBe("EAGAIN");
    expect(failing(() => splice(reading, null, writing2, null, 1, SPLICE_F_NONBLOCK))).toBe("EAGAIN");
    ok(close(writing));
    expect(splice(reading, null, writing2, null, 1, 0)).toBe(0);
  });

  it("answer what the kernel does", () => {
    const [reading, writing] = openedPipe();
    const file = opened(open(temporaryPath(), O_RDWR | O_CREAT, 0o600));
    expect(failing(() => splice(file, null, file, null, 1, 0))).toBe("EINVAL");
    expect(failing(() => splice(reading, new off_t(), file, null, 1, 0))).toBe("ESPIPE");
    expect(failing(() => splice(closedDescriptor(), null, writing, null, 1, 0))).toBe("EBADF");
    expect(failing(() => tee(reading, file, 1, 0))).toBe("EINVAL");
    expect(failing(() => tee(reading, writing, 1, 0))).toBe("EINVAL");
  });
});

it("a file's position beyond 4 GiB is a number", () => {
  const path = temporaryPath();
  const fd = opened(open(path, O_RDWR | O_CREAT, 0o600));
  expect(pwrite(fd, "x", 1, 2 ** 33)).toBe(1);
  const lock = new flock({ l_type: F_WRLCK, l_start: 2 ** 33, l_len: 1 });
  expect(fcntl(fd, F_OFD_SETLK, lock)).toBe(0);
  const test = new flock({ l_type: F_WRLCK });
  expect(fcntl(opened(open(path, O_RDWR)), F_OFD_GETLK, test)).toBe(0);
  expect(test.l_start).toBe(2 ** 33);
});
