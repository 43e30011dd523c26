/** Signals in a process that is Node's too: what has no twin in C. */

import { spawnSync } from "node:child_process";

import { runModule } from "../support/children.ts";
import { root } from "../support/root.ts";

/** Runs a program, which has all of berkeley as `c`, and returns what it prints and how it ended. */
function run(source: string): { status: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string } {
  const prelude = `
    import { spawn, spawnSync, execFileSync } from "node:child_process";
    import { once } from "node:events";
    import { setTimeout as delay } from "node:timers/promises";
    import { Worker } from "node:worker_threads";
    import * as c from "berkeley";
    import * as errors from "berkeley/errno";
    const say = (text) => c.write(1, text + "\\n", Buffer.byteLength(text) + 1);
    const setOf = (...signums) => { const set = new c.sigset_t(); for (const n of signums) c.sigaddset(set, n); return set; };
    const handle = (signum, handler, flags = 0, mask = setOf()) =>
      c.sigaction(signum, new c.sigaction({ sa_handler: handler, sa_flags: flags, sa_mask: mask }), null);
    const old = (signum) => { const sa = new c.sigaction(); c.sigaction(signum, null, sa); return sa.sa_handler; };
    const blocked = () => { const set = new c.sigset_t(); c.sigprocmask(c.SIG_BLOCK, null, set); return set; };
    const pending = (signum) => { const set = new c.sigset_t(); c.sigpending(set); return c.sigismember(set, signum); };
    const pair = () => { const fds = c.array(c.int, 2); c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, fds); return fds; };
    const error = () => Object.entries(errors).find(([name, n]) => n === c.errno && name !== "errno")[0];
  `;
  const { status, signal, stdout, stderr } = runModule(prelude + source);
  return { status, signal, stdout, stderr };
}

const well = (stdout: string): ReturnType<typeof run> => ({ status: 0, signal: null, stdout, stderr: "" });

describe("child_process", () => {
  it("and a handler of SIGCHLD both see children: before, between and after", () => {
    const { stdout, ...rest } = run(`
      let children = 0;
      const reap = () => { children++; };
      const child = async (status) => once(spawn("sh", ["-c", "exit " + status]), "exit");
      say("before " + await child(1));
      say(String(old(c.SIGCHLD) === c.SIG_DFL));
      handle(c.SIGCHLD, reap, c.SA_RESTART);
      for (const status of [2, 3]) say("between " + await child(status));
      say("handled " + children + " " + (old(c.SIGCHLD) === reap));
      const running = child(4);
      handle(c.SIGCHLD, c.SIG_DFL);
      say("after " + await running);
      say("sync " + spawnSync("sh", ["-c", "exit 5"]).status);
      say("after " + await child(6));
      handle(c.SIGCHLD, reap);
      say("again " + await child(7));
      say("sync " + spawnSync("sh", ["-c", "exit 8"]).status);
      const before = children;
      const pid = c.fork();
      if (pid === 0) c._exit(9);
      const status = new c.int();
      while (c.waitpid(pid, status, 0) < 0) say(error());
      c.getpid(); // The handler runs before it, if it did not end waitpid.
      say("fork " + c.WEXITSTATUS(status.value) + " " + (children > before));
    `);
    expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
    expect(stdout.replace("EINTR\n", "")).toBe(
      "before 1,\ntrue\nbetween 2,\nbetween 3,\nhandled 2 true\nafter 4,\nsync 5\nafter 6,\nagain 7,\nsync 8\nfork 9 true\n",
    );
  });

  it("sees the end of a child that the program's own handler did not wait for, while a call blocks", () => {
    expect(
      run(`
        let children = 0;
        handle(c.SIGCHLD, () => { children++; });
        const [fd] = pair();
        const ended = once(spawn("sh", ["-c", "exit 3"]), "exit");
        say(String(c.recv(fd, Buffer.alloc(1), 1, 0)) + " " + error() + " " + children);
        say(String(await ended));
      `),
    ).toEqual(well("-1 EINTR 1\n3,\n"));
  });
});

