/** Lines of text over descriptors, for protocols in which both sides take turns. */

import { perror } from "berkeley/stdio";
import { strlen } from "berkeley/string";
import { read, write } from "berkeley/unistd";

export const MAXLINE = 256;
export const NEWLINE = "\n".charCodeAt(0);

/**
 * Reads a line, without its newline. Returns its length, 0 included; -1 at the end, or with errno.
 *
 * One byte at a time: what follows the line stays where it is.
 */
export function read_line(fd: number, line: Buffer, size: number): number {
  let length = 0;
  while (length < size - 1) {
    const n = read(fd, line.subarray(length), 1);
    if (n === -1) perror("read");
    if (n <= 0) return -1;
    if (line[length] === NEWLINE) break;
    length++;
  }
  line[length] = 0;
  return length;
}

/** Writes a line. Returns 0, or -1 with errno. */
export function write_line(fd: number, text: string): number {
  const line = text + "\n";
  if (write(fd, line, strlen(line)) === -1) {
    perror("write");
    return -1;
  }
  return 0;
}
