import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { runModule } from "../support/children.ts";
import {
  type Command,
  describeIf,
  type Ended,
  Program,
  temporaryFolder,
  testProgram,
  twin,
} from "../support/processes.ts";

const functions = ["execl", "execlp", "execle", "execv", "execvp", "execve", "execvpe", "fexecve", "execveat"];

/** Pipes and sockets have other numbers in each run. */
const withoutNumbers = (text: string): string => text.replace(/(pipe|socket):\[\d+\]/g, "$1");

/** Another program's account of itself: is the process still the same? */
async function account(program: Program): Promise<Ended> {
  const { stdout, ...rest } = await program.finish();
  return { stdout: withoutNumbers(stdout).replace(`pid ${program.child.pid}\n`, "pid of the process\n"), ...rest };
}

/** What comes of a program in C, and of its port, under the same environment. */
async function bothBecome(environment: readonly string[], ...args: string[]): Promise<[c: Ended, port: Ended]> {
  const run = async (command: Command): Promise<Ended> =>
    account(new Program(["env", "-i", ...environment, ...command, ...args]));
  return [await run(twin("become")), await run(testProgram("become"))];
}

describe.each(functions)("%s", (name) => {
  it("makes the process what C would make of it", async () => {
    const [inspect] = twin("inspect");
    const [c, port] = await bothBecome(["HOME=/", "EMPTY=", "É=€", "HOME2=a=b"], name, inspect, "first", "sécond");
    expect(c).toMatchObject({ status: 0, stderr: "" });
    expect(c.stdout).toMatch(/^pid of the process\nargv\[0\] "first"\nargv\[1\] "sécond"\nenviron "/);
    expect(c.stdout).not.toContain("signal");
    expect(port).toEqual(c);
  });
});

describe("exec fails as C's does:", () => {
  /** Files of all kinds that there is something wrong with. */
  function files(): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "plain"), "");
    writeFileSync(join(folder, "noformat"), 'echo "run by the shell: $@"\n', { mode: 0o755 });
    writeFileSync(join(folder, "nointerpreter"), "#!/nonexistent/sh\n", { mode: 0o755 });
    mkdirSync(join(folder, "directory"));
    symlinkSync("loop", join(folder, "loop"));
    copyFileSync(twin("inspect")[0], join(folder, "busy"));
    chmodSync(join(folder, "busy"), 0o755);
    return folder;
  }

  it.each([
    ["missing", "No such file or directory"],
    ["", "No such file or directory"],
    ["nointerpreter", "No such file or directory"],
    ["plain", "Permission denied"],
    ["directory", "Permission denied"],
    ["plain/below", "Not a directory"],
    ["loop", "Too many levels of symbolic links"],
    ["x".repeat(256), "File name too long"],
    ["noformat", "Exec format error"],
    ["busy", "Text file busy"],
  ])("%.20s: %s", async (file, error) => {
    const folder = files();
    const path = file === "" ? "" : join(folder, file);
    const writing = openSync(join(folder, "busy"), "r+");
    for (const name of ["execl", "execle", "execv", "execve", "execveat"]) {
      const expected = { status: 1, stdout: `${name} fails:\n`, stderr: `${path}${path && ": "}${error}\n` };
      expect(await bothBecome([], name, path, "a", "b")).toEqual([expected, expected]);
    }
    for (const name of ["execlp", "execvp", "execvpe", "fexecve"]) {
      const [c, port] = await bothBecome([], name, path, "a", "b");
      expect(port).toEqual(c);
    }
    closeSync(writing);
  });

  it("execlp, execvp and execvpe have the shell run what is no program", async () => {
    const path = join(files(), "noformat");
    for (const name of ["execlp", "execvp", "execvpe"]) {
      const expected = { status: 0, stdout: "run by the shell: b\n", stderr: "" };
      expect(await bothBecome([], name, path, "a", "b")).toEqual([expected, expected]);
    }
  });
});

