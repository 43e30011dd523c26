import { once } from "node:events";
import { Worker } from "node:worker_threads";

import * as all from "berkeley";
import { sizeof } from "berkeley/memory";
import { connect, recv, send } from "berkeley/sys/socket";

import { ok } from "./support/descriptors.ts";
import { listener, tcp } from "./support/network.ts";

it("a Worker loads all modules, and waits in accept and recv while the main thread goes on", async () => {
  const [listening, address] = listener();
  const memory = new SharedArrayBuffer(16);
  const worker = new Worker(new URL("./support/blocking.js", import.meta.url), { workerData: { listening, memory } });
  const exited = once(worker, "exit");
  const [exports] = (await once(worker, "message")) as [number];
  expect(exports).toBe(Object.keys(all).length);
  // The event loop goes round while the Worker waits in accept, and again while it waits in recv.
  for (let i = 0; i < 10; i++) await new Promise(setImmediate);
  const client = tcp();
  expect(connect(client, address, sizeof(address))).toBe(0);
  for (let i = 0; i < 10; i++) await new Promise(setImmediate);
  expect(send(client, "Hello", 5, 0)).toBe(5);
  const answer = Buffer.alloc(16);
  expect(ok(recv(client, answer, 16, 0))).toBe(5);
  // The Worker has received into memory of both.
  expect(Buffer.from(memory).toString("latin1", 0, 5)).toBe("Hello");
  expect(await exited).toEqual([0]);
});
