/**
 * npm run bench: berkeley beside C and its rivals, in one table, and whether the budgets hold.
 *
 * A contender is a program of its own, which prints one number. Every round runs each once, in another order, so that
 * what the machine does meanwhile befalls all alike; what is shown is the median of the rounds.
 */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, type } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { median } from "./measure.ts";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    only: { type: "string", multiple: true },
    json: { type: "string" },
  },
});

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = `${root}build-ts/benchmarks/c`;

const contenders = [
  "C",
  "C with threads",
  "berkeley",
  "Node-API floor",
  "koffi",
  "CPython",
  "node:net",
  "child_process",
] as const;
type Contender = (typeof contenders)[number];
type Command = readonly [string, ...string[]];
/** Nanoseconds of every round. */
type Results = Partial<Record<Contender, number[]>>;

interface Benchmark {
  readonly title: string;
  readonly unit: "ns" | "us" | "connections/s" | "datagrams/s";
  /** A struct's fields have no twin in C: there "C" is a DataView. */
  readonly programs: Partial<Record<Contender, Command>>;
  readonly run: (command: Command) => Promise<number>;
}

const c = (name: string, ...args: string[]): Command => [`${built}/${name}`, ...args];
const javascript = (name: string, ...args: string[]): Command => [
  process.execPath,
  `${root}build-ts/benchmarks/${name}.js`,
  ...args,
];
// Without -S CPython also loads what is installed beside it, and a fork copies that.
const python = (name: string, ...args: string[]): Command => [
  "python3",
  "-S",
  `${root}benchmarks/${name}/cpython.py`,
  ...args,
];

const hasPython = succeeds("python3", "--version");

/** Those that every benchmark has. */
const peers = (name: string, ...args: string[]): Benchmark["programs"] => ({
  C: c(name, ...args),
  berkeley: javascript(`${name}/berkeley`, ...args),
  ...(hasPython && { CPython: python(name, ...args) }),
});

const rivals = (name: string): Benchmark["programs"] => ({ ...peers(name), koffi: javascript(`${name}/koffi`) });

/** Waiting for many descriptors, also by a C program that has as many threads as Node. */
function multiplexing(name: string, title: string, counts: readonly number[], ...args: string[]) {
  return counts.map((count): [string, Benchmark] => {
    const all = [`${count}`, ...args];
    const programs = { ...peers(name, ...all), "C with threads": c(name, ...all, "threads") };
    const unit = count < 1000 ? "ns" : "us";
    return [`${[name, ...args].join("-")}-${count}`, { title: `${title}, ${count}`, unit, programs, run: time }];
  });
}

const benchmarks: Record<string, Benchmark> = {
  getppid: {
    title: "getppid",
    unit: "ns",
    programs: { ...rivals("getppid"), "Node-API floor": javascript("getppid/floor") },
    run: time,
  },
  sendrecv: {
    title: "send + recv, 64 bytes, AF_UNIX",
    unit: "ns",
    programs: { ...rivals("sendrecv"), "Node-API floor": javascript("sendrecv/floor") },
    run: time,
  },
  messages: {
    title: "sendmsg + recvmsg, 64 bytes, AF_UNIX",
    unit: "ns",
    programs: peers("messages"),
    run: time,
  },
  datagrams: {
    title: "sendmmsg + recvmmsg, 32 x 64 bytes, UDP",
    unit: "datagrams/s",
    programs: peers("datagrams"),
    run: time,
  },
  ...Object.fromEntries([
    ...multiplexing("select", "select, one ready", [10, 100, 1000]),
    ...multiplexing("poll", "poll, one ready", [10, 100, 1000, 10_000]),
    ...multiplexing("epoll", "epoll_wait, all ready", [10, 100, 1000, 10_000], "all"),
    ...multiplexing("epoll", "epoll_wait, one ready", [10, 100, 1000, 10_000], "one"),
  ]),
  accept: {
    title: "accept, send 13 bytes, close",
    unit: "connections/s",
    programs: { ...rivals("accept"), "node:net": javascript("accept/node") },
    run: (command) => timeServer("load", command),
  },
  fork: {
    title: "fork, _exit, waitpid",
    unit: "us",
    programs: { ...peers("fork"), child_process: javascript("fork/node") },
    run: time,
  },
  forkserver: {
    title: "accept, fork; send 13 bytes, _exit",
    unit: "connections/s",
    programs: { ...peers("forkserver"), child_process: javascript("forkserver/node") },
    run: (command) => timeServer("crowd", command),
  },
  window: {
    title: "getppid, with the look for a signal",
    unit: "ns",
    programs: { C: c("window", "plain"), berkeley: c("window", "checked") },
    run: time,
  },
  sin_port: {
    title: "addr.sin_port, set + get",
    unit: "ns",
    programs: { C: javascript("struct/dataview", "sin_port"), berkeley: javascript("struct/berkeley", "sin_port") },
    run: time,
  },
  s_addr: {
    title: "addr.sin_addr.s_addr, set + get",
    unit: "ns",
    programs: { C: javascript("struct/dataview", "s_addr"), berkeley: javascript("struct/berkeley", "s_addr") },
    run: time,
  },
};