describe("the search through PATH is C's:", () => {
  /** Folders with a file of one name. */
  function folders(): string {
    const folder = temporaryFolder();
    for (const name of ["none", "plain", "script", "good"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "plain/program"), "");
    writeFileSync(join(folder, "script/program"), "echo found\n", { mode: 0o755 });
    writeFileSync(join(folder, "good/program"), "#!/bin/sh\necho found\n", { mode: 0o755 });
    writeFileSync(join(folder, "file"), "");
    return folder;
  }

  const found = { status: 0, stdout: "found\n", stderr: "" };
  const fails = (error: string): object => ({ status: 1, stderr: `program: ${error}\n` });

  it.each<[string, string, object]>([
    ["the first that there is", "none:good", found],
    ["behind one that cannot be executed", "plain:good", found],
    ["behind what is no directory", "file:good", found],
    ["a script for the shell", "none:script:good", found],
    ["EACCES is remembered", "plain:none", fails("Permission denied")],
    ["there is none", "none:none", fails("No such file or directory")],
  ])("%s", async (_what, path, expected) => {
    const folder = folders();
    const variable = `PATH=${path.replace(/\w+/g, (name) => join(folder, name))}`;
    for (const name of ["execlp", "execvp", "execvpe"]) {
      const [c, port] = await bothBecome([variable], name, "program", "a", "b");
      expect(c).toMatchObject(expected);
      expect(port).toEqual(c);
    }
  });

  it.each([
    ["no PATH", [], "echo", { status: 0, stdout: "b\n" }],
    ["an empty one, which is the working directory", ["PATH="], "package.json", { stderr: /denied/ }],
    ["a directory without a name", ["PATH=/nonexistent:"], "package.json", { stderr: /denied/ }],
    ["no name", ["PATH=/bin"], "", { stderr: /No such file/ }],
    ["a long name", ["PATH=/bin"], "x".repeat(256), { stderr: /too long/ }],
  ] as const)("%s", async (_what, environment, file, expected) => {
    const [c, port] = await bothBecome(environment, "execvp", file, "a", "b");
    for (const [key, value] of Object.entries(expected)) {
      expect(c[key as keyof Ended]).toEqual(value instanceof RegExp ? expect.stringMatching(value) : value);
    }
    expect(port).toEqual(c);
  });
});

/** Runs a module that has all of berkeley in scope, and `inspect`, the path of the program that accounts for itself. */
function run(
  source: string,
  options?: Parameters<typeof runModule>[1],
): { status: unknown; stdout: string; stderr: string } {
  const { status, stdout, stderr } = runModule(
    `import * as berkeley from "berkeley";
     const inspect = ${JSON.stringify(twin("inspect")[0])};
     const become = (...args) => berkeley.execve(inspect, args, []);
     ${source}`,
    options,
  );
  return { status, stdout, stderr };
}

/** The lines of another program's account that tell of one thing. */
const linesAbout = (what: string, text: string): string[] => text.split("\n").filter((line) => line.startsWith(what));

