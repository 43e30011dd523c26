/** Names for what has another number in each run, by first appearance: process ids, ports that the kernel chose. */

import { readFileSync } from "node:fs";

import { type Call, lengthOf, mapParts } from "./calls.ts";

/** The lowest and the highest port that the kernel chooses. */
const [LOWEST, HIGHEST] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(/\s+/).map(Number);

/** What differs from run to run in what a program prints or sends; the pattern is of a text with its quotation marks. */
export interface Mask {
  pattern: RegExp;
  /** The call that it is about alone, and then the pattern is of what is no text there, too. */
  call?: string;
  as: string;
  why: string;
}

/**
 * A number in a text that is a process's or a port, or only looks like one of them: under the name, and as it stands.
 * What the twin has there tells. strace shows no such brackets.
 */
const either = (name: string, number: string): string => `⟨${name}=${number}⟩`;
const NUMBER = /(?<!\\)\d{2,}/g;
const PIECE = /⟨([^=]*)=(\d+)⟩|(?<!\\)\d{2,}|\d|[^⟨\d]+/g;

/** Whether two calls are the same: of a number in a text, either the name or what stands there. */
export function isSame(ours: string, theirs: string): boolean {
  if (ours === theirs) return true;
  if (!`${ours}${theirs}`.includes("⟨")) return false;
  const [pieces, others] = [ours, theirs].map((call) => [...call.matchAll(PIECE)]);
  return (
    pieces.length === others.length &&
    pieces.every(([all, name = all, number = all], i) => {
      const [other, otherName = other, otherNumber = other] = others[i];
      return name === otherName || number === otherNumber;
    })
  );
}

export class Names {
  readonly #masks: readonly Mask[];
  readonly #processes = new Map<string, string>();
  readonly #ports = new Map<string, string>();
  #others = 0;

  constructor(masks: readonly Mask[]) {
    this.#masks = masks;
  }

  /** Gives a process its name. */
  process(id: number, name: string): void {
    this.#processes.set(String(id), name);
  }

  /** A call under these names. */
  of({ name, args, result }: Call): Call {
    const lengths = new Map<string, string>();
    let last: { length: number; as: (length: string) => string } | undefined; // The text before, if it has changed.
    const text = (quoted: string): string => {
      const shown = this.#masked(quoted, ({ call }) => call === undefined || call === name);
      const renamed = shown.replaceAll(NUMBER, (number) => this.#known(number) ?? number);
      const length = lengthOf(quoted);
      const as = (length: string): string => (shown === quoted ? either("LENGTH", length) : "LENGTH");
      last = renamed === quoted ? undefined : { length, as };
      if (last !== undefined) lengths.set(String(length), as(String(length)));
      return renamed;
    };
    // A text that holds a number of another length is longer, too: what stands behind it says so.
    const measured = mapParts(args, text, (other) =>
      this.#renamed(name, other).replace(LENGTH, (all, before: string, length: string) =>
        last !== undefined && [0, UNIX].includes(Number(length) - last.length) ? before + last.as(length) : all,
      ),
    );
    const [value] = /^\d+/.exec(result) ?? [];
    return { name, args: measured, result: lengths.get(value!) ?? this.#result(name, result) };
  }

  #masked(part: string, isMeant: (mask: Mask) => boolean): string {
    return this.#masks.filter(isMeant).reduce((masked, { pattern, as }) => masked.replaceAll(pattern, as), part);
  }

  #known(number: string): string | undefined {
    const name = this.#processes.get(number) ?? this.#ports.get(number);
    return name === undefined ? undefined : either(name, number);
  }

  #renamed(name: string, text: string): string {
    return this.#masked(text, ({ call }) => call === name)
      .replaceAll(/\bhtons\((\d+)\)/g, (_all, port: string) => `htons(${this.#port(port)})`)
      .replaceAll(/\b((?:si_|nl_|nlmsg_)?pid=)(\d+)/g, (_all, field: string, id: string) => field + this.#id(id))
      .replace(OWNER, (_all, request: string, id: string) => request + this.#id(id))
      .replace(/^(\d+, )(\d+)/, (all, group: string, id: string) => (name === "tgkill" ? group + this.#id(id) : all))
      .replace(/^(-?)(\d+)\b/, (all, sign: string, id: string) => (TAKES_ID.test(name) ? sign + this.#id(id) : all));
  }

  #result(name: string, result: string): string {
    return GIVES_ID.test(name) ? result.replace(/^\d+\b/, (id) => this.#id(id)) : result;
  }

  #port(port: string): string {
    if (Number(port) < LOWEST || Number(port) > HIGHEST) return port;
    if (!this.#ports.has(port)) this.#ports.set(port, `PORT ${this.#ports.size + 1}`);
    return this.#ports.get(port)!;
  }

  #id(id: string): string {
    if (id === "0" || id === "1") return id; // 0 and -1 stand for several, and 1 is init.
    if (!this.#processes.has(id)) this.#processes.set(id, `OTHER ${++this.#others}`);
    return this.#processes.get(id)!;
  }
}

/** A number behind a text: its length, or that of the address which it is the path of. */
const LENGTH = /^((?:\.\.\.)?(?:, (?:iov_len=)?|\}, (?:\[(?:\d+ => )?)?))(\d+)\b/;
const UNIX = 3; // An address of AF_UNIX has the family before the path, and a zero behind it.
const TAKES_ID = /^(kill|tkill|tgkill|wait4|setpgid|getpgid|getsid|prlimit64|rt_sigqueueinfo|rt_tgsigqueueinfo)$/;
const GIVES_ID = /^(fork|spawn|thread|wait4|waitid|getpid|getppid|setsid|getsid|getpgid|getpgrp)$/;
const OWNER = /(F_SETOWN, |TIOC[SG]PGRP, \[)(\d+)/;
