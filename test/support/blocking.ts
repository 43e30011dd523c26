/** A Worker that serves one connection, waiting as a C program waits. */

import assert from "node:assert";
import { parentPort, workerData } from "node:worker_threads";

import * as all from "berkeley";
import { accept, recv, send } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

const { listening, memory } = workerData as { listening: number; memory: SharedArrayBuffer };
const buffer = new Uint8Array(memory);

parentPort!.postMessage(Object.keys(all).length);
const fd = accept(listening, null, null);
assert(fd >= 0);
const size = recv(fd, buffer, buffer.length, 0);
assert.equal(send(fd, buffer, size, 0), size);
assert.equal(close(fd), 0);
