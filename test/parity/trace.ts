/** What a program did: the calls of its processes, without what the table sets aside, and under names. */

import { isFork, isSetAside, isThread, joined, masked, type Section } from "./allowances.ts";
import { type Call, DESCRIPTOR, descriptorsIn, mapParts, parse, subject } from "./calls.ts";
import { type Mask, Names } from "./names.ts";

/** The lines of each thread, by its number. */
export type Threads = ReadonlyMap<number, readonly string[]>;
export type Side = "TypeScript" | "C";

/** A process under its name, and what it did. */
export interface History {
  name: string;
  calls: string[];
}

export const BEGIN = "berkeley:begin";
export const END = "berkeley:end";

/** How far a process is when it forks: the child goes on from there. */
interface State {
  descriptors: Map<number, string>;
  closed: Map<number, string>;
  made: number;
  sections: Section[];
  ownData: Set<number>;
  hasThreads: boolean;
}

interface Step {
  call: Call;
  /** The descriptors as they were named at the call. */
  text: Call;
}

interface Context {
  /** The processes that the program talks to. */
  partners?: readonly number[] | undefined;
  masks?: readonly Mask[] | undefined;
  /** How many descriptors it was started with, from 3 on. */
  handed?: number | undefined;
}

/**
 * The histories of a program's processes and threads, each after that of who made it. In TypeScript only threads count
 * that make the marker.
 */
export function histories(
  threads: Threads,
  side: Side,
  { partners = [], masks = [], handed = 0 }: Context = {},
): History[] {
  const made = new Set([...threads.values()].flat().flatMap((line) => madeThread(line) ?? []));
  const [first] = [...threads].find(([id, lines]) => lines.some(isMarker) && !made.has(id)) ?? [];
  if (first === undefined) throw new Error(`the program in ${side} has not made the marker ${BEGIN}`);
  const names = new Names(masks);
  name(names, threads, side, first, "MAIN");
  for (const [i, partner] of partners.entries()) names.process(partner, `PARTNER ${i + 1}`);
  const inherited = Array.from({ length: handed }, (_, i): [number, string] => [3 + i, `handed ${i + 1}`]);
  return read(threads, side, names, first, "MAIN", {
    descriptors: new Map([...[0, 1, 2].map((fd): [number, string] => [fd, String(fd)]), ...inherited]),
    closed: new Map(),
    made: 0,
    sections: [],
    ownData: new Set(),
    hasThreads: false,
  });
}

