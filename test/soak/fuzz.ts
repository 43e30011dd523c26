/**
 * Calls everything that berkeley exports, and what berkeley/unp and berkeley/csapp have besides, with arguments at random,
 * each function in a child process in pid, mount, net, IPC and UTS namespaces of its own, without privileges, in an empty
 * folder, under an alarm.
 *
 *   npm run soak:fuzz -- [CALLS] [--seed N] [--function NAME]... [--asan] [--together N] [--replay CALL]
 *
 * CALLS is how often each is called (100000). --asan does it with the build of `npm run build:dev -- asan`. --together
 * takes N functions into the same namespaces, where each is called in a process that fork() made: quicker, where there
 * are few calls. --function names what to call ("bind", "unp.readn", "new sockaddr_in"), and --replay the call whose
 * arguments are shown. A crash, a hang, an exception that is no TypeError, RangeError or SystemError (of the books'
 * functions), and JavaScript of an argument that runs where none may are failures: they are shown with the seed and the
 * arguments of the last call, a hang also with what gdb tells of its threads, and the exit status is 1.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { isRoot } from "../support/children.ts";
import { readExports } from "../support/fuzz/exports.ts";
import { HEAD, type Plan, type Report, type Target } from "../support/fuzz/plan.ts";
import { uncalled } from "../support/fuzz/tamed.ts";
import { childrenOf, stacksOf } from "../support/proc.ts";
import { root } from "../support/root.ts";

/** A call that goes on for longer hangs. */
const PATIENCE_MS = 30_000;

const { values: options, positionals } = parseArgs({
  options: {
    seed: { type: "string" },
    function: { type: "string", multiple: true },
    asan: { type: "boolean" },
    together: { type: "string", default: "1" },
    replay: { type: "string" },
  },
  allowPositionals: true,
});
const calls = Number(positionals[0] ?? 100_000);
const together = Number(options.together);
const seed = Number(options.seed ?? Date.now() % 2 ** 31);

// The children.

const folder = mkdtempSync(join(tmpdir(), "berkeley-fuzz-"));
chmodSync(folder, 0o755);

const unshare = ["--pid", "--fork", "--kill-child", "--mount", "--mount-proc", "--net", "--ipc", "--uts"];
if (!isRoot) unshare.push("--user", "--map-root-user");

/** The first process of the namespaces: it makes the folder, and stays to bury the dead. */
const setUp = `
  mount -t tmpfs -o size=8m,nr_inodes=4k,mode=777 none "$1" && cd "$1" || exit 125
  ip link set lo up 2>/dev/null
  [ -S /dev/log ] && mount --bind /dev/null /dev/log
  shift
  "$@"
  exit $?`;

const limits = ["--core=0", "--nproc=2000", "--nofile=1024", `--fsize=${2 ** 24}`];
// The sanitizers' shadow of memory is larger.
if (options.asan !== true) limits.push(`--as=${2 ** 34}`);
const privileges = ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"];
if (isRoot) privileges.push("--reuid=65534", "--regid=65534", "--clear-groups");

