/**
 * dirent.h: reading directories.
 *
 * @see readdir(3)
 */

import { expected } from "./check.ts";
import { dirent } from "./generated/dirent.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Text } from "./string.ts";

export * from "./generated/dirent.ts";
export type { ino_t } from "./sys/types.ts";

let streamOf: (name: string, dirp: DIR) => object;
let close: (dirp: DIR) => void;

/** An open directory. */
class DIR {
  /** The native layer's; undefined once it is closed. */
  #stream: object | undefined;
  /** What readdir returns. */
  readonly entry = new dirent();

  constructor(stream: object) {
    this.#stream = stream;
  }

  static {
    streamOf = (name, dirp) => {
      const stream = typeof dirp === "object" && dirp !== null && #stream in dirp ? dirp.#stream : undefined;
      if (stream === undefined) throw expected(name, "dirp", "a DIR that is open", dirp);
      return stream;
    };
    close = (dirp) => {
      dirp.#stream = undefined;
    };
  }
}

// Programs do not make them: opendir does.
export type { DIR };

function opened(value: object | number): DIR | null {
  return typeof value === "number" ? failure(value, null) : new DIR(value);
}

/**
 * Opens a directory.
 *
 * @param name its name
 * @returns the directory; null with ENOENT, EACCES, ENOTDIR, EMFILE, ENFILE, ENAMETOOLONG, ELOOP, ENOMEM, EFAULT
 * @see opendir(3)
 */
export function opendir(name: Text | null): DIR | null {
  return opened(native.opendir(name));
}

/**
 * Reads a directory through a descriptor, which closedir closes.
 *
 * @param fd the directory's descriptor, open for reading
 * @returns the directory; null with EBADF, ENOTDIR, EINVAL (it is not open for reading), ENOMEM
 * @see fdopendir(3)
 */
export function fdopendir(fd: number): DIR | null {
  return opened(native.fdopendir(fd));
}

/**
 * The next entry of a directory.
 *
 *     for (let entry = readdir(dir); entry !== null; entry = readdir(dir)) printf("%s\n", entry.d_name);
 *
 * @param dirp the directory
 * @returns the entry, which the next readdir of the same directory overwrites; null at the end, and with EBADF, ENOENT
 *   (it was removed), EIO: set errno to 0 before
 * @throws TypeError after closedir
 * @see readdir(3)
 */
export function readdir(dirp: DIR): dirent | null {
  const value = native.readdir(streamOf("readdir", dirp), dirp.entry);
  if (value < 0) return failure(value, null);
  return value === 0 ? null : dirp.entry;
}

/**
 * Goes back to a directory's first entry, and sees what it has now.
 *
 * @param dirp the directory
 * @throws TypeError after closedir
 * @see rewinddir(3)
 */
export function rewinddir(dirp: DIR): void {
  native.rewinddir(streamOf("rewinddir", dirp));
}

/**
 * The descriptor of a directory.
 *
 * @param dirp the directory
 * @returns the descriptor
 * @throws TypeError after closedir
 * @see dirfd(3)
 */
export function dirfd(dirp: DIR): number {
  return result(native.dirfd(streamOf("dirfd", dirp)));
}

/**
 * Closes a directory and its descriptor.
 *
 * @param dirp the directory
 * @returns 0; -1 with EBADF
 * @throws TypeError the second time
 * @see closedir(3)
 */
export function closedir(dirp: DIR): number {
  const stream = streamOf("closedir", dirp);
  close(dirp);
  return result(native.closedir(stream));
}
