/** Runs a program and those that it talks to, and has strace write down what it does. */

import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";

import { type Command, compileC, compiledExample, Program, twin, twins } from "../support/processes.ts";
import { root } from "../support/root.ts";
import { TRACED } from "./calls.ts";
import { BEGIN, type Side, type Threads } from "./trace.ts";

/** One of examples/ or its twin, with the marker. */
export function marked(name: string, side: Side): Command {
  return side === "TypeScript" ? markedTypeScript(compiledExample(name)) : markedC(name, twins.get(name)!);
}

/**
 * V8 asks for the process's id at each garbage collection, and when there is one is chance. There is none as long as new
 * objects have so much room, in megabytes.
 */
const NO_COLLECTION = ["--max-semi-space-size=64", "--min-semi-space-size=64"];

/** A program with the marker: a copy of what tsc made of it, beside it, that imports one more module after all others. */
export function markedTypeScript(file: string): Command {
  const copy = file.replace(/\.js$/, ".marked.js");
  const marker = relative(dirname(file), join(root, "build-ts/test/parity/marker.js"));
  writeFileSync(copy, `${readFileSync(file, "utf8")}\nimport "${marker}";\n`);
  return [process.execPath, ...NO_COLLECTION, copy];
}

/** pthread_exit loads it, unless it is there: that is nothing that a program does. */
const LIBGCC = ["-Wl,--no-as-needed", "-lgcc_s"];

export function markedC(name: string, source: string, ...options: string[]): Command {
  return [
    compileC(
      `${[name, ...options].join("")}.marked`,
      [source, join(root, "test/parity/marker.c")],
      [...options, ...LIBGCC],
    ),
  ];
}

const STRACE = ["strace", "-f", "-ff", "--seccomp-bpf", "-y", "-s", "65536", "-e", `trace=${TRACED}`] as const;

export const canTrace = spawnSync("strace", ["--seccomp-bpf", "-f", "-e", "trace=exit_group", "true"]).status === 0;

const MOST_MS = 60_000;

export interface Place {
  /** A folder that exists and is empty, whose files and folders have the same names in each run. */
  folder: string;
  /** What commands begin with: nothing, or what brings them into a namespace. */
  inside: readonly string[];
}

/** Makes of a command one that starts it, as inetd does for example. */
export type Starter = (command: Command) => Command;

/** A program under strace, and the C programs that it talks to. */
export class Session {
  readonly folder: string;
  /** The port of the server that is spoken of. */
  port = "";
  program: Program | undefined;
  readonly partners: Program[] = [];
  readonly #traces: string;
  readonly #inside: readonly string[];

  constructor({ folder, inside }: Place) {
    this.folder = join(folder, "run");
    this.#traces = join(folder, "traces");
    this.#inside = inside;
    for (const made of [this.folder, this.#traces]) {
      rmSync(made, { recursive: true, force: true });
      mkdirSync(made);
    }
  }

  /** Starts the program that is traced. */
  start(command: Command, args: readonly string[], input: string, starter: Starter): Program {
    const stdin = join(this.#traces, "../stdin");
    writeFileSync(stdin, input);
    const fd = openSync(stdin, "r");
    const strace = [...STRACE, "-o", join(this.#traces, "thread"), ...starter([...command, ...this.#filled(args)])];
    this.program = new Program(this.#command(strace), [fd, "pipe", "pipe"], true);
    closeSync(fd);
    return this.program;
  }

  /** Starts a C program that talks to the other one. */
  partner(name: string, args: readonly string[]): Program {
    const partner = new Program(this.#command([...twin(name), ...this.#filled(args)]));
    this.partners.push(partner);
    return partner;
  }

  /** Has a client say something, and waits for what comes of it. */
  async say(client: Program, text: string): Promise<void> {
    await new Promise((resolve) => client.child.stdin!.write(text, resolve));
    await this.settled();
  }

  /** Ends what a client says, and waits for its end. */
  async end(client: Program): Promise<void> {
    const { status, stderr } = await client.finish();
    if (status !== 0) throw new Error(`${client.child.spawnargs.join(" ")} ended with ${status}: ${stderr}`);
    await this.settled();
  }

  /** Kills the last child of the program, as often as it says, and waits for what comes of it. */
  async killChildren(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      process.kill(Math.max(...this.#processes()), "SIGKILL");
      await this.settled();
    }
  }

  /** Sends the program a signal, and waits for what comes of it. */
  async signal(name: NodeJS.Signals): Promise<void> {
    process.kill(Math.min(...this.#processes()), name);
    await this.settled();
  }

  #processes(): number[] {
    return [...this.threads().keys()].filter(isProcess);
  }

  #command(command: readonly string[]): Command {
    return [...this.#inside, ...command] as unknown as Command;
  }

  #filled(args: readonly string[]): string[] {
    return args.map((arg) => arg.replaceAll("{port}", this.port).replaceAll("{folder}", this.folder));
  }

  /** The lines of each thread by now. */
  threads(): Threads {
    return new Map([...this.#texts()].map(([id, text]) => [id, text.trimEnd().split("\n")]));
  }

  #texts(): Map<number, string> {
    return new Map(
      readdirSync(this.#traces).map((file) => [
        Number(file.slice(file.lastIndexOf(".") + 1)),
        readFileSync(join(this.#traces, file), "utf8"),
      ]),
    );
  }

  /** Waits until the program has begun and all its processes wait, and so do its partners, or have ended. */
  async settled(): Promise<void> {
    const deadline = Date.now() + MOST_MS;
    for (let before = "unknown", now = ""; now === "" || now !== before; await setTimeout(2)) {
      if (Date.now() > deadline) throw new Error("the program does not come to a stand");
      before = now;
      now = this.#standstill();
    }
  }

  /** How far all are, if each stands asleep in a call that strace has not seen the end of; or else nothing. */
  #standstill(): string {
    // Read first: while strace runs, there is somebody whose end it has not seen. The trace of a daemon's child may come
    // behind its parent's end.
    const isTracing = isRunning(this.program!);
    const traces = [...this.#texts()];
    if (isTracing && traces.every(([, text]) => hasEnded(text))) return "";
    const running = this.partners.filter(isRunning);
    if (!traces.some(([, text]) => text.includes(`"${BEGIN}"`))) return "";
    const all = [
      ...running.map(({ child }) => standing(child.pid!)),
      ...traces.map(([id, text]) => (hasEnded(text) ? "ended" : stopping(id, text))),
    ];
    return all.includes("") ? "" : all.join();
  }
}

const isRunning = ({ child }: Program): boolean => child.exitCode === null && child.signalCode === null;

/** Whether strace has seen a thread's end. */
const hasEnded = (trace: string): boolean => trace.endsWith("+++\n");

function statusOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/status`, "utf8");
  } catch {
    return ""; // It has ended by now.
  }
}

const isProcess = (id: number): boolean => statusOf(id).includes(`\nTgid:\t${id}\n`);

/** How far a process is, if it sleeps or has ended. */
function standing(id: number): string {
  const status = statusOf(id);
  if (status === "" || /^State:\tZ/m.test(status)) return "ended";
  return /^State:\tS/m.test(status) ? status.slice(status.indexOf("voluntary_ctxt_switches")) : "";
}

/** The same of what is traced. A process sleeps in a call; of Node's own threads, some sleep in calls that are not traced. */
function stopping(id: number, text: string): string {
  const isBetweenCalls = text.endsWith("\n") && isProcess(id) && !/^exit\(/m.test(text);
  return isBetweenCalls ? "" : standing(id);
}