describe("arguments and environment", () => {
  it.each([
    ["up to null", '["a", null, "b"]', ["a"]],
    ["up to the end", '["a", "b"]', ["a", "b"]],
    ["up to their NUL", '["a\\0b", Buffer.from("c\\0d"), new Uint8Array([101])]', ["a", "c", "e"]],
    ["none: Linux passes an empty name", "[null]", [""]],
    ["an empty array", "[]", [""]],
    ["NULL", "null", [""]],
    ["long", '["a", "x".repeat(100000)]', ["a", "x".repeat(100000)]],
  ])("are read %s", (_what, argv, expected) => {
    const { stdout } = run(`berkeley.execve(inspect, ${argv}, ${argv});`);
    expect(linesAbout("argv", stdout)).toEqual(expected.map((value, i) => `argv[${i}] "${value}"`));
    const variables = expected[0] === "" ? [] : expected;
    expect(linesAbout("environ", stdout)).toEqual(variables.map((value) => `environ "${value}"`));
  });

  it("are read once, whatever runs while they are", () => {
    const { stdout, stderr } = run(`
      const memory = new Uint8Array([109, 101, 109]);
      const argv = ["a", memory, "c", null];
      Object.defineProperty(argv, "2", {
        get() {
          argv[0] = {};
          structuredClone(memory.buffer, { transfer: [memory.buffer] });
          return "got";
        },
      });
      const envp = new Proxy(["A=1", "B=2"], {
        get(target, key) {
          argv[1] = {};
          return key === "1" ? "B=3" : target[key];
        },
      });
      berkeley.execve(inspect, argv, envp);
    `);
    expect(stderr).toBe("");
    expect(linesAbout("argv", stdout)).toEqual(['argv[0] "a"', 'argv[1] ""', 'argv[2] "got"']);
    expect(linesAbout("environ", stdout)).toEqual(['environ "A=1"', 'environ "B=3"']);
  });

  it("are E2BIG where they are too many or too long", () => {
    const { stdout } = run(`
      const { E2BIG, execv } = berkeley;
      for (const argv of [Array(3_000_000).fill("x"), ["x".repeat(131072)], Array(2000).fill("x".repeat(10000))]) {
        console.log(execv("/bin/true", argv), berkeley.errno === E2BIG);
      }
    `);
    expect(stdout).toBe("-1 true\n".repeat(3));
  });

  it("of a script for the shell may be as many as the kernel takes, on the small stack of a Worker too", () => {
    const script = join(temporaryFolder(), "script");
    writeFileSync(script, "echo $#\n", { mode: 0o755 });
    const source = `
      import { Worker } from "node:worker_threads";
      new Worker('import("berkeley").then(({ execvp }) => execvp("${script}", Array(600_000).fill("")))', { eval: true });
    `;
    expect(run(source, { after: "ulimit -s unlimited" })).toEqual({ status: 0, stdout: "599999\n", stderr: "" });
  });

  it("have no path: EFAULT", () => {
    const { stdout } = run(`
      const { AT_FDCWD, EBADF, EFAULT, EINVAL } = berkeley;
      const calls = {
        execl: (f) => f(null, "a", null), execlp: (f) => f(null, "a", null), execle: (f) => f(null, "a", null, []),
        execv: (f) => f(null, []), execvp: (f) => f(null, []), execve: (f) => f(null, [], []),
        execvpe: (f) => f(null, [], []), execveat: (f) => f(AT_FDCWD, null, [], [], 0),
      };
      for (const [name, call] of Object.entries(calls)) {
        if (call(berkeley[name]) !== -1 || berkeley.errno !== EFAULT) console.log(name, berkeley.errno);
      }
      console.log(berkeley.fexecve(0, null, []), berkeley.errno === EINVAL);
      console.log(berkeley.fexecve(-1, [], []), berkeley.errno === EINVAL);
      console.log(berkeley.fexecve(900, [], []), berkeley.errno === EBADF);
    `);
    expect(stdout).toBe("-1 true\n".repeat(3));
  });

  it("have no null argument where a list needs it", () => {
    const { stdout } = run(`
      const { execl, execle, execlp } = berkeley;
      for (const call of [() => execl("/bin/true", "true"), () => execlp("true"), () => execle("true", "true", [])]) {
        try { call(); } catch (error) { console.log(String(error)); }
      }
    `);
    expect(stdout).toBe(
      "TypeError: execl: arg: expected null as the last, got a string\n" +
        "TypeError: execlp: arg: expected null as the last, got undefined\n" +
        "TypeError: execle: arg: expected null as the last, got an object\n",
    );
  });
});

describe("without envp the environment is process.env", () => {
  it("as the program has changed it", () => {
    const { stdout } = run(`process.env.GIVEN = "now"; delete process.env.GONE; berkeley.execv(inspect, ["a"]);`, {
      env: { GIVEN: "before", GONE: "1", KEPT: "1" },
    });
    expect(linesAbout("environ", stdout).sort()).toEqual(['environ "GIVEN=now"', 'environ "KEPT=1"']);
  });

  it("byte by byte", async () => {
    const shell = `LATIN=$(printf '\\351') exec "$@" execvp sh sh -c 'printf %s "$LATIN" | od -An -tx1'`;
    const run = async (command: Command): Promise<Ended> => new Program(["sh", "-c", shell, "sh", ...command]).finish();
    const c = await run(twin("become"));
    expect(c).toEqual({ status: 0, stdout: " e9\n", stderr: "" });
    expect(await run(testProgram("become"))).toEqual(c);
  });
});

