/**
 * What a program in TypeScript may do otherwise than its C twin. This is the whole list: a call that no row covers, or an
 * argument that no row masks, is compared.
 */

import type { Call } from "./calls.ts";

/** Where in its process a call stands. */
export interface Place {
  side: "TypeScript" | "C";
  /** Before the marker that both programs make: `before`. After JavaScript's end, while Node ends: `after`. */
  phase: "before" | "program" | "after";
  /** Whether the program has made threads by now. */
  hasThreads: boolean;
  /** In which of the library's sections of blocked signals, from the outermost on. */
  sections: readonly Section[];
  /** Whose descriptor the call is about. The program's may be closed by now; nobody's never was one, or was open before. */
  descriptor: "program's" | "Node's" | "nobody's" | undefined;
  /** The call of the program before this one. */
  previous: Call | undefined;
  /** The call before this one, whoever's it was. */
  before: Call | undefined;
}

/**
 * Signals are blocked while fork() or the first signal call has all threads stand still (`standstill`), while the library
 * or a handler looks at its records (`records`), and while libuv installs a handler (`libuv`).
 */
export type Section = "standstill" | "records" | "libuv";

interface Row {
  what: string;
  why: string;
  /** Whether the call is set aside. */
  covers?: (call: Call, place: Place) => boolean;
  /** Whether the call is set aside where this one follows. */
  joins?: (call: Call, next: Call) => boolean;
  /** The call without what may differ. */
  masks?: (call: Call) => Call;
}

/** Whether a call makes a process, and not a thread. */
export const isFork = ({ name, args }: Call): boolean =>
  /^(clone3?|v?fork)$/.test(name) && !args.includes("CLONE_THREAD");
/** Whether a call makes a thread. */
export const isThread = ({ name, args }: Call): boolean => /^clone3?$/.test(name) && args.includes("CLONE_THREAD");
const isQuery = ({ name, args }: Call): boolean => name === "rt_sigaction" && /^\w+, NULL/.test(args);

const hasSanitizers = process.env.ASAN_OPTIONS !== undefined;

