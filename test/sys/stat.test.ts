import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";

import * as fcntl from "berkeley/fcntl";
import { AT_FDCWD, O_CREAT, O_DIRECTORY, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY, open } from "berkeley/fcntl";
import { array, bytes, cast, sizeof } from "berkeley/memory";
import * as sys_stat from "berkeley/sys/stat";
import {
  chmod,
  fchmod,
  fstat,
  lstat,
  mkdir,
  mkfifo,
  mkfifoat,
  S_IFMT,
  S_IRUSR,
  S_ISBLK,
  S_ISCHR,
  S_ISDIR,
  S_ISFIFO,
  S_ISLNK,
  S_ISREG,
  S_ISSOCK,
  S_IWUSR,
  stat,
  umask,
} from "berkeley/sys/stat";
import { close, read, write } from "berkeley/unistd";

import { itUnprivileged, runModule, unprivileged } from "../support/children.ts";
import { opened, openedPipe, temporaryDirectory, temporaryPath } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { tcp } from "../support/network.ts";
import { root } from "../support/root.ts";

/** A file's permissions. */
const permissions = (path: string): number => statSync(path).mode & 0o7777;

it("umask tells the mask before, and is Node's too", () => {
  const before = umask(0o27);
  try {
    expect(umask(0o27)).toBe(0o27);
    expect(process.umask()).toBe(0o27);
    const path = temporaryPath();
    expect(mkdir(path, 0o777)).toBe(0);
    expect(permissions(path)).toBe(0o750);
  } finally {
    umask(before);
  }
});

it("chmod and fchmod set permissions", () => {
  const path = temporaryPath();
  const fd = opened(open(path, O_RDWR | O_CREAT, S_IRUSR | S_IWUSR));
  expect(permissions(path)).toBe(0o600);
  expect(chmod(path, 0o4711)).toBe(0);
  expect(permissions(path)).toBe(0o4711);
  expect(fchmod(fd, 0o444)).toBe(0);
  expect(permissions(path)).toBe(0o444);
});

