/** Descriptors and files that go away after each test. Importing this file sees to it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { errno } from "berkeley/errno";
import { array, int } from "berkeley/memory";
import { close, pipe } from "berkeley/unistd";

import { nameOf } from "./errors.ts";

let descriptors: number[] = [];
let directories: string[] = [];

afterEach(() => {
  // One that the test has closed itself answers EBADF.
  for (const fd of descriptors) close(fd);
  for (const directory of directories) rmSync(directory, { recursive: true });
  descriptors = [];
  directories = [];
});

/** What a call that cannot fail here returned; throws the error's name where it does. */
export function ok(value: number): number {
  if (value < 0) throw new Error(nameOf(errno));
  return value;
}

/** The descriptor that a call made, to be closed after the test. */
export function opened(fd: number): number {
  descriptors.push(ok(fd));
  return fd;
}

/** The two descriptors of pipe, socketpair and their kin. */
export function openedPair(make: (fds: Int32Array) => number): [number, number] {
  const fds = array(int, 2);
  ok(make(fds));
  return [opened(fds[0]), opened(fds[1])];
}

/** A pipe: where to read and where to write. */
export function openedPipe(): [number, number] {
  return openedPair(pipe);
}

/** A descriptor that is closed. */
export function closedDescriptor(): number {
  const [reading] = openedPipe();
  ok(close(reading));
  return reading;
}

/** A directory of the test's own. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "berkeley-"));
  directories.push(directory);
  return directory;
}

/** A path that nothing has yet. */
export function temporaryPath(name = "file"): string {
  return join(temporaryDirectory(), name);
}