describe("process.on and process.off", () => {
  it("leave the program's handler in place, and work", () => {
    expect(
      run(`
        const signal = async (n) => { process.kill(process.pid, n); await delay(1); await new Promise(setImmediate); };
        const listener = () => say("node");
        process.on("SIGUSR2", listener);
        await signal("SIGUSR2");
        say("taken " + (old(c.SIGUSR2) === c.SIG_DFL));
        handle(c.SIGUSR2, () => say("berkeley"));
        await signal("SIGUSR2");
        process.off("SIGUSR2", listener);
        say("off");
        await signal("SIGUSR2");
        process.on("SIGUSR2", listener);
        say("on");
        await signal("SIGUSR2");
        handle(c.SIGUSR2, c.SIG_DFL);
        say("given back");
        await signal("SIGUSR2");
        process.off("SIGUSR2", listener);
        say("off");
        process.kill(process.pid, "SIGUSR2");
        await delay(10_000);
      `),
    ).toMatchObject({
      signal: "SIGUSR2",
      stdout: expect.stringMatching(
        /^node\ntaken true\n(berkeley\nnode|node\nberkeley)\noff\nberkeley\non\n(berkeley\nnode|node\nberkeley)\ngiven back\nnode\noff\n$/,
      ) as string,
    });
  });

  it("are not needed for what the program takes: a signal that nobody else listens to", () => {
    expect(
      run(`
        handle(c.SIGUSR2, () => say("berkeley"));
        process.on("SIGUSR2", () => {}).removeAllListeners("SIGUSR2");
        c.raise(c.SIGUSR2);
        say("ignored " + (handle(c.SIGUSR2, c.SIG_IGN), process.on("SIGUSR1", () => {}), c.raise(c.SIGUSR2)));
        process.removeAllListeners("SIGUSR1");
        handle(c.SIGUSR2, c.SIG_DFL);
        c.raise(c.SIGUSR2);
      `),
    ).toMatchObject({ signal: "SIGUSR2", stdout: "berkeley\nignored 0\n" });
  });

  it("know no signal that Node handles from its start", () => {
    expect(
      run(`
        say([c.SIGPIPE, c.SIGXFSZ].map((n) => old(n) === c.SIG_IGN).join());
        say([c.SIGCHLD, c.SIGINT, c.SIGTERM, c.SIGUSR1, c.SIGSEGV].map((n) => old(n) === c.SIG_DFL).join());
        const fds = pair();
        c.close(fds[0]);
        say(c.write(fds[1], "x", 1) + " " + error());
      `),
    ).toEqual(well("true,true\ntrue,true,true,true,true\n-1 EPIPE\n"));
  });
});

