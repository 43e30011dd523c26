/** System calls, as strace prints them: with -f -ff -y, a file for each thread, and each descriptor with what it is. */

export interface Call {
  name: string;
  /** What stands between the parentheses. */
  args: string;
  /** What stands after the equals sign: a value, with an error's name and text. */
  result: string;
}

/**
 * What is traced: strace's classes of the network, processes, signals and descriptors, in which lies all that moves bytes;
 * and what else a program does that others see, or that it waits for. What is not traced is memory, locks and clocks.
 */
export const TRACED = [
  "%network,%process,%signal,%desc,%file,%creds",
  "getpid,gettid,getppid,setsid,getsid,setpgid,getpgid,?getpgrp,umask,uname,sysinfo",
  "getrlimit,setrlimit,prlimit64,getrusage,getpriority,setpriority,?nice,sethostname",
  "?alarm,?pause,setitimer,getitimer,nanosleep,clock_nanosleep,clock_settime,restart_syscall",
  "timer_create,timer_settime,timer_gettime,timer_delete,sync,reboot",
  "%ipc",
].join();

/** A line of a trace; undefined if it tells of a signal or an end. */
export function parse(line: string): Call | undefined {
  const end = endOfArguments(line);
  if (end === undefined) return undefined;
  const [, result] = /^ *= (.*)$/.exec(line.slice(end + 1)) ?? [];
  const begin = line.indexOf("(");
  return { name: line.slice(0, begin), args: line.slice(begin + 1, end), result: result ?? "unfinished" };
}

/** Where the parenthesis is that closes a call. */
function endOfArguments(line: string): number | undefined {
  if (!/^\w+\(/.test(line)) return undefined;
  const result = line.lastIndexOf(") ", line.lastIndexOf(" = "));
  const end = result === -1 ? line.lastIndexOf(")") : result;
  return end === -1 ? line.length : end;
}

/** Changes the texts of a call, and what is no text. */
export function mapParts(args: string, text: (text: string) => string, other: (other: string) => string): string {
  return args.replaceAll(/("(?:[^"\\]|\\.)*")|[^"]+/g, (part, quoted?: string) =>
    quoted === undefined ? other(part) : text(part),
  );
}

/** How many bytes a text of strace's has. */
export function lengthOf(quoted: string): number {
  return quoted.slice(1, -1).replaceAll(/\\(?:[0-7]{1,3}|x[0-9a-f]{2}|.)/g, ".").length;
}

/** A descriptor in a trace: its number, and what it is. */
export const DESCRIPTOR = /(?<![\w.])(\d+)<[^<>]*>(?:\(deleted\))?/g;

/** The numbers of the descriptors that stand in a text. */
export function descriptorsIn(text: string): number[] {
  const numbers: number[] = [];
  mapParts(
    text,
    (quoted) => quoted,
    (other) => {
      for (const [, number] of other.matchAll(DESCRIPTOR)) numbers.push(Number(number));
      return other;
    },
  );
  return numbers;
}

/** The descriptor that a call is about: its first argument. */
export function subject({ args, result }: Call): number | undefined {
  const [, number] = /^(\d+)</.exec(args) ?? (result.includes("EBADF") ? /^(\d+)\b/.exec(args) : null) ?? [];
  return number === undefined ? undefined : Number(number);
}
