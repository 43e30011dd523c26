/** Programs as child processes, which end at the latest with the test that started them. */

import { type ChildProcess, execFileSync, spawn, type StdioOptions } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

import { root } from "./root.ts";

/** What starts a program: its file, and the arguments that come before its own. */
export type Command = readonly [file: string, ...args: string[]];

export interface Ended {
  /** The exit status, or the signal that ended it. */
  status: number | NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

const TIMEOUT_MS = 150_000;

/** The files below a folder that have this extension, each by its name without it. No two have the same. */
function filesBelow(folder: string, extension: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(root, folder), { encoding: "utf8", recursive: true });
  return new Map(
    files
      .filter((file) => file.endsWith(extension) && !file.startsWith("support/"))
      .map((file) => [basename(file, extension), join(root, folder, file)]),
  );
}

/** The sources of examples/, by name. */
export const examples = filesBelow("examples", ".ts");

/** One of examples/, compiled. */
export function example(name: string): Command {
  return [process.execPath, compiledExample(name)];
}

/** The file that tsc made of one of examples/. */
export function compiledExample(name: string): string {
  return join(root, "build-ts", relative(root, examples.get(name)!).replace(/ts$/, "js"));
}

/** One of the TypeScript programs that were written for the tests. */
export function testProgram(name: string): Command {
  return [process.execPath, join(root, `build-ts/test/programs/${name}.js`)];
}

/** The sources of the C programs that were written for the tests, by name. */
export const twins = filesBelow("test/programs", ".c");
const compiled = new Map<string, Command>();

const headers = readdirSync(join(root, "test/programs"), { encoding: "utf8", recursive: true })
  .filter((file) => file.endsWith(".h"))
  .map((file) => join(root, "test/programs", file));

/** When a file was changed last, in milliseconds; long ago if there is none. */
const changed = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** One of the C programs that were written for the tests, compiled. */
export function twin(name: string): Command {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const command: Command = [compileC(name, [twins.get(name)!])];
  compiled.set(name, command);
  return command;
}

/** Compiles a C program, unless that has been done since its text was changed, and returns its file. Its name may have slashes. */
export function compileC(name: string, sources: readonly string[], options: readonly string[] = []): string {
  const program = join(root, "build-ts/c", name.replaceAll("/", "-"));
  if (changed(program) > Math.max(...[...sources, ...headers].map(changed))) return program;
  const own = `${program}.${process.pid}`; // Another test file may compile the same program right now.
  mkdirSync(join(root, "build-ts/c"), { recursive: true });
  execFileSync("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", "-pthread", ...options, "-o", own, ...sources]);
  renameSync(own, program);
  return program;
}

/** A running program. One that forks leads a process group, with which its children end too. */
export class Program {
  readonly child: ChildProcess;
  /** When all have ended that have its output: its children, too. */
  readonly ended: Promise<Ended>;
  readonly #output = { stdout: "", stderr: "" };

  readonly #forks: boolean;

  constructor([file, ...args]: Command, stdio: StdioOptions = "pipe", forks = false) {
    this.#forks = forks;
    this.child = spawn(file, args, { stdio, cwd: root, timeout: TIMEOUT_MS, killSignal: "SIGKILL", detached: forks });
    running.add(this);
    for (const name of ["stdout", "stderr"] as const) {
      this.child[name]?.setEncoding("utf8").on("data", (text: string) => {
        this.#output[name] += text;
      });
    }
    this.child.stdin?.on("error", () => {}); // It ended without reading: its status tells.
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", (status, signal) => {
        running.delete(this);
        resolve({ status: status ?? signal, ...this.#output });
      });
    });
  }

  /** Waits until the program has printed something, and returns the first group of the pattern. */
  async printed(pattern: RegExp, stream: "stdout" | "stderr" = "stdout"): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(this.#output[stream]);
        if (match !== null) resolve(match[1] ?? match[0]);
      };
      look();
      this.child[stream]!.on("data", look);
      this.ended.then((ended) => reject(new Error(`ended without ${pattern}: ${JSON.stringify(ended)}`)), reject);
    });
  }

  /** Gives the program its standard input, or the rest of it, and waits for its end. */
  async finish(input = ""): Promise<Ended> {
    this.child.stdin?.end(input);
    return this.ended;
  }

  async kill(): Promise<void> {
    if (this.#forks) killGroup(this.child.pid!);
    else this.child.kill("SIGKILL");
    await this.ended;
  }
}

/** A program that forks. */
export function forking(command: Command): Program {
  return new Program(command, "pipe", true);
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // All of it has ended by now.
  }
}

const running = new Set<Program>();
const folders: string[] = [];

/** An empty folder for the time of a test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "berkeley-"));
  folders.push(folder);
  return folder;
}

/** Ends all programs that run, and removes the temporary folders. */
export async function clearAway(): Promise<void> {
  await Promise.all([...running].map(async (program) => program.kill()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

if (typeof afterEach === "function") afterEach(clearAway); // `npm run parity` is no test.

/** `describe`, or where something is missing its `skip`, with a message. */
export function describeIf(isThere: boolean, missing: string): jest.Describe {
  if (!isThere) process.stderr.write(`skipped: ${missing}\n`); // jest prints no console of a file that it skips whole
  return isThere ? describe : describe.skip;
}