async function sanitizers(): Promise<string[]> {
  if (options.asan !== true) return [];
  const module = (await import(join(root, "tools/sanitizers.mjs"))) as { sanitizers: Record<string, string> };
  const { ASAN_OPTIONS, ...others } = module.sanitizers;
  // What is zeroed takes too long, were it larger; and a third of the time goes into the rest.
  const quicker = "max_allocation_size_mb=1024:malloc_context_size=1:quarantine_size_mb=32";
  const environment = { ASAN_OPTIONS: `${ASAN_OPTIONS}:${quicker}`, ...others };
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
const environment = await sanitizers();

const isolated = (work: string, ...command: string[]): [string, string[]] => [
  "unshare",
  [
    ...unshare,
    "sh",
    "-c",
    setUp,
    "sh",
    work,
    "prlimit",
    ...limits,
    "setpriv",
    ...privileges,
    "env",
    ...environment,
  ].concat(command),
];

const program = fileURLToPath(new URL("../support/fuzz/functions.js", import.meta.url));

/** What has come to an end of one kind or another. */
interface End {
  readonly status: number;
  readonly report?: Report;
  readonly calls: number;
  readonly stderr: string;
  /** What the call that was described was. */
  readonly call: string;
}

let runs = 0;

/** The last of a line of processes, each of which waits for the next: the one that makes calls. */
function youngest(pid: number): number {
  const [child] = childrenOf(pid);
  return child === undefined ? pid : youngest(child);
}

/** Some functions, together in a set of namespaces. */
class Run {
  readonly #reports: string;
  readonly #targets: readonly Target[];
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #stderr = "";
  #isHanging = false;

  constructor(targets: readonly Target[], described?: number) {
    const base = join(folder, String(runs++));
    const work = join(base, "work");
    this.#targets = targets;
    this.#reports = join(base, "reports");
    mkdirSync(work, { recursive: true });
    mkdirSync(this.#reports);
    for (const i of targets.keys()) {
      for (const [name, size] of Object.entries({ [i]: 4096, [`${i}.status`]: 0, [`${i}.call`]: 0 })) {
        const path = join(this.#reports, name);
        writeFileSync(path, Buffer.alloc(size));
        chmodSync(path, 0o666);
      }
    }
    const plan: Plan = { targets, seed, calls, folder: work, reports: this.#reports, described };
    const [file, args] = isolated(work, process.execPath, program, JSON.stringify(plan));
    this.#child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#child.stderr!.setEncoding("latin1").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-100_000);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on("close", (code) => resolve(code ?? 137));
    });
  }

  #read(name: string): Buffer {
    return readFileSync(join(this.#reports, name));
  }

  #callsOf = (i: number): number => this.#read(String(i)).readInt32LE(0);

  /** Ends it if it hangs. */
  #watch(): NodeJS.Timeout {
    let [seen, since] = ["", Date.now()];
    return setInterval(() => {
      const now = String([...this.#targets.keys()].map((i) => [this.#callsOf(i), this.#read(`${i}.status`)]));
      if (now !== seen) [seen, since] = [now, Date.now()];
      if (this.#isHanging || Date.now() - since < PATIENCE_MS) return;
      this.#isHanging = true;
      console.log(stacksOf(youngest(this.#child.pid!)));
      this.#child.kill("SIGKILL");
    }, 500);
  }

  /** How each of the functions came to its end; fewer where one did not. */
  async ends(): Promise<End[]> {
    const watch = this.#watch();
    const code = await this.#ended;
    clearInterval(watch);
    const ends: End[] = [];
    for (const i of this.#targets.keys()) {
      const own = this.#read(`${i}.status`).toString();
      const text = this.#read(String(i)).subarray(HEAD).toString().replace(/\0+$/, "");
      const status = this.#isHanging && own === "" ? HUNG : own === "" ? code : Number(own);
      ends.push({
        status,
        report: text === "" ? undefined : (JSON.parse(text) as Report),
        calls: this.#callsOf(i),
        stderr: this.#stderr,
        call: this.#read(`${i}.call`).toString(),
      });
      if (status !== 0 && own === "") break;
    }
    return ends;
  }
}

const HUNG = -1;

// The report.

let failures = 0;
let called = 0;
let total = 0;

const describeEnd = (status: number): string =>
  status === HUNG
    ? `hung for ${PATIENCE_MS / 1000} s`
    : status > 128
      ? `killed by signal ${status - 128}`
      : `exited with ${status}`;

async function report(target: Target, end: End): Promise<void> {
  const { name } = target;
  const { status, report } = end;
  called++;
  total += report?.calls ?? end.calls;
  if (report !== undefined) {
    const { outcomes, errnos, interruptions, descriptors, megabytes, ms } = report;
    const counts = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
    console.log(
      `${name}: ${report.calls} calls, ${counts.join(", ")}; errnos ${errnos.join(" ") || "none"}; ` +
        `interruptions ${interruptions}; descriptors ${descriptors}, MB ${megabytes}; ${ms} ms`,
    );
  }
  if (status === 0 && report?.wrong.length === 0) return;
  failures++;
  console.log(`FAILED: ${name}: ${describeEnd(status)} at call ${end.calls}, seed ${seed}`);
  for (const wrong of report?.wrong ?? []) console.log(`  ${wrong}`);
  if (status === 0) return;
  const indented = (text: string): string => text.slice(-6000).replace(/^/gm, "  ");
  if (together === 1) console.log(indented(end.stderr));
  if (options.replay !== undefined) return;
  const [again] = await new Run([target], end.calls).ends();
  console.log(`  again: ${describeEnd(again.status)} at call ${again.calls}; call ${end.calls}: ${again.call}`);
  if (together > 1) console.log(indented(again.stderr));
}

// What is called.

const all = readExports();
const wanted = options.function ?? all.map(({ name }) => name);
const targets: Target[] = [];
for (const target of all.filter(({ name }) => wanted.includes(name))) {
  if (!Object.hasOwn(uncalled, target.original)) targets.push(target);
  else console.log(`${target.name} is not called: ${uncalled[target.original]}`);
}

const [file, args] = isolated(folder, process.execPath, "-e", "process.chdir(process.argv[1])", root);
const trial = spawnSync(file, args, { encoding: "utf8" });
if (trial.status !== 0) {
  console.log(`skipped: no namespaces, or a user without privileges cannot read this folder: ${trial.stderr}`);
  rmSync(folder, { recursive: true });
  process.exit(0);
}

const begun = Date.now();
const waiting: Target[][] = [];
for (let i = 0; i < targets.length; i += together) waiting.push(targets.slice(i, i + together));

async function work(): Promise<void> {
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const described = options.replay === undefined ? undefined : Number(options.replay);
    const ends = await new Run(batch, described).ends();
    if (ends.length < batch.length) waiting.push(batch.slice(ends.length));
    for (const [i, end] of ends.entries()) {
      if (described !== undefined) console.log(`call ${described}: ${end.call}`);
      await report(batch[i], end);
    }
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
rmSync(folder, { recursive: true });
const seconds = Math.round((Date.now() - begun) / 1000);
console.log(`seed ${seed}: ${called} functions, ${total} calls, ${failures} failures, ${seconds} s`);
process.exitCode = failures === 0 ? 0 : 1;
