/** Messages of a fixed length, over a stream that may bring them in pieces. */

import { recv } from "berkeley/sys/socket";

/** Receives a message of `length` bytes. Returns its length, less if the stream ends before, or -1 with errno. */
export function recv_all(sockfd: number, buf: Buffer, length: number): number {
  let total = 0;
  while (total < length) {
    const n = recv(sockfd, buf.subarray(total), length - total, 0);
    if (n === -1) return -1;
    if (n === 0) break;
    total += n;
  }
  return total;
}
