/**
 * Closes descriptors 3 to 1023, as Stevens' daemon does, and tries to put another in the place of each that is left, all
 * of which are Node's. Then it uses what Node needs its own descriptors for.
 */

import { exec } from "node:child_process";
import { lookup } from "node:dns/promises";
import { fstatSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

import { EBUSY, errno } from "berkeley/errno";
import { close, dup2, STDERR_FILENO, STDIN_FILENO } from "berkeley/unistd";

const FREE = 900;

function isOpen(fd: number): boolean {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}

async function answerOfWorker(): Promise<string> {
  const path = fileURLToPath(new URL("worker.js", import.meta.url));
  return new Promise((resolve, reject) => new Worker(path).on("message", resolve).on("error", reject));
}

async function answerOfServer(): Promise<string> {
  const server = createServer((_request, response) => response.end("served"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
  server.close();
  return response.text();
}

async function main(): Promise<void> {
  let closed = 0;
  for (let fd = 3; fd < 1024; fd++) {
    if (close(fd) === 0) closed++;
  }

  const nodes = readdirSync("/proc/self/fd").map(Number).filter(isOpen);
  const taken = nodes.filter((fd) => fd > STDERR_FILENO && !(dup2(STDIN_FILENO, fd) === -1 && errno === EBUSY));

  console.log("closed", closed, "taken", taken.length, "left", nodes.length > 3);
  console.log("a free number", dup2(STDIN_FILENO, FREE) === FREE, close(FREE));

  await setTimeout(1);
  console.log("timer");
  console.log("file", (await readFile("package.json", "utf8")).length > 0);
  console.log("dns", (await lookup("localhost")).address.length > 0);
  console.log("worker", await answerOfWorker());
  console.log("child", (await promisify(exec)("echo hello")).stdout.trim());
  console.log("http", await answerOfServer());
}

process.on("exit", (status) => console.log("natural end", status));
await main();