describe("a Worker", () => {
  it("makes the process another program, with the Worker's environment, while the main thread blocks", async () => {
    const source = `
      import { read } from "berkeley";
      import { Worker } from "node:worker_threads";
      const worker = 'process.env.PATH = "${dirname(twin("inspect")[0])}";' +
        'import("berkeley").then(({ execlp }) => execlp("inspect", "a", null));';
      new Worker(worker, { eval: true });
      read(0, Buffer.alloc(1), 1);`;
    const program = new Program([process.execPath, "--input-type=module", "-e", source]);
    const { status, stdout, stderr } = await program.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, 2)).toEqual([`pid ${program.child.pid}`, 'argv[0] "a"']);
    expect(linesAbout("environ", stdout)).toContain(`environ "PATH=${dirname(twin("inspect")[0])}"`);
  });
});

describe("what Node has changed in the process", () => {
  const usesAll = `
    process.stdin.on("data", () => {});
    console.error("error");
    console.log("output");
  `;

  it("is as it was in the new program", () => {
    const direct = spawnSync(twin("inspect")[0], { encoding: "utf8", env: {} });
    const { status, stdout, stderr } = run(`${usesAll} berkeley.dup2(1, 1); become("inspect");`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "error\n" });
    expect(stdout).toMatch(/^output\npid/);
    expect(stdout).not.toMatch(/not blocking|signal/);
    const about = (text: string): string[] => linesAbout("descriptor", withoutNumbers(text));
    expect(about(stdout)).toEqual(about(direct.stdout));
  });

  it("is as Node changed it where there is no new program", () => {
    const { stdout } = run(`
      import { readFileSync } from "node:fs";
      const { array, close, EPIPE, execv, execvp, F_GETFD, F_GETFL, fcntl, int, pipe, write } = berkeley;
      ${usesAll}
      const signals = () => readFileSync("/proc/self/status", "latin1").match(/Sig\\w+:.*/g).slice(2).join(" ");
      const flags = () => [0, 1, 2].map((fd) => [fcntl(fd, F_GETFL), fcntl(fd, F_GETFD)].join()).join(" ");
      const before = [signals(), flags()].join("\\n");
      console.log(execv("/nonexistent", []), execvp("nonexistent", []), [signals(), flags()].join("\\n") === before);
      const fds = array(int, 2);
      pipe(fds);
      close(fds[0]);
      console.log(write(fds[1], "x", 1), berkeley.errno === EPIPE);
      setTimeout(() => { console.log("timer"); process.stdin.pause(); }, 1);
    `);
    expect(stdout).toBe("output\n-1 -1 true\n-1 true\ntimer\n");
  });

  it("stays where the program asked for it", () => {
    const { stdout } = run(`
      const { F_SETFD, F_SETFL, FD_CLOEXEC, fcntl, O_NONBLOCK } = berkeley;
      ${usesAll}
      fcntl(0, F_SETFL, O_NONBLOCK);
      fcntl(2, F_SETFD, FD_CLOEXEC);
      become("inspect");
    `);
    expect(linesAbout("descriptor 0:", stdout)).toEqual([expect.stringContaining(", not blocking")]);
    expect(linesAbout("descriptor 1:", stdout)).toEqual([expect.not.stringContaining(", not blocking")]);
    expect(linesAbout("descriptor 2:", stdout)).toEqual([]);
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  (hasScript ? it : it.skip)("is as it was on a terminal (skipped without script(1))", () => {
    const log = join(temporaryFolder(), "log");
    const source = `
      console.log("output"); console.error("error"); process.stdin.on("data", () => {});
      import("berkeley").then(({ execv }) => execv("${twin("inspect")[0]}", ["inspect"]));`;
    spawnSync("script", ["-qec", `${process.execPath} -e '${source}'`, log], { stdio: "ignore" });
    const terminal = linesAbout("descriptor", readFileSync(log, "utf8")).filter((line) => line.includes("/dev/pts/"));
    expect(terminal.map((line) => line.trim().replace(/pts\/\d+/, "pts"))).toEqual(
      [0, 1, 2].map((fd) => `descriptor ${fd}: /dev/pts`),
    );
  });
});

describe("the new program's descriptors", () => {
  it("are those that the program has, and none of Node's", async () => {
    const source = `
      import { lookup } from "node:dns/promises";
      import { createServer } from "node:net";
      import { openSync } from "node:fs";
      import { open } from "node:fs/promises";
      import { Worker } from "node:worker_threads";
      import { AF_INET, array, close, dup2, dup3, execv, int, pipe, socket } from "berkeley";
      import { F_SETFD, FD_CLOEXEC, fcntl, O_CLOEXEC, SOCK_CLOEXEC, SOCK_STREAM } from "berkeley";
      openSync("/dev/null");
      globalThis.handle = await open("/dev/null");
      await lookup("localhost");
      await new Promise((resolve) => createServer().listen(0, "127.0.0.1", resolve));
      new Worker("setInterval(() => {}, 1000)", { eval: true });
      process.on("SIGUSR2", () => {});
      const fds = array(int, 2);
      pipe(fds);
      fcntl(fds[1], F_SETFD, FD_CLOEXEC);
      socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      dup2(fds[0], 900);
      dup3(fds[0], 901, O_CLOEXEC);
      close(fds[0]);
      dup2(socket(AF_INET, SOCK_STREAM, 0), 902);
      execv("${twin("inspect")[0]}", ["inspect"]);`;
    const stdio = ["pipe", "pipe", "pipe", "pipe"] as const;
    const descriptors = async (command: Command): Promise<string[]> => {
      const { stdout, stderr } = await account(new Program(command, [...stdio]));
      expect(stderr).toBe("");
      return linesAbout("descriptor", stdout);
    };
    const inherited = await descriptors(twin("inspect"));
    expect(inherited.slice(0, 4)).toEqual([0, 1, 2, 3].map((fd) => `descriptor ${fd}: socket`));
    const all = await descriptors([process.execPath, "--input-type=module", "-e", source]);
    const own = all.filter((line) => !inherited.includes(line));
    expect(all.filter((line) => inherited.includes(line))).toEqual(inherited);
    expect(own).toEqual([
      expect.stringMatching(/^descriptor \d+: socket$/),
      "descriptor 900: pipe",
      "descriptor 902: socket",
    ]);
  });

  it("are without Node's channel to a parent that is Node too", async () => {
    const source = `import("berkeley").then(({ execv }) => execv("${twin("inspect")[0]}", ["inspect"]));`;
    const program = new Program([process.execPath, "-e", source], ["pipe", "pipe", "pipe", "ipc"]);
    const { stdout } = await program.ended;
    expect(linesAbout("descriptor", stdout).slice(0, 3)).toHaveLength(3);
    expect(linesAbout("descriptor 3:", stdout)).toEqual([]);
  });
});

const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

describeIf(canTrace, "strace is not installed, or may not trace")("strace of exec", () => {
  /** The calls, save the one that starts the program itself. */
  function calls(command: Command, name: string, file: string): string[] {
    const trace = join(temporaryFolder(), "trace");
    const strace = ["-f", "-v", "-e", "trace=execve,execveat", "-o", trace];
    spawnSync("strace", [...strace, ...command, name, file, "a", "b"], { env: { PATH: "/nonexistent::/dev:/bin" } });
    return linesAbout("", readFileSync(trace, "utf8"))
      .map((line) =>
        line
          .replace(/^\d+ +/, "")
          .replace(/(execveat\()\d+/, "$1FD")
          .replace(/ <unfinished \.\.\.>$|\) = 0$/, ")"),
      )
      .filter((line) => line.startsWith("exec"))
      .slice(1);
  }

  it.each(functions)("%s shows one call, that of C", (name) => {
    const [inspect] = twin("inspect");
    const expected = calls(twin("become"), name, inspect);
    expect(expected).toEqual([expect.stringMatching(/^execve(at)?\(.*\["a", "b"\], \["\w+=.*\].*\)$/)]);
    expect(calls(testProgram("become"), name, inspect)).toEqual(expected);
  });

  it("execvp shows the search of C", () => {
    const expected = calls(twin("become"), "execvp", "true");
    expect(expected).toHaveLength(4);
    expect(calls(testProgram("become"), "execvp", "true")).toEqual(expected);
  });
});