export const ALLOWANCES: readonly Row[] = [
  {
    what: "all before the marker",
    why: "Node, the dynamic linker and the C library start; neither program has begun",
    covers: (_call, { phase }) => phase === "before",
  },
  {
    what: "after JavaScript's end: what Node asks of 0, 1 and 2",
    why: "Node puts the standard streams back as it found them. What the program's streams still write is compared",
    covers: ({ name, args }, { phase }) =>
      phase === "after" &&
      /^(fstat|newfstatat|fcntl|ioctl|rt_sigprocmask|rt_sigaction)$/.test(name) &&
      (name.startsWith("rt_") || /^[012]<.*>(, (F_GETFL|F_SETFL.*|TC.*|\{.*))?$/.test(args)),
  },
  {
    what: "what happens while all threads stand still, but the fork",
    why: "fork() and the first signal call bring Node's threads to a stand and put them right after (docs/fork.md)",
    covers: (call, { sections }) => sections.includes("standstill") && !isFork(call),
  },
  {
    what: "gettid, and getpid after it, or where there are several threads",
    why: "the library asks whether it is on the main thread, as fork() and signals need it, and who uses a stream",
    covers: ({ name }, { side, before, hasThreads }) =>
      name === "gettid" || (name === "getpid" && side === "TypeScript" && (before?.name === "gettid" || hasThreads)),
  },
  {
    what: "how many threads there are, and which",
    why: "fork() and the first signal call are about all of them; fork() notes each Worker when it is made",
    covers: ({ name, args }, { side }) =>
      side === "TypeScript" &&
      ((/stat|^openat$/.test(name) && args.includes('"/proc/self/task"')) || /^\d+<\/proc\/\d+\/task>/.test(args)),
  },
  {
    what: "how C prepares for threads, before the first of them: signals of the C library's own",
    why: "Node has made threads before the marker",
    covers: ({ name, args }, { side }) =>
      side === "C" &&
      ((name === "rt_sigaction" && args.startsWith("SIGRT_1, {")) ||
        (name === "rt_sigprocmask" && args.startsWith("SIG_UNBLOCK, [RTMIN RT_1]"))),
  },
  {
    what: "the ends of threads, and of their process",
    why: "the last of them ends the process in C, which pthread_exit leaves to it; in Node that is always the main thread",
    covers: ({ name }, { hasThreads }) => hasThreads && /^exit(_group)?$/.test(name),
  },
  {
    what: "what happens for SIGRTMAX",
    why: "no program uses it, so libuv's handler is learnt from it before the first handler is installed",
    covers: ({ name, args }, { side }) =>
      side === "TypeScript" && name === "rt_sigaction" && /^SIGRT_32, NULL/.test(args),
  },
  {
    what: "the calls on the mask around a handler, and what stands between them",
    why: "the handler notes the signal, and JavaScript's runs later, under the same mask (docs/signals.md)",
    covers: (call, { sections }) =>
      sections.length > 0 && !isFork(call) && !isThread(call) && !isInstallation(call, sections),
  },
  {
    what: "calls on Node's own descriptors",
    why: "those of its event loop and its thread pool, which a C program does not have",
    covers: (_call, { side, descriptor }) => side === "TypeScript" && descriptor === "Node's",
  },
  {
    what: "close of what never was a descriptor of the program's",
    why: "where C hears from the kernel that there is none, Node may have one of its own: the library says EBADF itself",
    covers: ({ name }, { descriptor }) => name === "close" && descriptor === "nobody's",
  },
  {
    what: "where the alternate stack for signals lies, with the build of the sanitizers",
    why: "the address sanitizer asks before each call that does not return, as _exit",
    covers: ({ name, args }, { side }) =>
      side === "TypeScript" && hasSanitizers && name === "sigaltstack" && args.startsWith("NULL, "),
  },
  {
    what: "after an execve that failed: SIGPIPE and SIGXFSZ are ignored again",
    why: "they are as Node has them (docs/exec.md)",
    covers: ({ name, args }, { side, previous }) =>
      side === "TypeScript" &&
      /^execve(at)?$/.test(previous?.name ?? "") &&
      name === "rt_sigaction" &&
      /^SIG(PIPE|XFSZ), \{sa_handler=SIG_IGN,/.test(args),
  },
  {
    what: "after a call that gives the program a new 0, 1 or 2: the flags of that",
    why: "Node may make standard streams non-blocking behind the program; the library notes what the program made of them",
    covers: ({ name, args }, { side, previous }) =>
      side === "TypeScript" &&
      name === "fcntl" &&
      /^[012]<.*>, F_GET(FL|FD)$/.test(args) &&
      (previous?.result.startsWith(args.slice(0, args.indexOf("<") + 1)) ?? false),
  },
  {
    what: "a call that was interrupted and begins again at once",
    why: "strace interrupts calls for signals without a handler; what a handler does stands between the two",
    joins: (call, next) => /^\? ERESTART/.test(call.result) && next.name === call.name && isSameRequest(call, next),
  },
  {
    what: "before execve: questions about 0, 1 and 2, and SIGPIPE and SIGXFSZ",
    why: "what Node has changed in the process is put back for the new program (docs/exec.md)",
    joins: ({ name, args }, next) =>
      /^execve(at)?$/.test(next.name) &&
      ((name === "fcntl" && /^[012]<.*>, F_(GETFL|GETFD|SETFD, 0)$/.test(args)) ||
        (name === "rt_sigaction" && /^SIG(PIPE|XFSZ), /.test(args))),
  },
  {
    what: "memory calls",
    why: "JavaScript's memory is managed, by V8",
    covers: ({ name }) => /^(mmap|munmap|mprotect|madvise|mremap|brk|msync|mlock|munlock)$/.test(name),
  },
  {
    what: "before dup2 and dup3: whether there is a descriptor of the new number",
    why: "if there is, and it is Node's, the library says EBUSY itself",
    joins: ({ name, args, result }, next) =>
      name === "fcntl" &&
      /^\d+, F_GETFD$/.test(args) &&
      result.includes("EBADF") &&
      /^dup[23]$/.test(next.name) &&
      next.args.split(", ")[1] === args.split(", ")[0],
  },
  {
    what: "rt_sigreturn",
    why: "the handler that returns is the library's; JavaScript's runs after it",
    covers: ({ name }) => name === "rt_sigreturn",
  },
  {
    what: "what is asked of a descriptor at which a call was interrupted: does it block, is it ready",
    why: "a call that would not have waited is made again after the handler, as it would have been in C (docs/signals.md)",
    covers: (call, { side, previous }) =>
      side === "TypeScript" &&
      previous !== undefined &&
      / ERESTART/.test(previous.result) &&
      (/^\d+<.*>, F_GETFL$/.test(call.args) || /^\[\{fd=\d+<.*>, events=POLL(IN|OUT)\}\], 1, 0$/.test(call.args)),
  },
  {
    what: "in rt_sigaction the handler's address, SA_RESTORER, the mask and the flags, and where the old action goes",
    why: "the kernel's handler is the library's, with SA_RESTART and SA_SIGINFO; it adds the mask itself (docs/signals.md)",
    masks: (call) => {
      if (call.name !== "rt_sigaction" || isQuery(call)) return call;
      const [, signal, handler] = /^(\w+), \{sa_handler=(\w+)/.exec(call.args)!;
      return { ...call, args: `${signal}, ${/^SIG_(DFL|IGN)$/.test(handler) ? handler : "HANDLER"}` };
    },
  },
  {
    what: "a signal that is ignored, or not, once more",
    why: "libuv, whose handler the library takes over, sets the action back when it gives up the signal; so the library repeats",
    covers: (call, { side, sections, previous }) =>
      side === "TypeScript" &&
      isInstallation(call, sections) &&
      previous?.name === call.name &&
      /^SIG\w+, \{sa_handler=SIG_(IGN|DFL),/.exec(call.args)?.[0] === /^.*?,.*?,/.exec(previous.args)?.[0],
  },
  {
    what: "in rt_sigprocmask where the old mask goes",
    why: "the library always asks for it: it is what handlers return to",
    masks: (call) =>
      call.name === "rt_sigprocmask" ? { ...call, args: call.args.replace(/, (NULL|~?\[[^\]]*\]), 8$/, "") } : call,
  },
  {
    what: "a rt_sigaction that only asks, before another of the same signal",
    why: "sigaction() asks whether the signal is ignored, and for the old action, before it installs one",
    joins: (call, next) => isQuery(call) && next.name === call.name && signalOf(next) === signalOf(call),
  },
  {
    what: "the time that is left of a timeout",
    why: "it depends on how fast the partner is",
    masks: (call) => ({ ...call, result: call.result.replace(/left \{.*?\}/, "left TIME") }),
  },
  {
    what: "the sequence number of a netlink message",
    why: "the C library takes the time for it",
    masks: (call) => ({ ...call, args: call.args.replaceAll(/\bnlmsg_seq=\d{9,}/g, "nlmsg_seq=TIME") }),
  },
  {
    what: "the addresses of memory",
    why: "they are chance in C, too",
    masks: (call) => ({ ...call, args: call.args.replaceAll(/(?<![\w"])0x[0-9a-f]{7,}\b/g, "ADDRESS") }),
  },
];

/** Whether two calls ask for the same; what the kernel fills in may be there only once it has. */
const isSameRequest = (call: Call, next: Call): boolean =>
  call.args === next.args ||
  (/^(wait4|read|recvfrom)$/.test(call.name) && call.args.split(",")[0] === next.args.split(",")[0]);

const signalOf = ({ args }: Call): string => args.slice(0, args.indexOf(","));

/** What the library installs in a section of its own: the action that the program asked for. */
function isInstallation(call: Call, sections: readonly Section[]): boolean {
  return call.name === "rt_sigaction" && !isQuery(call) && sections.length === 1 && sections[0] === "records";
}

/** Whether a row of the table sets the call aside. */
export function isSetAside(call: Call, place: Place): boolean {
  return ALLOWANCES.some((row) => row.covers?.(call, place) ?? false);
}

/** The calls without those that a row of the table joins to the next. */
export function joined<T extends { call: Call }>(calls: readonly T[]): T[] {
  return calls
    .reduceRight<T[]>((kept, step) => {
      const next = kept.at(-1)?.call;
      const isJoined = next !== undefined && ALLOWANCES.some((row) => row.joins?.(step.call, next) ?? false);
      if (!isJoined) kept.push(step);
      return kept;
    }, [])
    .reverse();
}

/** The call without what the table masks. */
export function masked(call: Call): Call {
  return ALLOWANCES.reduce((result, row) => row.masks?.(result) ?? result, call);
}