function succeeds(...[program, ...args]: Command): boolean {
  return spawnSync(program, args).status === 0;
}

function check(...[program, ...args]: Command): void {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed`, { cause: error });
}

function compile(): void {
  const { include_dir } = createRequire(import.meta.url)("node-api-headers") as { include_dir: string };
  const source = `${root}benchmarks/c`;
  mkdirSync(built, { recursive: true });
  for (const name of readdirSync(source, "utf8")
    .filter((file) => file.endsWith(".c"))
    .map((file) => file.slice(0, -2))) {
    check("gcc", "-O2", "-Wall", "-pthread", "-o", `${built}/${name}`, `${source}/${name}.c`);
  }
  check("g++", "-O2", "-Wall", "-std=c++17", "-fPIC", "-o", `${built}/window`, `${source}/window.cc`);
  check(
    "g++",
    "-O2",
    "-Wall",
    "-shared",
    "-fPIC",
    `-I${include_dir}`,
    "-o",
    `${built}/floor.node`,
    `${source}/floor.cc`,
  );
}

// A server and its clients are kept apart, as they are on two machines; the rest stays where its cache is warm.
const isPinned = succeeds("taskset", "-c", "0,1", "true");

function start(cpu: 0 | 1, [program, ...args]: Command) {
  const [file, ...rest] = isPinned ? ["taskset", "-c", `${cpu}`, program, ...args] : [program, ...args];
  const env = { ...process.env, PYTHONPATH: `${root}benchmarks`, PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(file, rest, { env, stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.setEncoding("utf8");
  return child;
}

type Child = ReturnType<typeof start>;

/** The number that a program prints. */
async function numberFrom(child: Child, name: string): Promise<number> {
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) return Number(text);
  throw new Error(`${name} printed nothing`);
}

async function time(command: Command): Promise<number> {
  const child = start(1, command);
  const [number] = await Promise.all([numberFrom(child, command.join(" ")), once(child, "exit")]);
  if (child.exitCode !== 0) throw new Error(`${command.join(" ")} failed`);
  return number;
}

async function timeServer(clients: "load" | "crowd", command: Command): Promise<number> {
  const server = start(0, command);
  const exited = once(server, "exit");
  try {
    const port = await numberFrom(server, command.join(" "));
    return await time([`${built}/${clients}`, `${port}`, `${server.pid}`]);
  } finally {
    server.kill();
    await exited;
  }
}

async function measure({ title, programs, run }: Benchmark, rounds: number): Promise<Results> {
  const entries = Object.entries(programs) as [Contender, Command][];
  const results: Results = Object.fromEntries(entries.map(([contender]) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`${title}: round ${round + 1} of ${rounds}\n`);
    for (let i = 0; i < entries.length; i++) {
      const [contender, command] = entries[(i + round) % entries.length];
      results[contender]!.push(await run(command));
    }
  }
  return results;
}

/** How one contender compares with another in the same round: the median of all rounds. */
function compared(results: Results, how: (a: number, b: number) => number, one: Contender, other: Contender): number {
  return median(results[one]!.map((ns, round) => how(ns, results[other]![round])));
}

const ratio = (a: number, b: number): number => a / b;
const difference = (a: number, b: number): number => a - b;

/** "152.3 ns 1.24x +29.9", or "61234/s 0.98x". */
function cell({ unit }: Benchmark, results: Results, contender: Contender): string {
  if (results[contender] === undefined) return "-";
  const ns = median(results[contender]);
  if (unit.endsWith("/s")) {
    return `${(1e9 / ns).toFixed(0)}/s ${compared(results, ratio, "C", contender).toFixed(2)}x`;
  }
  const inUnit = (value: number): string => (unit === "us" ? value / 1e3 : value).toFixed(1);
  if (contender === "C") return `${inUnit(ns)} ${unit}`;
  const more = compared(results, difference, contender, "C");
  const times = compared(results, ratio, contender, "C").toFixed(2);
  return `${inUnit(ns)} ${unit} ${times}x ${more < 0 ? "" : "+"}${inUnit(more)}`;
}

function printTable(all: Record<string, Results>): void {
  const rows = Object.entries(all).map(([name, results]) => [
    benchmarks[name].title,
    ...contenders.map((contender) => cell(benchmarks[name], results, contender)),
  ]);
  rows.unshift(["", "C (a struct's: DataView)", ...contenders.slice(1)]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(row.map((text, column) => text.padEnd(widths[column])).join(" | "));
}

interface Budget {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  /** Whether the limit is the least that the value may be, not the most. */
  readonly isLeast?: boolean;
  /** What cannot be beaten, for comparison. */
  readonly best?: string;
}

/** DESIGN.md's budgets. */
function* budgets(all: Record<string, Results>): Generator<Budget> {
  const { getppid, sendrecv, accept, fork, window, sin_port, s_addr } = all;
  const over = (results: Results, one: Contender): number => compared(results, difference, one, "C");
  const times = (results: Results, other: Contender = "C"): number => compared(results, ratio, "berkeley", other);
  const rate = (results: Results, one: Contender, other: Contender): number => compared(results, ratio, other, one);
  const floor = (ns: number): string => `Node-API floor ${ns.toFixed(2)}`;

  if (getppid) {
    const best = floor(over(getppid, "Node-API floor"));
    yield { what: "int-only call, ns over C", value: over(getppid, "berkeley"), limit: 30, best };
  }
  if (sendrecv) {
    const best = floor(over(sendrecv, "Node-API floor") / 2);
    yield { what: "call with a buffer, ns over C", value: over(sendrecv, "berkeley") / 2, limit: 60, best };
    yield { what: "send + recv, time to C's", value: times(sendrecv), limit: 1.25 };
  }
  if (accept) {
    const best = `C ${rate(accept, "C", "node:net").toFixed(2)}`;
    yield { what: "accept loop, rate to C's", value: rate(accept, "berkeley", "C"), limit: 0.97, isLeast: true };
    const value = rate(accept, "berkeley", "node:net");
    yield { what: "accept loop, rate to node:net's", value, limit: 3, isLeast: true, best };
  }
  for (const [name, results] of Object.entries({ getppid, sendrecv, accept })) {
    if (results?.CPython) yield { what: `${name}, time to CPython's`, value: times(results, "CPython"), limit: 1 };
  }
  for (const [name, results] of Object.entries(all)) {
    if (!/^(select|poll|epoll-all)-100+$/.test(name)) continue;
    const best = `C with threads ${compared(results, ratio, "C with threads", "C").toFixed(2)}`;
    yield { what: `${name}, time to C's`, value: times(results), limit: 1.1, best };
  }
  if (fork?.CPython) yield { what: "fork, time to CPython's", value: times(fork, "CPython"), limit: 2.5 };
  if (fork) {
    const value = rate(fork, "berkeley", "child_process");
    yield { what: "fork, rate to that of new Nodes", value, limit: 20, isLeast: true };
  }
  if (window) yield { what: "look for a signal, ns", value: over(window, "berkeley"), limit: 2 };
  if (sin_port) yield { what: "field of a struct, time to a DataView's", value: times(sin_port), limit: 1.2 };
  if (s_addr) yield { what: "field of a nested struct, time to a DataView's", value: times(s_addr), limit: 1.2 };
}