const isMarker = (line: string): boolean => /^(faccessat2?|access)\(/.test(line) && line.includes(`"${BEGIN}"`);

const numberOf = ({ result }: Call): number => Number(/^\d+/.exec(result)?.[0]);

/** The thread that a line tells was made. */
function madeThread(line: string): number | undefined {
  const call = line.startsWith("clone") ? parse(line) : undefined;
  return call !== undefined && isThread(call) ? numberOf(call) : undefined;
}

/** Whether a call makes a process of the program's, or a thread. */
function makes(threads: Threads, side: Side, call: Call): boolean {
  const lines = threads.get(numberOf(call));
  if (lines === undefined) return false;
  return isFork(call) || (isThread(call) && (side === "C" || lines.some(isMarker)));
}

/** The processes and threads that one has made, in their order. */
function children(threads: Threads, side: Side, process: number): number[] {
  return (threads.get(process) ?? []).flatMap((line) => {
    const call = parse(line);
    return call !== undefined && makes(threads, side, call) ? [numberOf(call)] : [];
  });
}

function name(names: Names, threads: Threads, side: Side, process: number, as: string): void {
  names.process(process, as);
  children(threads, side, process).forEach((child, i) => name(names, threads, side, child, `${as}.${i + 1}`));
}

function read(threads: Threads, side: Side, names: Names, process: number, as: string, state: State): History[] {
  const lines = threads.get(process)!;
  const isMaker = (call: Call): boolean => makes(threads, side, call);
  const reader = new Reader(side, state, lines.some(isMarker), isMaker, as === "MAIN");
  const forks: State[] = [];
  for (const [i, line] of lines.entries()) {
    reader.read(line, lines.slice(i + 1, i + 4), () => forks.push(copy(reader.state)));
    if (reader.isOver) break;
  }
  const calls = joined(reader.steps).map(({ text }) => show(names.of(masked(text))));
  const descendants = children(threads, side, process).flatMap((child, i) =>
    forks[i] === undefined ? [] : read(threads, side, names, child, `${as}.${i + 1}`, forks[i]),
  );
  const [killed] = lines.flatMap((line) => /^\+\+\+ (killed by \w+)/.exec(line)?.[1] ?? []);
  return [{ name: as, calls: killed === undefined ? calls : [...calls, killed] }, ...descendants];
}

const copy = (state: State): State => ({
  ...state,
  descriptors: new Map(state.descriptors),
  closed: new Map(state.closed),
  sections: [...state.sections],
  ownData: new Set(state.ownData),
});

const show = ({ name, args, result }: Call): string => `${name}(${args}) = ${result}`;

/** Reads the calls of one process. */
class Reader {
  readonly steps: Step[] = [];
  readonly state: State;
  isOver = false;
  readonly #side: Side;
  #phase: "before" | "program" | "after";
  /** The call before this one, whether it is set aside or not. */
  #before: Call | undefined;

  readonly #isMaker: (call: Call) => boolean;
  readonly #isFirst: boolean;

  constructor(side: Side, state: State, hasMarker: boolean, isMaker: (call: Call) => boolean, isFirst: boolean) {
    this.#side = side;
    this.state = state;
    this.#phase = hasMarker ? "before" : "program";
    this.#isMaker = isMaker;
    this.#isFirst = isFirst;
  }

  read(line: string, next: readonly string[], onFork: () => void): void {
    if (isMarker(line)) this.#begin();
    else if (line.includes(`"${END}"`)) this.#end();
    else {
      const call = parse(line);
      if (call !== undefined) this.#take(call, next, onFork);
    }
  }

  #begin(): void {
    this.#phase = "program";
    this.state.sections = [];
  }

  /** JavaScript has ended. With a Worker that is all; the process's end is compared. */
  #end(): void {
    this.#phase = "after";
    this.isOver = !this.#isFirst && this.state.hasThreads;
  }

  #take(call: Call, next: readonly string[], onFork: () => void): void {
    const changesSections = this.#phase !== "before" && this.#enterOrLeave(call, next);
    const place = {
      side: this.#side,
      phase: this.#phase,
      hasThreads: this.state.hasThreads,
      sections: this.state.sections,
      descriptor: this.#kindOf(call),
      previous: this.steps.at(-1)?.call,
      before: this.#before,
    };
    this.#before = call;
    if (changesSections || isSetAside(call, place)) {
      return;
    }
    if (isThread(call) && !this.#isMaker(call)) return; // One of Node's own.
    this.#keep(this.#isMaker(call) ? this.#fork(call, onFork) : call);
  }

  #keep(call: Call): void {
    const { name, args, result } = call;
    const taken = { name, args: this.#named(this.#ranged(call)), result: "" };
    const made = madeBy(call);
    for (const fd of made) this.#make(fd);
    const isOut = /^(pipe2?|socketpair|recvm?msg)$/.test(name);
    const text = { name, args: isOut ? this.#named(args) : taken.args, result: this.#named(result) };
    this.steps.push({ call, text });
    if (name === "close" && result === "0") this.#close(subject(call)!);
    this.isOver = /^execve(at)?$/.test(name) && result === "0";
  }

  /** Returns the call as C's fork(), or as what makes a thread. */
  #fork(call: Call, onFork: () => void): Call {
    if (isThread(call)) this.state.hasThreads = true;
    onFork();
    const process = call.args.includes("CLONE_VFORK") ? "spawn" : "fork";
    return { name: isThread(call) ? "thread" : process, args: "", result: call.result };
  }

  /** Whether a call begins or ends a section of blocked signals. */
  #enterOrLeave({ name, args }: Call, next: readonly string[]): boolean {
    const { sections } = this.state;
    if (name !== "rt_sigprocmask") return false;
    if (/^SIG_(SETMASK|BLOCK), ~\[RT_1\], /.test(args)) sections.push("standstill");
    else if (/^SIG_(SETMASK|BLOCK), ~\[\], /.test(args)) sections.push("records");
    else if (/^SIG_SETMASK, ~\[RTMIN RT_1\], /.test(args) && this.#isOfNode(next[0])) sections.push("libuv");
    else if (sections.length > 0 && args.startsWith("SIG_SETMASK, ~")) sections.pop();
    // A mask that lets signals through ends all that block them; a handler ends within two sections.
    else if (sections.length > 0 && args.startsWith("SIG_SETMASK")) sections.length = 0;
    else return false;
    return true;
  }

  /** Whether a line is a call on one of Node's own descriptors. */
  #isOfNode(line = ""): boolean {
    const call = parse(line);
    const fd = call && subject(call);
    return fd !== undefined && !this.state.descriptors.has(fd);
  }

  /** Whose descriptor a call is about. */
  #kindOf(call: Call): "program's" | "Node's" | "nobody's" | undefined {
    const { descriptors, closed } = this.state;
    const fd = subject(call);
    if (fd === undefined) return undefined;
    if (descriptors.has(fd)) return "program's";
    const isOpen = call.args.startsWith(`${fd}<`);
    if (isOpen && this.#side === "TypeScript") return "Node's";
    return closed.has(fd) ? "program's" : "nobody's";
  }

  #make(fd: number): void {
    const { descriptors, closed } = this.state;
    if (fd > 2) descriptors.set(fd, `fd ${++this.state.made}`);
    else descriptors.set(fd, String(fd));
    closed.delete(fd);
  }

  #close(fd: number): void {
    const { descriptors, closed } = this.state;
    closed.set(fd, `${descriptors.get(fd) ?? fd} closed`);
    descriptors.delete(fd);
  }

  /** The descriptors of a text under their names; where there is none, the number has no meaning to the program. */
  #named(text: string): string {
    return mapParts(
      text,
      (quoted) => quoted,
      (other) =>
        other
          .replaceAll(/\bAT_FDCWD<[^<>]*>/g, "AT_FDCWD")
          .replaceAll(DESCRIPTOR, (_all, fd: string) => this.#name(Number(fd)))
          .replaceAll(/\b((?:in|out|except) \[)([\d ]+)/g, (_all, set: string, fds: string) => set + this.#set(fds))
          .replaceAll(/\bfd=(\d+), revents=/g, (_all, fd: string) => `fd=${this.#name(Number(fd))}, revents=`)
          .replaceAll(/\bdata=\{u32=(\d+), u64=\d+\}/g, (all, fd: string) => this.#data(all, Number(fd))),
    );
  }

  #name(fd: number): string {
    return this.state.descriptors.get(fd) ?? `unknown ${fd}`;
  }

  /** What select found ready. */
  #set(fds: string): string {
    return fds.replaceAll(/\d+/g, (fd) => this.#name(Number(fd)));
  }

  /** What epoll gives back: mostly the descriptor itself. */
  #data(all: string, fd: number): string {
    return this.state.ownData.has(fd) ? `data=${this.#name(fd)}` : all;
  }

  /** The arguments of a call, where descriptors without what they are, or one more than the highest, are named, too. */
  #ranged({ name, args, result }: Call): string {
    if (result.includes("EBADF")) return args.replace(/^\d+\b(?!<)/, (fd) => this.state.closed.get(Number(fd)) ?? fd);
    if (name === "epoll_ctl") {
      const [, fd, data] = /, (\d+)<[^<>]*>, \{.*data=\{u32=(\d+),/.exec(args) ?? [];
      if (fd !== undefined && fd === data) this.state.ownData.add(Number(fd));
    }
    if (/^_?(p?select6?|newselect)$/.test(name)) {
      const highest = Math.max(...descriptorsIn(args));
      return args.replace(/^\d+/, (n) => (Number(n) === highest + 1 ? "HIGHEST+1" : n));
    }
    return args;
  }
}

/** The descriptors that a call has made. */
function madeBy(call: Call): number[] {
  const isOut = /^(pipe2?|socketpair)$/.test(call.name);
  const rights = /^recvm?msg$/.test(call.name) ? (/cmsg_data=\[(.*?)\]\}/.exec(call.args)?.[1] ?? "") : "";
  return [...descriptorsIn(isOut ? call.args : rights), ...descriptorsIn(call.result)];
}