describe("a blocked signal", () => {
  const worker = 'once(new Worker("setInterval(() => {}, 1000)", { eval: true, execArgv: [] }), "online")';

  it("stays pending and kills nobody, though Node has other threads, and Workers before and after", () => {
    expect(
      run(`
        await Promise.all([1, 2].map(() => ${worker}));
        const { pbkdf2 } = await import("node:crypto");
        pbkdf2("a", "b", 1, 1, "sha1", () => {}); // Starts libuv's threads.
        c.sigprocmask(c.SIG_BLOCK, setOf(c.SIGUSR1, c.SIGTERM, c.SIGRTMIN), null);
        await Promise.all([1, 2].map(() => ${worker}));
        for (let i = 0; i < 500; i++) {
          for (const signum of [c.SIGUSR1, c.SIGTERM]) c.kill(c.getpid(), signum);
          if (i < 50) c.sigqueue(c.getpid(), c.SIGRTMIN, new c.sigval_t({ sival_int: i }));
        }
        spawnSync("sh", ["-c", "for i in 1 2 3 4 5; do kill -USR1 " + c.getpid() + "; done"]);
        await delay(20);
        say([c.SIGUSR1, c.SIGTERM, c.SIGRTMIN, c.SIGUSR2].map(pending).join());
        const counts = {};
        const count = (signum) => { counts[signum] = (counts[signum] ?? 0) + 1; };
        for (const signum of [c.SIGUSR1, c.SIGTERM, c.SIGRTMIN]) handle(signum, count);
        c.sigprocmask(c.SIG_UNBLOCK, setOf(c.SIGUSR1, c.SIGTERM, c.SIGRTMIN), null);
        say([c.SIGUSR1, c.SIGTERM, c.SIGRTMIN].map((signum) => counts[signum]).join());
        c._exit(0);
      `),
    ).toEqual(well("1,1,1,0\n1,1,50\n"));
  });

  it("ends the process when it is blocked no more and nobody handles it", () => {
    expect(
      run(`
        c.sigprocmask(c.SIG_BLOCK, setOf(c.SIGTERM), null);
        c.kill(c.getpid(), c.SIGTERM);
        say("alive " + pending(c.SIGTERM));
        c.sigprocmask(c.SIG_UNBLOCK, setOf(c.SIGTERM), null);
        say("not here");
      `),
    ).toMatchObject({ signal: "SIGTERM", stdout: "alive 1\n" });
  });

  it("that another thread would take reaches the main thread, with what is known of it", () => {
    expect(
      run(`
        const infos = [];
        handle(c.SIGRTMIN, (signum, info) => infos.push(info), c.SA_SIGINFO);
        await ${worker}; // Born after the first call on signals.
        for (let i = 0; i < 100; i++) c.sigqueue(c.getpid(), c.SIGRTMIN, new c.sigval_t({ sival_int: i }));
        const isRight = (info, i) =>
          info.si_value.sival_int === i && info.si_pid === c.getpid() && info.si_code === c.SI_QUEUE;
        say(infos.length + " " + infos.every(isRight));
        c._exit(0);
      `),
    ).toEqual(well("100 true\n"));
  });
});

describe("a handler", () => {
  it("runs from the event loop where the program makes no call", () => {
    expect(
      run(`
        handle(c.SIGUSR1, (signum) => { console.log("handled", signum); clearTimeout(timer); });
        const timer = setTimeout(() => console.log("too late"), 10_000);
        process.kill(process.pid, "SIGUSR1");
        console.log("first");
      `),
    ).toEqual(well("first\nhandled 10\n"));
  });

  it("wakes the event loop when it sleeps, and does not keep it alive", () => {
    expect(
      run(`
        handle(c.SIGUSR1, () => { console.log("handled"); clearTimeout(timer); });
        const timer = setTimeout(() => console.log("too late"), 10_000);
        spawn("sh", ["-c", "sleep 0.1; kill -USR1 " + process.pid], { stdio: "ignore" }).unref();
      `),
    ).toEqual(well("handled\n"));
  });

  it("lets promises go on that it resolves", () => {
    expect(
      run(`
        const came = new Promise((resolve) => handle(c.SIGUSR1, resolve));
        process.kill(process.pid, "SIGUSR1");
        const timer = setTimeout(() => console.log("too late"), 10_000);
        console.log("came", await came);
        clearTimeout(timer);
      `),
    ).toEqual(well("came 10\n"));
  });

  it("that throws in the event loop is an uncaughtException, and others run all the same", () => {
    expect(
      run(`
        process.on("uncaughtException", (error) => console.log("uncaught", error.message));
        handle(c.SIGUSR1, () => { throw new Error("one"); });
        handle(c.SIGUSR2, () => { console.log("two"); clearTimeout(timer); });
        const timer = setTimeout(() => console.log("too late"), 10_000);
        for (const signal of ["SIGUSR1", "SIGUSR2"]) process.kill(process.pid, signal);
      `),
    ).toEqual(well("uncaught one\ntwo\n"));
    expect(
      run(`
        handle(c.SIGUSR1, () => { throw new Error("one"); });
        process.kill(process.pid, "SIGUSR1");
        setTimeout(() => console.log("not here"), 10_000);
      `),
    ).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("Error: one") as string });
  });

  it("for what comes while JavaScript computes runs before the next call", () => {
    expect(
      run(`
        let handled = 0;
        handle(c.SIGUSR1, () => handled++);
        process.kill(process.pid, "SIGUSR1");
        const before = handled;
        const pid = c.getpid();
        say(before + " " + handled);
      `),
    ).toEqual(well("0 1\n"));
  });
});

