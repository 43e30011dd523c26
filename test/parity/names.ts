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
    const lengths = new Set<string>();
    let last: number | undefined; // How long the text before is, if it has changed.
    const text = (quoted: string): string => {
      const shown = this.#masked(quoted, ({ call }) => call === undefined || call === name);
      const renamed = shown.replaceAll(/(?<!\\)\d{2,}/g, (number) => this.#known(number) ?? number);
      last = renamed === quoted ? undefined : lengthOf(quoted);
      if (last !== undefined) lengths.add(String(last));
      return renamed;
    };
    // A text that holds a number of another length is longer, too: what stands behind it says so.
    const measured = mapParts(args, text, (other) =>
      this.#renamed(name, other).replace(LENGTH, (all, before: string, length: string) =>
        Number(length) === last || Number(length) === last! + UNIX ? `${before}LENGTH` : all,
      ),
    );
    const [value] = /^\d+/.exec(result) ?? [];
    return { name, args: measured, result: lengths.has(value!) ? "LENGTH" : this.#result(name, result) };
  }

  #masked(part: string, isMeant: (mask: Mask) => boolean): string {
    return this.#masks.filter(isMeant).reduce((masked, { pattern, as }) => masked.replaceAll(pattern, as), part);
  }

  #known(number: string): string | undefined {
    return this.#processes.get(number) ?? this.#ports.get(number);
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
