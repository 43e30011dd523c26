/** Programs about signals, and their C twins: each must do the same. */

import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";

import { Client } from "../support/client.ts";
import {
  type Command,
  describeIf,
  type Ended,
  Program,
  temporaryFolder,
  testProgram,
  twin,
} from "../support/processes.ts";
import { canSeeWaiting, waiting, waitingAgain } from "../support/waiting.ts";

/** What drives a program: sends it signals, gives it input. */
type Drive = (program: Program) => Promise<void>;

/** Runs a program that may fork. */
async function run(command: Command, drive?: Drive): Promise<Ended> {
  const program = new Program(command, "pipe", true);
  await drive?.(program);
  const { stdout, ...rest } = await program.ended;
  return { stdout: stdout.replace(/port \d+/, "port PORT"), ...rest };
}

/** Runs a C twin and then the program, which must do the same, and returns what that is. */
async function same(name: string, args: () => string[], drive?: Drive): Promise<Ended> {
  const c = await run([...twin(name), ...args()], drive);
  const ended = await run([...testProgram(name), ...args()], drive);
  expect(ended).toEqual(c);
  return c;
}

/** Does something for each number, from 0 on, that the program prints, once it waits; to its end. */
function atEachStage(does: (program: Program, stage: number) => unknown): Drive {
  return async (program) => {
    for (let stage = 0; ; stage++) {
      const told = await program.printed(new RegExp(`^(${stage}|end)\n`, "m")).catch(() => "end");
      if (told === "end") return;
      await waiting(program);
      await does(program, stage);
    }
  };
}

const well = { status: 0, stderr: "" };

const modes = [
  ["with SA_RESTART", ["restart"]],
  ["without SA_RESTART", []],
] as const;

describeIf(canSeeWaiting, "no C compiler, or a program's system calls cannot be seen")("a call that blocks", () => {
  it.each([
    ["without SA_RESTART", "interrupt", "EINTR"],
    ["with SA_RESTART", "restart", "5"],
  ])("is ended by SIGALRM, or not: recvfrom %s", async (_name, mode, result) => {
    expect(await same("alarm-recv", () => [mode])).toEqual({
      ...well,
      stdout:
        `signal 14\nrecvfrom: ${result}, as told\nalarm: 0\n` + `signal 14\nrecvfrom: ${result}, as told\nalarm: 1\n`,
    });
  });

  it.each([
    ["without SA_RESTART", "interrupt", "accept: EINTR\n".repeat(5)],
    ["with SA_RESTART", "restart", "accept: a client\n"],
  ])("lets a timer tick: accept %s", async (_name, mode, accepted) => {
    const stdout = `${accepted}five ticks or more\n`;
    expect(await same("tick-accept", () => [mode])).toEqual({ ...well, stdout });
  });

  it.each(modes)("is made again or not, as signal(7) lists it: %s", async (_name, mode) => {
    const drive = atEachStage((program) => program.child.kill("SIGUSR1"));
    const { status, stdout, stderr } = await same("restarts", () => [temporaryFolder(), ...mode], drive);
    expect({ status, stderr }).toEqual(well);
    const outcomes = stdout.split("\n").filter((line) => line.includes(": "));
    const failed = outcomes.filter((line) => line.endsWith(": EINTR"));
    expect([outcomes.length, failed.length]).toEqual(mode.length === 0 ? [43, 41] : [43, 20]);
  });

  it("that does not wait is not ended by what came before it", async () => {
    const { status, stdout, stderr } = await same("ready", () => [join(temporaryFolder(), "file")]);
    expect({ status, stderr }).toEqual(well);
    expect(stdout).not.toMatch(/EINTR|not handled/);
  });

  it.each(modes)("reads lines and numbers from a stream: %s", async (_name, mode) => {
    const drive = async (program: Program): Promise<void> => {
      let interruptions = 0;
      const interrupt = async (): Promise<void> => {
        interruptions++;
        for (const signal of ["SIGINT", "SIGALRM"] as const) {
          await waitingAgain(program, () => program.child.kill(signal));
          await program.printed(new RegExp(`(^${signal}\n[^]*){${interruptions}}`, "m"));
        }
      };
      await program.printed(/ready\n/);
      for (const text of ["Hel", "lo\n", "numbers\n", "1", "2\n", "3\n4 "]) {
        await interrupt();
        await waitingAgain(program, () => program.child.stdin!.write(text));
      }
      await interrupt();
      program.child.stdin!.end("5");
    };
    const { status, stdout, stderr } = await same("stream-input", () => [...mode], drive);
    expect({ status, stderr }).toEqual(well);
    const handled = stdout.match(/^SIG/gm);
    expect(handled).toHaveLength(14);
    if (mode.length > 0) {
      expect(stdout.replace(/^SIG.*\n/gm, "")).toBe(
        "ready\nfgets: 'Hello\n'\nfgets: 'numbers\n'\n" +
          "fscanf: 1, 12\nfscanf: 1, 3\nfscanf: 1, 4\nfscanf: 1, 5\nfscanf: -1, -1\n",
      );
    } else {
      expect(stdout.match(/^(fgets|fscanf): EINTR$/gm)!.length).toBeGreaterThanOrEqual(12);
    }
  });

  it.each(modes)("prints to a full pipe or reads from an empty one: %s", async (_name, mode) => {
    const c = await printToFullPipe([...twin("full-pipe"), ...mode]);
    expect(await printToFullPipe([...testProgram("full-pipe"), ...mode])).toEqual(c);
    if (mode.length > 0) expect(c.output.split("\n")).toHaveLength(10_001);
  });
});