describe("a handler that throws", () => {
  it.each([
    ["recv", "c.recv(fds[0], buf, 10, 0)"],
    ["read", "c.read(fds[0], buf, 10)"],
    ["poll", "c.poll(pollfds, 1, -1)"],
    ["sigsuspend", "c.sigsuspend(setOf())"],
    ["pause", "c.pause()"],
    ["nanosleep", "c.nanosleep(new c.timespec({ tv_sec: 100 }), null)"],
    ["raise", "c.raise(c.SIGALRM)"],
    ["kill", "c.kill(c.getpid(), c.SIGALRM)"],
    ["getpid", "(process.kill(process.pid, 'SIGALRM'), c.getpid())"],
    ["printf", "(process.kill(process.pid, 'SIGALRM'), c.printf('x'))"],
    [
      "sigprocmask",
      "(c.sigprocmask(c.SIG_BLOCK, setOf(c.SIGALRM), null), c.raise(c.SIGALRM), c.sigprocmask(c.SIG_UNBLOCK, setOf(c.SIGALRM), null))",
    ],
  ])("leaves %s", (_name, call) => {
    const { stdout, ...rest } = run(`
      const fds = pair();
      const buf = Buffer.alloc(10);
      const pollfds = c.array(c.pollfd, 1);
      Object.assign(pollfds[0], { fd: fds[0], events: c.POLLIN });
      handle(c.SIGALRM, () => { c.setitimer(c.ITIMER_REAL, new c.itimerval(), null); throw new RangeError("out"); }, c.SA_RESTART, setOf(c.SIGUSR2));
      const time = { tv_sec: 0, tv_usec: 10_000 };
      ${/ALRM/.test(call) ? "" : "c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: time, it_interval: time }), null);"}
      let caught = "nothing";
      try { ${call}; } catch (error) { caught = String(error); }
      const mask = blocked();
      say(caught + " " + c.sigisemptyset(mask));
      c.send(fds[1], "Hello", 5, 0);
      say(String(c.recv(fds[0], buf, 10, 0)));
    `);
    expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
    expect(stdout.replace(/^x/, "").replace(/x$/, "")).toBe("RangeError: out 1\n5\n");
  });

  it("leaves other handlers to the next call", () => {
    expect(
      run(`
        const throwing = (signum) => { throw new Error(String(signum)); };
        handle(c.SIGUSR1, (signum) => say("handled " + signum));
        handle(c.SIGUSR2, throwing);
        handle(c.SIGTERM, throwing);
        const all = setOf(c.SIGUSR1, c.SIGUSR2, c.SIGTERM);
        c.sigprocmask(c.SIG_BLOCK, all, null);
        for (const signum of [c.SIGUSR1, c.SIGUSR2, c.SIGTERM]) c.raise(signum);
        const caught = [];
        const attempt = (call) => { try { call(); } catch (error) { caught.push(error.message); } };
        attempt(() => c.sigprocmask(c.SIG_UNBLOCK, all, null));
        attempt(() => c.getpid());
        attempt(() => c.getpid());
        say(caught.join() + " " + c.sigisemptyset(blocked()));
      `),
    ).toEqual(well("handled 10\n15,12 1\n"));
  });

  it("in a handler leaves that too, unless it is caught there", () => {
    expect(
      run(`
        handle(c.SIGUSR2, () => { throw new Error("inner"); });
        handle(c.SIGUSR1, () => { try { c.raise(c.SIGUSR2); } catch (error) { say("caught " + error.message); } });
        c.raise(c.SIGUSR1);
        handle(c.SIGUSR1, () => c.raise(c.SIGUSR2));
        try { c.raise(c.SIGUSR1); } catch (error) { say("left " + error.message + " " + c.sigisemptyset(blocked())); }
      `),
    ).toEqual(well("caught inner\nleft inner 1\n"));
  });
});

