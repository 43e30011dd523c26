/** Sends and receives 10 million times, and prints by how much memory grew since the first 100,000. */

import { array, int } from "berkeley/memory";
import { AF_UNIX, recv, send, SOCK_STREAM, socketpair } from "berkeley/sys/socket";

const FIRST = 100_000;
const ALL = 10_000_000;

const sv = array(int, 2);
if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) === -1) throw new Error("socketpair");
const buf = Buffer.alloc(64);

function exchange(times: number): void {
  for (let i = 0; i < times; i++) {
    if (send(sv[0], buf, 64, 0) !== 64 || recv(sv[1], buf, 64, 0) !== 64) throw new Error("lost");
  }
}

function memory(): { heapUsed: number; rss: number } {
  globalThis.gc!();
  return process.memoryUsage();
}

exchange(FIRST);
const before = memory();
exchange(ALL - FIRST);
const after = memory();
console.log(JSON.stringify({ heapUsed: after.heapUsed - before.heapUsed, rss: after.rss - before.rss }));