function printBudget({ what, value, limit, isLeast = false, best }: Budget): void {
  const holds = isLeast ? value >= limit : value <= limit;
  const bound = `at ${isLeast ? "least" : "most"} ${limit}`;
  console.log(`${holds ? "PASS" : "FAIL"}  ${what}: ${value.toFixed(2)}, ${bound}${best ? ` (${best})` : ""}`);
}

const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError("--rounds wants a number of rounds");
const known = Object.keys(benchmarks);
/** "poll" is all of "poll-10", "poll-100", ... */
const named = (wanted: string): string[] => known.filter((name) => name === wanted || name.startsWith(`${wanted}-`));
const names = options.only?.flatMap(named) ?? known;
if (options.only?.some((wanted) => named(wanted).length === 0)) {
  throw new RangeError(`--only wants one of ${known.join(", ")}`);
}

compile();
const all: Record<string, Results> = {};
for (const name of names) all[name] = await measure(benchmarks[name], rounds);

const machine = `${cpus()[0].model}, ${cpus().length} CPUs, ${type()} ${release()}, Node ${process.version}`;
console.log(`\n${machine}; medians of ${rounds} rounds\n`);
printTable(all);
console.log();
for (const budget of budgets(all)) printBudget(budget);
if (options.json !== undefined) {
  writeFileSync(options.json, JSON.stringify({ machine, rounds, unit: "ns", results: all }, null, 2) + "\n");
}
