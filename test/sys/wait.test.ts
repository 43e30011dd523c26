import { spawn } from "node:child_process";

import { int } from "berkeley/memory";
import {
  CLD_CONTINUED,
  CLD_EXITED,
  CLD_KILLED,
  CLD_STOPPED,
  kill,
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  siginfo_t,
  SIGSTOP,
  SIGTERM,
} from "berkeley/signal";
import { rusage } from "berkeley/sys/resource";
import {
  __WALL,
  P_ALL,
  P_PGID,
  P_PID,
  P_PIDFD,
  wait4,
  waitid,
  waitpid,
  WCONTINUED,
  W_EXITCODE,
  W_STOPCODE,
  WCOREDUMP,
  WCOREFLAG,
  WEXITED,
  WEXITSTATUS,
  WIFCONTINUED,
  WIFEXITED,
  WIFSIGNALED,
  WIFSTOPPED,
  WNOHANG,
  WNOWAIT,
  WSTOPPED,
  WSTOPSIG,
  WTERMSIG,
  WUNTRACED,
} from "berkeley/sys/wait";
import * as waiting from "berkeley/sys/wait";
import * as stdlib from "berkeley/stdlib";
import { getpgrp } from "berkeley/unistd";

import { hasCompiler, runC, runModule } from "../support/children.ts";
import { failing } from "../support/errors.ts";

/** A child that runs a shell command. Node never learns of its end, so it must not wait for that. */
function child(command: string, detached = false): number {
  const process = spawn("sh", ["-c", command], { stdio: "ignore", detached });
  process.unref();
  return process.pid!;
}

const sleeper = (): number => child("exec sleep 100");