describe("mkfifo and mkfifoat", () => {
  it("make a FIFO, on which open waits for the other end", async () => {
    const path = temporaryPath();
    expect(mkfifo(path, 0o600)).toBe(0);
    expect(statSync(path).isFIFO()).toBe(true);
    // The shell opens it late, and only then for reading.
    const reader = spawn("sh", ["-c", `sleep 0.2; cat '${path}'`], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(reader, "exit");
    const start = Date.now();
    const fd = opened(open(path, O_WRONLY));
    expect(Date.now() - start).toBeGreaterThan(150);
    expect(write(fd, "through the FIFO", 16)).toBe(16);
    expect(close(fd)).toBe(0);
    const [text] = (await once(reader.stdout, "data")) as [Buffer];
    expect(text.toString()).toBe("through the FIFO");
    await exited;
  });

  it("carry both ways between two of the library's programs", () => {
    const directory = temporaryDirectory();
    for (const name of ["there", "back"]) expect(mkfifo(`${directory}/${name}`, 0o600)).toBe(0);
    const program = `
      import { open, O_RDONLY, O_WRONLY, read, write } from "berkeley";
      const buffer = Buffer.alloc(100);
      const reading = open("${directory}/there", O_RDONLY);
      const writing = open("${directory}/back", O_WRONLY);
      const size = read(reading, buffer, 100);
      write(writing, buffer.reverse().subarray(100 - size), size);`;
    spawn(process.execPath, ["--input-type=module", "-e", program], { cwd: root, stdio: "inherit" }).unref();
    const writing = opened(open(`${directory}/there`, O_WRONLY));
    const reading = opened(open(`${directory}/back`, O_RDONLY));
    const buffer = Buffer.alloc(100);
    expect(write(writing, "Hello", 5)).toBe(5);
    expect(read(reading, buffer, 100)).toBe(5);
    expect(buffer.toString("latin1", 0, 5)).toBe("olleH");
    expect(read(reading, buffer, 100)).toBe(0);
  });

  it("below a directory", () => {
    const directory = temporaryDirectory();
    const fd = opened(open(directory, O_RDONLY | O_DIRECTORY));
    expect(mkfifoat(fd, "fifo", 0o600)).toBe(0);
    expect(statSync(`${directory}/fifo`).isFIFO()).toBe(true);
    expect(failing(() => open(`${directory}/fifo`, O_WRONLY | O_NONBLOCK))).toBe("ENXIO");
  });
});

describe("stat, lstat and fstat", () => {
  it("tell what Node tells", () => {
    const path = temporaryPath();
    writeFileSync(path, "0123456789");
    symlinkSync(path, `${path}.link`);
    const [file, followed, link, open_file] = [new stat(), new stat(), new stat(), new stat()];
    expect(stat(path, file)).toBe(0);
    expect(stat(`${path}.link`, followed)).toBe(0);
    expect(lstat(`${path}.link`, link)).toBe(0);
    expect(fstat(opened(open(path, O_RDONLY)), open_file)).toBe(0);
    expect(bytes(followed).equals(bytes(file))).toBe(true);
    expect(bytes(open_file).equals(bytes(file))).toBe(true);
    for (const [ours, nodes] of [
      [file, statSync(path)],
      [link, lstatSync(`${path}.link`)],
    ] as const) {
      const { st_dev, st_ino, st_mode, st_nlink, st_uid, st_gid, st_rdev, st_size, st_blksize, st_blocks } = ours;
      expect([st_dev, st_ino, st_mode, st_nlink, st_uid, st_gid, st_rdev, st_size, st_blksize, st_blocks]).toEqual(
        (["dev", "ino", "mode", "nlink", "uid", "gid", "rdev", "size", "blksize", "blocks"] as const).map(
          (name) => nodes[name],
        ),
      );
      const { st_atime, st_mtime, st_ctime } = ours;
      expect([st_atime, st_mtime, st_ctime]).toEqual(
        [nodes.atimeMs, nodes.mtimeMs, nodes.ctimeMs].map((time) => Math.floor(time / 1000)),
      );
    }
    const { atimeNs, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    expect([file.st_atim, file.st_mtim, file.st_ctim].map(({ tv_sec, tv_nsec }) => [tv_sec, tv_nsec])).toEqual(
      [atimeNs, mtimeNs, ctimeNs].map((time) => [Number(time / 10n ** 9n), Number(time % 10n ** 9n)]),
    );
  });

  it("stat is both the struct and the function", () => {
    const file = new stat({ st_size: 5 });
    expect(file).toBeInstanceOf(stat);
    expect(new stat(file).st_size).toBe(5);
    expect([stat.name, sizeof(stat), sizeof(file), sizeof(array(stat, 3))]).toEqual(["stat", 144, 144, 432]);
    expect(stat("/", cast(stat, Buffer.alloc(200)))).toBe(0);
  });

  it("say which kind of file it is", () => {
    const directory = temporaryDirectory();
    symlinkSync("nowhere", `${directory}/link`);
    const kinds = [S_ISREG, S_ISDIR, S_ISCHR, S_ISBLK, S_ISFIFO, S_ISLNK, S_ISSOCK];
    const kindOf = (call: (file: stat) => number): string[] => {
      const file = new stat();
      expect(call(file)).toBe(0);
      expect(kinds.map((isKind) => isKind(file.st_mode & ~S_IFMT))).not.toContain(true);
      return kinds.filter((isKind) => isKind(file.st_mode)).map(({ name }) => name);
    };
    expect(kindOf((file) => stat(process.execPath, file))).toEqual(["S_ISREG"]);
    expect(kindOf((file) => stat(directory, file))).toEqual(["S_ISDIR"]);
    expect(kindOf((file) => stat("/dev/null", file))).toEqual(["S_ISCHR"]);
    expect(kindOf((file) => fstat(openedPipe()[0], file))).toEqual(["S_ISFIFO"]);
    expect(kindOf((file) => lstat(`${directory}/link`, file))).toEqual(["S_ISLNK"]);
    expect(kindOf((file) => fstat(tcp(), file))).toEqual(["S_ISSOCK"]);
    expect(S_ISBLK(0o060644)).toBe(true);
  });
});

describe("errors", () => {
  const missing = (): string => `${temporaryDirectory()}/missing/file`;

  it.each<[string, string, () => number]>([
    ["EEXIST", "mkdir of what is there", () => mkdir(temporaryDirectory(), 0o700)],
    ["EEXIST", "mkfifo of what is there", () => mkfifo(temporaryDirectory(), 0o600)],
    ["ENOENT", "mkdir below what is not there", () => mkdir(missing(), 0o700)],
    ["ENOENT", "mkfifo below what is not there", () => mkfifo(missing(), 0o600)],
    ["ENOENT", "chmod of what is not there", () => chmod(temporaryPath(), 0o600)],
    ["ENOENT", "stat of what is not there", () => stat(temporaryPath(), new stat())],
    ["ENOENT", "stat of an empty name", () => stat("", new stat())],
    ["ENOENT", "lstat of what is not there", () => lstat(temporaryPath(), new stat())],
    ["ENOTDIR", "mkdir below a file", () => mkdir("/dev/null/x", 0o700)],
    ["ENOTDIR", "mkfifo below a file", () => mkfifo("/dev/null/x", 0o600)],
    ["ENOTDIR", "mkfifoat below a pipe", () => mkfifoat(openedPipe()[0], "x", 0o600)],
    ["ENAMETOOLONG", "stat of a long name", () => stat("x".repeat(256), new stat())],
    ["EFAULT", "mkdir of NULL", () => mkdir(null, 0o700)],
    ["EFAULT", "mkfifo of NULL", () => mkfifo(null, 0o600)],
    ["EFAULT", "chmod of NULL", () => chmod(null, 0o600)],
    ["EFAULT", "stat of NULL", () => stat(null, new stat())],
    ["EFAULT", "stat into NULL", () => stat("/", null)],
    ["EFAULT", "lstat into NULL", () => lstat("/", null)],
    ["EFAULT", "fstat into NULL", () => fstat(openedPipe()[0], null)],
  ])("%s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });

  it("EBADF for a directory that is none, but not for an absolute name", () => {
    expect(failing(() => mkfifoat(-1, "x", 0o600))).toBe("EBADF");
    expect(mkfifoat(-1, temporaryPath(), 0o600)).toBe(0);
    expect(failing(() => mkfifoat(AT_FDCWD, "/dev/null", 0o600))).toBe("EEXIST");
  });

  itUnprivileged()("EPERM and EACCES for a user who may not", () => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/locked`, { mode: 0o500 });
    const { stdout } = runModule(
      `import { chmod, EACCES, EPERM, errno, mkdir, mkfifo } from "berkeley";
       console.log(chmod("/", 0o777), errno === EPERM);
       console.log(mkdir("${directory}/locked/x", 0o700), errno === EACCES);
       console.log(mkfifo("${directory}/locked/x", 0o600), errno === EACCES);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true\n-1 true\n-1 true\n");
  });
});

it("modes are those of fcntl.h", () => {
  const modes = (module: object): [string, unknown][] =>
    Object.entries(module).filter(([name, value]) => name.startsWith("S_I") && typeof value === "number");
  expect(modes(sys_stat)).toEqual(modes(fcntl));
  expect(modes(sys_stat).length).toBeGreaterThan(20);
});
