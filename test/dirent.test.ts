import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  type DIR,
  closedir,
  dirent,
  dirfd,
  DT_DIR,
  DT_LNK,
  DT_REG,
  fdopendir,
  opendir,
  readdir,
  rewinddir,
} from "berkeley/dirent";
import { errno, set_errno } from "berkeley/errno";
import { O_RDONLY, open } from "berkeley/fcntl";
import { strlen } from "berkeley/string";
import { fstat, S_ISDIR, stat } from "berkeley/sys/stat";
import { close } from "berkeley/unistd";

import { closedDescriptor, openedPipe, temporaryDirectory } from "./support/descriptors.ts";
import { nameOf } from "./support/errors.ts";
import { thrown } from "./support/thrown.ts";

/** A directory with a file of a long name, a directory and a link. */
function filled(): string {
  const path = temporaryDirectory();
  writeFileSync(join(path, "x".repeat(255)), "");
  mkdirSync(join(path, "directory"));
  symlinkSync("nowhere", join(path, "link"));
  return path;
}

/** The names and types of all entries, by name. */
function entries(dir: DIR): [string, number][] {
  const found: [string, number][] = [];
  set_errno(0);
  for (let entry = readdir(dir); entry !== null; entry = readdir(dir)) {
    found.push([entry.d_name.toString("utf8", 0, strlen(entry.d_name)), entry.d_type]);
    expect(entry).toBeInstanceOf(dirent);
    expect(entry.d_ino).toBeGreaterThan(0);
  }
  expect(errno).toBe(0);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

const expected = [
  [".", DT_DIR],
  ["..", DT_DIR],
  ["directory", DT_DIR],
  ["link", DT_LNK],
  ["x".repeat(255), DT_REG],
];

it("readdir finds all entries, once, and again after rewinddir", () => {
  const path = filled();
  const dir = opendir(path)!;
  expect(entries(dir)).toEqual(expected);
  expect(readdir(dir)).toBeNull();
  writeFileSync(join(path, "another"), "");
  rewinddir(dir);
  expect(entries(dir)).toHaveLength(6);
  expect(closedir(dir)).toBe(0);
});

it("readdir returns one entry of the directory, which it overwrites", () => {
  const [a, b] = [opendir(filled())!, opendir(filled())!];
  const entry = readdir(a);
  expect(readdir(a)).toBe(entry);
  expect(readdir(b)).not.toBe(entry);
  closedir(a);
  closedir(b);
});

it("many entries", () => {
  const path = temporaryDirectory();
  for (let i = 0; i < 2000; i++) writeFileSync(join(path, `file with a name of some length ${i}`), "");
  const dir = opendir(Buffer.from(`${path}\0x`))!;
  expect(entries(dir).map(([name]) => name)).toEqual([".", "..", ...readdirSync(path)].sort());
  closedir(dir);
});

it("fdopendir reads through a descriptor, which dirfd tells and closedir closes", () => {
  const fd = open(filled(), O_RDONLY);
  const dir = fdopendir(fd)!;
  expect(entries(dir)).toEqual(expected);
  expect(dirfd(dir)).toBe(fd);
  const status = new stat();
  expect(fstat(fd, status)).toBe(0);
  expect(S_ISDIR(status.st_mode)).toBe(true);
  expect(closedir(dir)).toBe(0);
  expect(close(fd)).toBe(-1);
});

it("a directory that is closed is no directory", () => {
  const dir = opendir("/")!;
  expect(closedir(dir)).toBe(0);
  for (const call of [readdir, rewinddir, dirfd, closedir]) {
    expect(thrown(() => call(dir))).toMatch(new RegExp(`^TypeError: ${call.name}: dirp: expected a DIR that is open`));
  }
});

it.each<[string, string, () => DIR | null]>([
  ["ENOENT", "no directory", () => opendir("/nonexistent")],
  ["ENOENT", "an empty name", () => opendir("")],
  ["ENOTDIR", "a file", () => opendir(process.execPath)],
  ["ENAMETOOLONG", "a long name", () => opendir(`/${"x".repeat(256)}`)],
  ["EFAULT", "null", () => opendir(null)],
  ["EBADF", "a closed descriptor", () => fdopendir(closedDescriptor())],
  ["ENOTDIR", "a pipe", () => fdopendir(openedPipe()[0])],
])("%s: %s", (error, _what, call) => {
  set_errno(0);
  expect([call(), nameOf(errno)]).toEqual([null, error]);
});
