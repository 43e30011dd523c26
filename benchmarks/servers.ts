/**
 * npm run bench:servers: what the kinds of server of examples/servers cost, in TypeScript and in C, with one client
 * program (c/echoers.c). What is shown is the median of the rounds; docs/servers.md has it.
 *
 * The server that serves one client after the other is measured with one client only.
 */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { median } from "./measure.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
  },
});

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = `${root}build-ts/c`;
const MANY = 100;

/** Each server's arguments behind its port and address. */
const servers: Record<string, string[]> = {
  "echo-server": [],
  "fork-server": [],
  "prefork-server": [String(MANY)],
  "pass-server": ["2"],
  "thread-server": [],
  "select-server": [],
  "poll-server": [],
  "epoll-server": [],
};

function compile(): void {
  mkdirSync(built, { recursive: true });
  const gcc = (program: string, source: string): unknown =>
    execFileSync("gcc", ["-O2", "-Wall", "-pthread", "-o", `${built}/${program}`, `${root}${source}`]);
  gcc("echoers", "benchmarks/c/echoers.c");
  for (const name of Object.keys(servers)) gcc(name, `test/programs/servers/${name}.c`);
}

const languages = ["C", "TypeScript"] as const;
type Language = (typeof languages)[number];

/** A server in a process group of its own. */
async function start(language: Language, name: string) {
  const [file, ...args] =
    language === "C" ? [`${built}/${name}`] : [process.execPath, `${root}build-ts/examples/servers/${name}.js`];
  const child = spawn(file, [...args, "0", "127.0.0.1", ...servers[name]], {
    stdio: ["ignore", "pipe", "ignore"], // At the end the clients break off, of which it tells.
    detached: true,
  });
  child.stdout.setEncoding("utf8");
  let text = "";
  while (!/port \d+\n/.test(text)) [text] = (await once(child.stdout, "data")) as [string];
  child.stdout.resume();
  return { pid: child.pid!, port: /port (\d+)/.exec(text)![1], ended: once(child, "close") };
}

/** Runs the clients: the median and the 99th percentile of an exchange in us, and how many there were in a second. */
async function clients(mode: "latency" | "connections", port: string, count: number): Promise<number[]> {
  const args = [mode, port, String(count), options.seconds];
  const child = spawn(`${built}/echoers`, args, { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.setEncoding("utf8");
  let text = "";
  child.stdout.on("data", (data: string) => (text += data));
  const [status] = (await once(child, "close")) as [number];
  if (status !== 0) throw new Error(`echoers ${args.join(" ")}: ${status}`);
  return text.trim().split(" ").map(Number);
}

/** A process, and all that come of it. */
function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

/** The memory of a server in KiB: a page that several processes share counts once. */
function memory(pid: number): number {
  return family(pid)
    .map((member) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${member}/smaps_rollup`, "latin1"))![1]))
    .reduce((sum, kib) => sum + kib, 0);
}

/** The memory of a server that has one client, and that of each other client, in KiB. */
async function memoryOfClients(pid: number, port: string, count: number): Promise<[first: number, other: number]> {
  const sockets: Socket[] = [];
  const open = async (): Promise<void> => {
    const socket = connect(Number(port), "127.0.0.1");
    sockets.push(socket);
    socket.write("Hello\n");
    await once(socket, "data");
  };
  await open();
  const before = memory(pid);
  for (let i = 0; i < count; i++) await open();
  const after = memory(pid);
  for (const socket of sockets) socket.destroy();
  return [before, (after - before) / count];
}

const counts = [1, 10, MANY];

/** One round of a server: connections in a second, memory, and of each count of clients latencies and exchanges. */
async function measure(language: Language, name: string): Promise<Record<string, number>> {
  const isSequential = name === "echo-server";
  const results: Record<string, number> = {};
  for (const count of isSequential ? [1] : counts) {
    const server = await start(language, name);
    const [half, most, rate] = await clients("latency", server.port, count);
    Object.assign(results, { [`${count}: median us`]: half, [`${count}: 99% us`]: most, [`${count}: /s`]: rate });
    process.kill(-server.pid, "SIGKILL");
    await server.ended;
  }
  const server = await start(language, name);
  [, , results["connections/s"]] = await clients("connections", server.port, isSequential ? 1 : 8);
  process.kill(-server.pid, "SIGKILL");
  await server.ended;
  if (!isSequential) {
    const another = await start(language, name);
    [results["KiB"], results["KiB/client"]] = await memoryOfClients(another.pid, another.port, 20);
    process.kill(-another.pid, "SIGKILL");
    await another.ended;
  }
  return results;
}

compile();
const names = options.only ?? Object.keys(servers);
const all: Record<string, Record<string, number>[]> = {};
for (let round = 0; round < Number(options.rounds); round++) {
  for (const name of names) {
    for (const language of languages) {
      process.stderr.write(`round ${round + 1}: ${name} in ${language}\n`);
      (all[`${name}, ${language}`] ??= []).push(await measure(language, name));
    }
  }
}
const table = Object.entries(all).map(([title, rounds]) => {
  const keys = Object.keys(rounds[0]);
  return [title, Object.fromEntries(keys.map((key) => [key, Math.round(median(rounds.map((one) => one[key])))]))];
});
console.table(Object.fromEntries(table));
