/** A Worker that closes what it can, and answers all the same. */

import { parentPort } from "node:worker_threads";

import { close } from "berkeley/unistd";

let closed = 0;
for (let fd = 3; fd < 1024; fd++) {
  if (close(fd) === 0) closed++;
}
parentPort!.postMessage(`closed ${closed}`);