describe("a handler in a call on memory", () => {
  const ways: readonly (readonly [string, string, string])[] = [
    ["detaches", "new ArrayBuffer(64)", "structuredClone(memory, { transfer: [memory] })"],
    ["shrinks", "new ArrayBuffer(64, { maxByteLength: 128 })", "memory.resize(1)"],
    ["shrinks to nothing", "new ArrayBuffer(64, { maxByteLength: 128 })", "memory.resize(0)"],
    [
      "unmaps",
      "(mapped = c.mmap(null, 4096, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS, -1, 0)).buffer",
      "c.munmap(mapped, 4096)",
    ],
  ];
  const calls: readonly (readonly [string, string])[] = [
    ["recv", "c.recv(fds[0], bytes, 64, 0)"],
    ["read", "c.read(fds[0], bytes, 64)"],
    ["recvfrom", "c.recvfrom(fds[0], bytes, 64, 0, null, null)"],
    ["poll", "c.poll(pollfds, 1, -1)"],
    ["write", "c.write(fds[1], bytes, 64)"],
  ];

  it.each(ways.flatMap((way) => calls.map((call) => [way[0], call[0], way[1], way[2], call[1]] as const)))(
    "%s it: %s",
    (_way, name, memory, does, call) => {
      const { stdout, ...rest } = run(`
        let mapped;
        const fds = pair();
        const memory = ${memory};
        const bytes = new Uint8Array(memory);
        const filling = Buffer.alloc(100_000);
        const pollfds = ${name === "poll" ? "c.cast(c.pollfd, bytes)" : "null"};
        if (pollfds !== null) Object.assign(pollfds, { fd: fds[0], events: c.POLLIN });
        ${name === "write" ? "while (c.send(fds[1], filling, 1000, c.MSG_DONTWAIT) > 0); while (c.send(fds[1], filling, 1, c.MSG_DONTWAIT) > 0);" : ""}
        handle(c.SIGALRM, () => {
          c.setitimer(c.ITIMER_REAL, new c.itimerval(), null);
          ${does};
          ${name === "write" ? "while (c.recv(fds[0], filling, 100_000, c.MSG_DONTWAIT) > 0);" : 'c.send(fds[1], "Hello", 5, 0);'}
        }, c.SA_RESTART);
        const time = { tv_sec: 0, tv_usec: 20_000 };
        c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: time, it_interval: time }), null);
        let outcome;
        try { outcome = ${call}; } catch (error) { outcome = error.name; }
        say(String(outcome));
      `);
      expect(rest).toEqual({ status: 0, signal: null, stderr: "" });
      expect(stdout).toBe(name === "poll" ? "-1\n" : "RangeError\n");
    },
  );
});

describe("a Worker", () => {
  it("has no handlers: ENOTSUP; the main thread's run there", () => {
    expect(
      run(`
        let handled = 0;
        handle(c.SIGUSR1, () => handled++, c.SA_RESTART);
        const worker = new Worker(\`
          import("berkeley").then((c) => {
            const results = [
              c.sigaction(c.SIGUSR2, new c.sigaction({ sa_handler: () => {} }), null), c.errno === c.ENOTSUP,
              c.signal(c.SIGUSR2, () => {}) === c.SIG_ERR, c.errno === c.ENOTSUP,
              c.sigaction(c.SIGUSR2, null, new c.sigaction()), c.sigaction(c.SIGUSR2, new c.sigaction({ sa_handler: c.SIG_IGN }), null),
              c.kill(process.pid, c.SIGUSR1),
            ];
            require("node:worker_threads").parentPort.postMessage(results.join());
          });\`, { eval: true, execArgv: [] });
        say((await once(worker, "message"))[0]);
        await new Promise(setImmediate);
        say(String(handled));
      `),
    ).toEqual(well("-1,true,true,true,0,-1,0\n1\n"));
  });
});