describe("waitpid", () => {
  it("waits for a child and tells its status", () => {
    const status = new int();
    const pid = child("sleep 0.1; exit 7");
    expect(waitpid(pid, status, 0)).toBe(pid);
    expect([WIFEXITED(status.value), WEXITSTATUS(status.value), WIFSIGNALED(status.value)]).toEqual([true, 7, false]);
    expect(failing(() => waitpid(pid, status, 0))).toBe("ECHILD");
  });

  it("needs no status", () => {
    const pid = child("exit 0");
    expect(waitpid(pid, null, 0)).toBe(pid);
  });

  it("tells of the signal that ended a child", () => {
    const status = new int();
    const pid = sleeper();
    expect(kill(pid, SIGTERM)).toBe(0);
    expect(waitpid(pid, status, 0)).toBe(pid);
    expect([WIFSIGNALED(status.value), WTERMSIG(status.value), WIFEXITED(status.value)]).toEqual([
      true,
      SIGTERM,
      false,
    ]);
  });

  it("tells with options of a child that stops and goes on, and does not wait", () => {
    const status = new int(-1);
    const pid = sleeper();
    expect(waitpid(pid, status, WNOHANG)).toBe(0);
    expect(status.value).toBe(-1);
    kill(pid, SIGSTOP);
    expect(waitpid(pid, status, WUNTRACED)).toBe(pid);
    expect([WIFSTOPPED(status.value), WSTOPSIG(status.value)]).toEqual([true, SIGSTOP]);
    kill(pid, SIGCONT);
    expect(waitpid(pid, status, WCONTINUED | __WALL)).toBe(pid);
    expect([WIFCONTINUED(status.value), WIFSTOPPED(status.value)]).toEqual([true, false]);
    kill(pid, SIGKILL);
    expect(waitpid(pid, status, 0)).toBe(pid);
  });

  it("waits for a process group", () => {
    const pid = child("exit 1", true);
    expect(waitpid(-pid, null, 0)).toBe(pid);
  });

  it.each<[string, string, () => number]>([
    ["ECHILD", "a process that is no child", () => waitpid(1, null, 0)],
    ["ECHILD", "a group without children", () => waitpid(-getpgrp() - 1, null, WNOHANG)],
    ["ESRCH", "the group that no number is", () => waitpid(-(2 ** 31), null, 0)],
    ["EINVAL", "unknown options", () => waitpid(-1, null, 0x10000)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

describe("waitid", () => {
  it.each<[string, string, number, number]>([
    ["exited", "exit 9", CLD_EXITED, 9],
    ["was ended by a signal", "kill -KILL $$", CLD_KILLED, SIGKILL],
  ])("tells in full of a child that %s, as often as WNOWAIT says", (_what, command, code, status) => {
    const info = new siginfo_t();
    const pid = child(command);
    for (const options of [WEXITED | WNOWAIT, WEXITED | WNOWAIT, WEXITED]) {
      expect(waitid(P_PID, pid, info, options)).toBe(0);
      const { si_signo, si_errno, si_code, si_pid, si_uid, si_status } = info;
      expect({ si_signo, si_errno, si_code, si_pid, si_uid, si_status }).toEqual({
        si_signo: SIGCHLD,
        si_errno: 0,
        si_code: code,
        si_pid: pid,
        si_uid: process.getuid!(),
        si_status: status,
      });
    }
    expect(failing(() => waitid(P_PID, pid, info, WEXITED))).toBe("ECHILD");
  });

  it("tells of a child that stops and goes on, and of none with WNOHANG", () => {
    const info = new siginfo_t({ si_pid: -1 });
    const pid = child("exec sleep 100", true);
    expect(waitid(P_PGID, pid, info, WEXITED | WNOHANG)).toBe(0);
    expect(info.si_pid).toBe(0);
    kill(pid, SIGSTOP);
    expect(waitid(P_PGID, pid, info, WSTOPPED)).toBe(0);
    expect([info.si_code, info.si_status]).toEqual([CLD_STOPPED, SIGSTOP]);
    kill(pid, SIGCONT);
    expect(waitid(P_PGID, pid, info, WCONTINUED)).toBe(0);
    expect([info.si_code, info.si_status]).toEqual([CLD_CONTINUED, SIGCONT]);
    kill(pid, SIGKILL);
    expect(waitid(P_PGID, pid, null, WEXITED)).toBe(0);
  });

  it.each<[string, string, () => number]>([
    ["ECHILD", "a process that is no child", () => waitid(P_PID, 1, null, WEXITED)],
    ["EINVAL", "no options", () => waitid(P_ALL, 0, null, 0)],
    ["EINVAL", "a kind of id that is none", () => waitid(99, 0, null, WEXITED)],
    ["EINVAL", "process 0", () => waitid(P_PID, 0, null, WEXITED)],
    ["EBADF", "a descriptor that is closed", () => waitid(P_PIDFD, 2 ** 31 - 1, null, WEXITED)],
  ])("answers %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

it("wait4 tells what a child has used", () => {
  const status = new int();
  const usage = new rusage();
  const pid = child("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; exit 3");
  expect(wait4(pid, status, 0, usage)).toBe(pid);
  expect(WEXITSTATUS(status.value)).toBe(3);
  expect(usage.ru_maxrss).toBeGreaterThan(0);
  expect(usage.ru_utime.tv_sec * 1e6 + usage.ru_utime.tv_usec).toBeGreaterThan(0);
});

// Any child: jest may have some too, so these run in programs of their own.
describe("wait and wait3", () => {
  it("wait for any child, whichever ends first", () => {
    const { stdout, stderr } = runModule(
      `import { spawn } from "node:child_process";
       import { ECHILD, errno, int, rusage, wait, wait3, waitpid, WEXITSTATUS, WNOHANG } from "berkeley";
       const start = (text) => { const child = spawn("sh", ["-c", text]); child.unref(); return child.pid; };
       const pids = [start("sleep 0.3; exit 1"), start("exit 2"), start("sleep 0.6; exit 3")];
       const status = new int();
       const usage = new rusage();
       const ended = [];
       ended.push([wait(status), WEXITSTATUS(status.value)]);
       ended.push([wait3(status, 0, usage), WEXITSTATUS(status.value)]);
       const early = wait3(status, WNOHANG, null);
       ended.push([waitpid(0, status, 0), WEXITSTATUS(status.value)]);
       console.log(JSON.stringify(ended.map(([pid, status]) => [pids.indexOf(pid), status])), early, usage.ru_maxrss > 0);
       console.log(wait(null), errno === ECHILD, wait3(null, 0, null), waitpid(-1, null, 0));
       process.exit();`,
    );
    expect([stdout, stderr]).toEqual(["[[1,2],[0,1],[2,3]] 0 true\n-1 true -1 -1\n", ""]);
  });

  it("are not interrupted by what Node handles", () => {
    const { stdout } = runModule(
      `import { spawn } from "node:child_process";
       import { int, wait, WEXITSTATUS } from "berkeley";
       process.on("SIGUSR2", () => {});
       const child = spawn("sh", ["-c", \`for i in 1 2 3; do kill -USR2 \${process.pid}; sleep 0.05; done; exit 5\`]);
       const status = new int();
       console.log(wait(status) === child.pid, WEXITSTATUS(status.value));
       process.exit();`,
    );
    expect(stdout).toBe("true 5\n");
  });

  it("take children of node:child_process, which does not fail for it", () => {
    const { status, stdout, stderr } = runModule(
      `import { spawn, spawnSync } from "node:child_process";
       import { once } from "node:events";
       import { wait } from "berkeley";
       const taken = spawn("true");
       console.log(wait(null) === taken.pid);
       taken.unref();
       const [code] = await once(spawn("sh", ["-c", "exit 4"]), "exit");
       console.log(code, spawnSync("sh", ["-c", "exit 5"]).status);
       process.exit();`,
    );
    expect([status, stdout, stderr]).toEqual([0, "true\n4 5\n", ""]);
  });

  it("wait in a Worker while the main thread goes on", () => {
    const { stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       import { _exit, array, fork, int, pipe, read, write } from "berkeley";
       const go = array(int, 2);
       pipe(go);
       const pid = fork();
       if (pid === 0) {
         read(go[0], Buffer.alloc(1), 1);
         _exit(6);
       }
       const program = \`import("berkeley").then(async ({ int, waitpid, WEXITSTATUS }) => {
         const { parentPort } = await import("node:worker_threads");
         const status = new int();
         parentPort.postMessage("waits");
         waitpid(\${pid}, status, 0);
         parentPort.postMessage(WEXITSTATUS(status.value));
       })\`;
       new Worker(program, { eval: true }).on("message", (message) => {
         console.log(message);
         if (message === "waits") setTimeout(() => write(go[1], "x", 1), 50);
         else process.exit();
       });`,
    );
    expect(stdout).toBe("waits\n6\n");
  });
});

(hasCompiler ? it : it.skip)("the macros say of every status what C's say (skipped without a C compiler)", () => {
  const macros: Record<string, (status: number) => number | boolean> = {
    WIFEXITED,
    WEXITSTATUS,
    WIFSIGNALED,
    WTERMSIG,
    WCOREDUMP,
    WIFSTOPPED,
    WSTOPSIG,
    WIFCONTINUED,
  };
  const names = Object.keys(macros);
  const isQuestion = (name: string): boolean => /^WIF|^WCOREDUMP/.test(name);
  const output = runC(`#include <stdio.h>
    #include <sys/wait.h>
    int main(void) {
      for (int status = 0; status < 65536; status++)
        printf("${names.map(() => "%d").join(" ")}\\n",
          ${names.map((name) => (isQuestion(name) ? `!!${name}(status)` : `${name}(status)`)).join(", ")});
    }`);
  const lines = output.trimEnd().split("\n");
  const wrong = lines.filter(
    (line, status) => names.map((name) => String(Number(macros[name](status)))).join(" ") !== line,
  );
  expect(lines).toHaveLength(65536);
  expect(wrong).toEqual([]);
});

(hasCompiler ? it : it.skip)("the macros make the statuses that C's make (skipped without a C compiler)", () => {
  const output = runC(`#include <stdio.h>
    #include <sys/wait.h>
    int main(void) {
      for (int ret = -2; ret < 300; ret++)
        for (int sig = -2; sig < 260; sig++) printf("%d %d\\n", W_EXITCODE(ret, sig), W_STOPCODE(sig));
      printf("%d\\n", WCOREFLAG);
    }`);
  const made = [];
  for (let ret = -2; ret < 300; ret++) {
    for (let sig = -2; sig < 260; sig++) made.push(`${W_EXITCODE(ret, sig)} ${W_STOPCODE(sig)}\n`);
  }
  expect(`${made.join("")}${WCOREFLAG}\n` === output).toBe(true);
  expect(made).toContain("1801 2431\n");
});

(hasCompiler ? it : it.skip)("stdlib.h has those of the macros that C's has (skipped without a C compiler)", () => {
  const macros = Object.keys(waiting).filter((name) => /^_*W/.test(name));
  const output = runC(`#include <stdio.h>
    #include <stdlib.h>
    int main(void) {
      ${macros.map((name) => `\n#ifdef ${name}\nputs("${name}");\n#endif\n`).join("")}
    }`);
  expect(output).toContain("WIFEXITED\n");
  expect(macros.filter((name) => name in stdlib)).toEqual(output.trimEnd().split("\n"));
});
