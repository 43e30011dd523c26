/** What a program did: the calls of its processes, without what the table sets aside, and under names. */

import { isFork, isSetAside, joined, masked, type Section } from "./allowances.ts";
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
}

/**
 * The histories of a program's processes, each after its parent's. Only the thread counts that made the marker.
 */
export function histories(threads: Threads, side: Side, { partners = [], masks = [] }: Context = {}): History[] {
  const [first] = [...threads].find(([, lines]) => lines.some(isMarker)) ?? [];
  if (first === undefined) throw new Error(`the program in ${side} has not made the marker ${BEGIN}`);
  const names = new Names(masks);
  name(names, threads, first, "MAIN");
  for (const [i, partner] of partners.entries()) names.process(partner, `PARTNER ${i + 1}`);
  return read(threads, side, names, first, "MAIN", {
    descriptors: new Map([0, 1, 2].map((fd) => [fd, String(fd)])),
    closed: new Map(),
    made: 0,
    sections: [],
    ownData: new Set(),
  });
}

const isMarker = (line: string): boolean => /^(faccessat2?|access)\(/.test(line) && line.includes(`"${BEGIN}"`);

const numberOf = ({ result }: Call): number => Number(/^\d+/.exec(result)?.[0]);

/** The processes that a process has made, in their order. */
function children(threads: Threads, process: number): number[] {
  return (threads.get(process) ?? []).flatMap((line) => {
    const call = parse(line);
    return call !== undefined && isFork(call) && threads.has(numberOf(call)) ? [numberOf(call)] : [];
  });
}

function name(names: Names, threads: Threads, process: number, as: string): void {
  names.process(process, as);
  children(threads, process).forEach((child, i) => name(names, threads, child, `${as}.${i + 1}`));
}

function read(threads: Threads, side: Side, names: Names, process: number, as: string, state: State): History[] {
  const reader = new Reader(side, state, as === "MAIN");
  const lines = threads.get(process)!;
  const forks: State[] = [];
  for (const [i, line] of lines.entries()) {
    reader.read(line, lines.slice(i + 1, i + 4), () => forks.push(copy(reader.state)));
    if (reader.isOver) break;
  }
  const calls = joined(reader.steps).map(({ text }) => show(names.of(masked(text))));
  const descendants = children(threads, process).flatMap((child, i) =>
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

  constructor(side: Side, state: State, isFirst: boolean) {
    this.#side = side;
    this.state = state;
    this.#phase = isFirst ? "before" : "program";
  }

  read(line: string, next: readonly string[], onFork: () => void): void {
    if (isMarker(line)) this.#phase = "program";
    else if (line.includes(`"${END}"`)) this.#phase = "after";
    else {
      const call = parse(line);
      if (call !== undefined) this.#take(call, next, onFork);
    }
  }

  #take(call: Call, next: readonly string[], onFork: () => void): void {
    const changesSections = this.#phase !== "before" && this.#enterOrLeave(call, next);
    const place = {
      side: this.#side,
      phase: this.#phase,
      sections: this.state.sections,
      descriptor: this.#kindOf(call),
      previous: this.steps.at(-1)?.call,
      before: this.#before,
    };
    this.#before = call;
    if (changesSections || isSetAside(call, place)) {
      return;
    }
    this.#keep(isFork(call) ? this.#fork(call, onFork) : call);
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

  /** Returns the call as C's fork(). */
  #fork(call: Call, onFork: () => void): Call {
    onFork();
    return { name: call.args.includes("CLONE_VFORK") ? "spawn" : "fork", args: "", result: call.result };
  }

  /** Whether a call begins or ends a section of blocked signals. */
  #enterOrLeave({ name, args }: Call, next: readonly string[]): boolean {
    const { sections } = this.state;
    if (name !== "rt_sigprocmask") return false;
    if (/^SIG_(SETMASK|BLOCK), ~\[RT_1\], /.test(args)) sections.push("standstill");
    else if (/^SIG_(SETMASK|BLOCK), ~\[\], /.test(args)) sections.push("records");
    else if (/^SIG_SETMASK, ~\[RTMIN RT_1\], /.test(args) && this.#isOfNode(next[0])) sections.push("libuv");
    else if (sections.length > 0 && args.startsWith("SIG_SETMASK")) sections.pop();
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
