/** Programs that tests run: TypeScript's for what must not happen in jest's own process, C's to compare with. */

import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { root } from "./root.ts";

export const isRoot = process.getuid?.() === 0;

/** Options for a child without privileges. */
export const unprivileged = isRoot ? { uid: 65534, gid: 65534 } : {};

type Result = SpawnSyncReturns<string>;

interface Options {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** In milliseconds. */
  readonly timeout?: number;
  /** A shell command that the program runs under: "ulimit -n 64". */
  readonly after?: string;
}

/** Runs the text of a module, in which `berkeley/...` can be imported. */
export function runModule(source: string, { after, ...options }: Options = {}): Result {
  const node = ["--input-type=module", "-e", source];
  const spawn = { cwd: root, encoding: "utf8", timeout: 50_000, ...options } as const;
  if (after === undefined) return spawnSync(process.execPath, node, spawn);
  return spawnSync("sh", ["-c", `${after}; exec "$0" "$@"`, process.execPath, ...node], spawn);
}

/** `it`, or its `skip` with a message where a user without privileges cannot read the package or Node. */
export function itUnprivileged(): jest.It {
  if (runModule('import "berkeley";', unprivileged).status === 0) return it;
  console.warn("skipped: a user without privileges cannot read this folder or run this Node");
  return it.skip;
}

/** Runs a compiled module of test/support. */
export function runFile(name: string, args: readonly string[] = []): Result {
  return spawnSync(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 50_000,
    maxBuffer: 64 * 2 ** 20,
  });
}

/** Whether the addon is the sanitizers' build, which takes its time. */
export const isSanitized = process.env.BERKELEY_ADDON !== undefined;

const compiler = process.env.CC ?? "cc";

export const hasCompiler = spawnSync(compiler, ["--version"]).status === 0;

/** Without the sanitizers' runtime, whose strtol is not the C library's. */
const plainEnvironment = { ...process.env, LD_PRELOAD: undefined };

/** What a C program prints. */
export function runC(source: string, encoding: BufferEncoding = "utf8"): string {
  const directory = mkdtempSync(join(tmpdir(), "berkeley-"));
  try {
    const program = join(directory, "program");
    writeFileSync(`${program}.c`, source);
    const compiled = spawnSync(compiler, ["-D_GNU_SOURCE", "-w", "-o", program, `${program}.c`], { encoding: "utf8" });
    if (compiled.status !== 0) throw new Error(compiled.stderr);
    return spawnSync(program, { env: plainEnvironment, encoding, maxBuffer: 64 * 2 ** 20 }).stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The lines of a file of the package, or of one with an absolute path. */
export function readSource(path: string): string[] {
  return readFileSync(resolve(root, path), "utf8").split("\n");
}