/** Runs full-pipe: two signals while it reads, then two while it prints, and only then its output is read. */
async function printToFullPipe(command: Command): Promise<{ output: string; ended: Ended }> {
  const path = join(temporaryFolder(), "fifo");
  execFileSync("mkfifo", [path]);
  const keeper = openSync(path, constants.O_RDWR);
  const output = openSync(path, constants.O_WRONLY);
  const program = new Program(command, ["pipe", output, "pipe"]);
  const input = openSync(path, constants.O_RDONLY);
  for (const fd of [output, keeper]) closeSync(fd);
  await program.printed(/ready\n/, "stderr");
  const interrupt = async (times: number): Promise<void> => {
    for (const signal of ["SIGINT", "SIGALRM"] as const) {
      await waiting(program);
      program.child.kill(signal);
      await program.printed(new RegExp(`(${signal}\n[^]*){${times}}`), "stderr");
    }
  };
  await interrupt(1);
  await waiting(program);
  program.child.stdin!.write("Hello");
  await program.printed(/read: 5\n/, "stderr");
  await waiting(program);
  program.child.stdin!.end();
  await program.printed(/read: 0\n/, "stderr");
  await interrupt(2);
  await waiting(program);
  const cat = new Program(["cat"], [input, "pipe", "pipe"]);
  closeSync(input);
  return { output: (await cat.ended).stdout, ended: await program.ended };
}