describe("whatever happens", () => {
  it("the mask is afterwards what it was: a handler that another's call runs", () => {
    expect(
      run(`
        handle(c.SIGUSR1, () => { c.getpid(); say("first"); });
        handle(c.SIGUSR2, () => say("second"));
        const ended = spawnSync("sh", ["-c", \`kill -USR1 \${process.pid}; sleep 0.1; kill -USR2 \${process.pid}\`]);
        c.getpid();
        say([c.SIGUSR1, c.SIGUSR2].map((n) => c.sigismember(blocked(), n)).join());
        c.raise(c.SIGUSR2);
      `),
    ).toEqual(well(expect.stringMatching(/^(first\nsecond|second\nfirst)\n0,0\nsecond\n$/) as unknown as string));
  });

  it("SA_NODEFER does not overrun what has been caught", () => {
    expect(
      run(`
        let handled = 0;
        handle(c.SIGRTMIN, () => handled++, c.SA_NODEFER);
        c.sigprocmask(c.SIG_BLOCK, setOf(c.SIGRTMIN), null);
        for (let i = 0; i < 600; i++) c.sigqueue(process.pid, c.SIGRTMIN, new c.sigval({ sival_int: i }));
        c.sigprocmask(c.SIG_UNBLOCK, setOf(c.SIGRTMIN), null);
        say(String(handled));
      `),
    ).toEqual(well("600\n"));
  });

  it("threads that begin later let no blocked signal kill the process", () => {
    const program = `
      const c = require("berkeley");
      const set = new c.sigset_t();
      c.signal(c.SIGUSR1, () => {});
      require("node:fs").readFile("package.json", () => { // Starts libuv's threads.
        c.sigaddset(set, c.SIGUSR2);
        c.sigprocmask(c.SIG_BLOCK, set, null);
        c.kill(process.pid, c.SIGUSR2);
        c.sigpending(set);
        console.log(c.sigismember(set, c.SIGUSR2));
      });`;
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--no-warnings", "--experimental-require-module", "-e", program],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "1\n" });
  });

  it("a program that a Worker executes has the program's mask", () => {
    expect(
      run(`
        handle(c.SIGUSR1, () => {});
        const pid = c.fork();
        if (pid === 0) {
          new Worker(\`import("berkeley").then((c) => c.execl("/bin/grep", "grep", "SigBlk", "/proc/self/status", null))\`, {
            eval: true,
            execArgv: [],
          });
          await delay(10_000);
        }
        c.waitpid(pid, null, 0);
      `),
    ).toEqual(well("SigBlk:\t0000000000000000\n"));
  });

  it("an exception leaves pclose", () => {
    expect(
      run(`
        handle(c.SIGALRM, () => { throw new Error("on purpose"); });
        const stream = c.popen("sleep 5", "r");
        c.alarm(1);
        const begun = Date.now();
        try { c.pclose(stream); } catch (error) { say(error.message + " " + (Date.now() - begun < 4000)); }
      `),
    ).toEqual(well("on purpose true\n"));
  });

  it("Node's listeners hear again of a signal that the program gives back", () => {
    expect(
      run(`
        process.on("SIGUSR2", () => say("Node"));
        const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
        for (const before of [c.SIG_IGN, () => say("berkeley")]) {
          c.signal(c.SIGUSR2, before);
          c.raise(c.SIGUSR2);
          await turn();
          c.signal(c.SIGUSR2, c.SIG_DFL);
          c.raise(c.SIGUSR2);
          await turn();
        }
        process.exit();
      `),
    ).toEqual(well("Node\nberkeley\nNode\nNode\n"));
  });

  it("signals may come while the process ends", () => {
    for (let i = 0; i < 10; i++) {
      expect(
        run(`
          handle(c.SIGALRM, () => {});
          c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_interval: { tv_usec: 50 }, it_value: { tv_usec: 50 } }), null);
        `),
      ).toEqual(well(""));
    }
  });
});