describeIf(canSeeWaiting, "no C compiler, or a program's system calls cannot be seen")("a program", () => {
  /** What reaper serves: the client that `status` makes its process end with, once that has begun. */
  async function startClient(port: string): Promise<Client> {
    const client = new Client(port);
    await client.hear(1);
    return client;
  }

  it.each(modes)("reaps its children in a handler while it accepts: %s", async (_name, mode) => {
    const drive: Drive = async (program) => {
      const port = await program.printed(/port (\d+)\n/);
      for (const status of ["1", "2", "3"]) {
        await waiting(program);
        const client = await startClient(port);
        await waiting(program);
        client.say(status);
        const closed = client.end();
        await program.printed(new RegExp(`(exited ${status})\n`));
        await closed;
      }
    };
    const { stdout, ...rest } = await same("reaper", () => ["3", ...mode], drive);
    expect(rest).toEqual(well);
    const accepted = mode.length > 0 ? "" : "accept: EINTR\n";
    expect(stdout).toBe(`port PORT\nexited 1\n${accepted}exited 2\n${accepted}exited 3\nreaped 3\n`);
  });

  it("reaps its children in a handler while clients come", async () => {
    const CLIENTS = 24;
    const drive: Drive = async (program) => {
      const port = await program.printed(/port (\d+)\n/);
      const serve = async (i: number): Promise<void> => {
        const client = await startClient(port);
        client.say(String(i % 8));
        await client.end();
      };
      await Promise.all(Array.from({ length: CLIENTS }, async (_, i) => serve(i)));
    };
    for (const command of [twin("reaper"), testProgram("reaper")]) {
      const { stdout, ...rest } = await run([...command, String(CLIENTS), "restart"], drive);
      expect(rest).toEqual(well);
      const exits = Array.from({ length: CLIENTS }, (_, i) => `exited ${i % 8}`);
      expect(stdout.trimEnd().split("\n").sort()).toEqual(["port PORT", ...exits, `reaped ${CLIENTS}`].sort());
    }
  });

  it("writes to its own pipe in a handler, and so ends select", async () => {
    const drive: Drive = async (program) => {
      await program.printed(/ready\n/);
      for (const signal of ["SIGUSR1", "SIGUSR2"] as const) {
        await waiting(program);
        program.child.kill(signal);
        await program.printed(new RegExp(`(${signal})\n`));
      }
      await waiting(program);
      program.child.stdin!.write("a");
      await program.printed(/read a\n/);
      await waiting(program);
      program.child.stdin!.end();
    };
    expect(await same("self-pipe", () => [], drive)).toEqual({
      ...well,
      stdout:
        "ready\nselect: EINTR\nselect: 1\nSIGUSR1\nselect: EINTR\nselect: 1\nSIGUSR2\nselect: 1\nread a\nselect: 1\n",
    });
  });

  it("lets signals through only in sigsuspend", async () => {
    const drive: Drive = async (program) => {
      await program.printed(/ready\n/);
      for (const count of [1, 2, 3]) {
        program.child.kill("SIGUSR1");
        await program.printed(new RegExp(`(EINTR, ${count})\n`));
      }
      program.child.kill("SIGUSR2");
    };
    expect(await same("suspend", () => [], drive)).toEqual({
      ...well,
      stdout: `ready\n${[1, 2, 3, 3].map((count) => `sigsuspend: EINTR, ${count}\n`).join("")}blocked: SIGUSR1 SIGUSR2\npending:\n`,
    });
  });

  it("prints on SIGINT what it has used", async () => {
    const drive: Drive = async (program) => {
      await program.printed(/ready\n/);
      for (const told of [/SIGINT.*\n/, /(SIGINT.*\n){2}/]) {
        await waiting(program);
        program.child.kill("SIGINT");
        await program.printed(told);
      }
      await program.finish("Hello");
    };
    const usage =
      "SIGINT: 0 ru_utime ru_stime ru_maxrss ru_minflt ru_majflt ru_inblock ru_oublock ru_nvcsw ru_nivcsw\n";
    expect(await same("usage", () => [], drive)).toEqual({
      ...well,
      stdout: `old: SIG_DFL\nready\n${usage}${usage}read: Hello\nread: 0\n`,
    });
  });

  it("is told of urgent data", async () => {
    expect(await same("urgent", () => [])).toEqual({
      ...well,
      stdout:
        "owner: 0\nowner: this process\nread abc, at mark: 0\nSIGURG: 1 byte X\nread def, at mark: 0\nrecv: 0, wait: done\n",
    });
  });

  it.each([["io"], ["realtime"]])("is driven by datagrams: %s", async (mode) => {
    const drive: Drive = async (program) => {
      const port = Number(await program.printed(/port (\d+)\n/));
      const socket = createSocket("udp4");
      for (const text of ["one", "two", "three", ""]) {
        socket.send(text, port, "127.0.0.1");
        const [answer] = (await once(socket, "message")) as [Buffer];
        expect(answer.toString()).toBe(text);
      }
      socket.close();
    };
    const { stdout, ...rest } = await same("sigio", () => [mode], drive);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/F_SETOWN: 0\nF_SETFL: 0\nF_GETFL: as set\nport PORT\n(received \w*\n){4}$/);
  });

  it("handles what has been pending in the kernel's order", async () => {
    const { stdout, ...rest } = await same("pending", () => []);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/full: EAGAIN, some sent\nall have come\nsigqueue: 0\nit has come\n$/);
  });

  it("is told who sent a signal, and what with", async () => {
    const { stdout, ...rest } = await same("siginfo", () => []);
    expect(rest).toEqual(well);
    expect(stdout).not.toMatch(/\?|another|but it is/);
  });

  it("blocks in a handler what its action says", async () => {
    const { stdout, ...rest } = await same("nesting", () => []);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/enter 1\n.*\nenter 2\n.*\nenter 3\n/);
  });

  it("is interrupted in handlers that block, and in theirs", async () => {
    const signals = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGTERM"] as const;
    const drive: Drive = async (program) => {
      const stages = atEachStage((_, stage) => program.child.kill(signals[stage]))(program);
      await program.printed(/leave SIGUSR1\n/);
      await waiting(program);
      program.child.stdin!.write("x");
      await stages;
    };
    const { stdout, ...rest } = await same("deep", () => [], drive);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/leave SIGUSR2\nrecv: EINTR\n.*poll: EINTR\nleave SIGUSR1\nread: 1\n/s);
  });

  it("takes signals without handlers", async () => {
    const signals = [["SIGUSR1"], ["SIGUSR1"], ["SIGUSR2"], ["SIGUSR2"], ["SIGUSR2", "SIGUSR1"], ["SIGUSR2"]] as const;
    const drive: Drive = async (program) =>
      atEachStage(async (_, stage) => {
        const [first, second] = signals[stage];
        program.child.kill(first);
        if (second === undefined) return;
        await program.printed(/4\n {2}SIGUSR2\n/);
        await waiting(program);
        program.child.kill(second);
      })(program);
    const { stdout, ...rest } = await same("signal-waits", () => [], drive);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/sigwait: 0, SIGUSR1\n5\n {2}SIGUSR2\npause: EINTR\n/);
  });

  it("forks: the child keeps handlers and blocked signals, and has none pending", async () => {
    const { stdout, ...rest } = await same("fork-exec-signals", () => ["fork"]);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/^blocked: SIGUSR2 SIGALRM SIGRTMIN\+2\npending:\nunblocked\nSIGUSR1\n/);
  });

  it("leaves to the next program what it ignores and blocks, and what is pending", async () => {
    const grep = ["/bin/grep", "-E", "Sig(Pnd|Blk|Ign)|ShdPnd", "/proc/self/status"];
    const { stdout, ...rest } = await same("fork-exec-signals", () => grep);
    expect(rest).toEqual(well);
    expect(stdout).toMatch(/SigBlk:\s+0000000800002800\nSigIgn:\s+0000000000001001\n$/);
  });

  it.each([
    ["default", "SIGPIPE", ""],
    ["ignore", 0, "write: EPIPE\nsend, MSG_NOSIGNAL: EPIPE\nsend: EPIPE\n"],
    ["handle", 0, "SIGPIPE\nwrite: EPIPE\nsend, MSG_NOSIGNAL: EPIPE\nSIGPIPE\nsend: EPIPE\n"],
  ])("writes where nobody reads: %s", async (mode, status, stdout) => {
    expect(await same("broken-pipe", () => [mode])).toEqual({ status, stderr: "", stdout: `before\n${stdout}` });
  });

  it.each([["default"], ["ignore"], ["block"], ["handle"]])("aborts, with SIGABRT at %s", async (mode) => {
    const stdout = mode === "handle" ? "before\nSIGABRT\n" : "before\n";
    expect(await same("abort", () => [mode])).toEqual({ status: "SIGABRT", stderr: "", stdout });
  });

  it("calls all signals what C calls them, and what is no signal", async () => {
    const { status, stdout } = await same("signal-names", () => []);
    expect([status, stdout.match(/with a handler 0/g)]).toEqual([0, Array(55).fill("with a handler 0")]);
  });
});
