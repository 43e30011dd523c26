import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { hasCompiler, isRoot, isSanitized, itUnprivileged, runC, unprivileged } from "../support/children.ts";
import { runForking, runInChild, well } from "../support/forking.ts";
import { compileC } from "../support/processes.ts";
import { root } from "../support/root.ts";

const folder = mkdtempSync(join(tmpdir(), "berkeley-fork-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The path of a file that says this. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("the child", () => {
  it("is another process, to Node too", () => {
    const program = `
      const parent = getpid();
      const pid = fork();
      if (pid === 0) {
        assert.equal(process.pid, getpid());
        assert.equal(c.gettid(), getpid());
        assert.notEqual(getpid(), parent);
        assert.deepEqual([c.getppid(), process.ppid], [parent, parent]);
        assert.deepEqual(Object.keys(process).includes("pid"), true);
        assert.throws(() => { process.pid = 1; }, TypeError);
      } else {
        assert.equal(process.pid, parent);
        assert.notEqual(pid, parent);
        await finish(pid);
      }`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });

  it("has the parent's memory as it was, and none of its own is the parent's", () => {
    const program = `
      const shared = { text: "before", numbers: Int32Array.of(1, 2, 3) };
      const pid = fork();
      if (pid === 0) {
        assert.equal(shared.text, "before");
        shared.text = "the child's";
        shared.numbers[0] = 7;
      } else {
        shared.numbers[1] = 8;
        c.printf("%s\\n", await reap(pid));
        assert.deepEqual([shared.text, ...shared.numbers], ["before", 1, 8, 3]);
      }`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });

  it("reads standard input, and writes to output and error", () => {
    const inChild = `
      for await (const chunk of process.stdin) process.stdout.write("read " + chunk);
      console.error("done");`;
    const { stdout, stderr } = runInChild(inChild, "", { input: "a line\n" });
    expect({ stdout, stderr }).toEqual({ stdout: "read a line\nexited 0\n", stderr: "done\n" });
  });

  it("draws random numbers of its own", () => {
    const program = `
      import crypto from "node:crypto";
      crypto.randomUUID();
      crypto.randomInt(2);
      globalThis.crypto.randomUUID();
      const pids = [];
      let isChild = false;
      for (let i = 0; i < 3 && !isChild; i++) {
        const pid = fork();
        if (pid === 0) isChild = true;
        else pids.push(pid);
      }
      const drawn = [];
      for (let i = 0; i < 3; i++) {
        drawn.push(crypto.randomUUID(), globalThis.crypto.randomUUID(), crypto.randomInt(2 ** 47), crypto.randomBytes(8).toString("hex"));
      }
      fs.writeSync(1, drawn.join("\\n") + "\\n");
      if (!isChild) for (const pid of pids) assert.equal(await reap(pid), "exited 0");`;
    const { stdout, status, stderr } = runForking(program);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const drawn = stdout.trim().split("\n");
    expect(drawn).toHaveLength(4 * 12);
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it("runs hot code as fast as the parent, and that as fast as before", () => {
    // They take turns, and it is their threads' time that counts: other processes do not. The median, since Node 26 makes
    // code that is three times as fast in one round of ten, in either process.
    const program = `
      const body = (seed) => "let s = " + seed + "; for (let i = 0; i < n; i++) s = (s * 31 + (i ^ s)) | 0; return s;";
      const usage = new c.rusage();
      function spent() {
        c.getrusage(c.RUSAGE_THREAD, usage);
        return usage.ru_utime.tv_sec * 1e3 + usage.ru_utime.tv_usec / 1e3;
      }
      function time(seed) {
        const f = new Function("n", body(seed));
        const before = spent();
        for (let i = 0; i < 30; i++) f(300_000);
        return spent() - before;
      }
      const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
      const before = [];
      for (let round = 0; round < 9; round++) before.push(time(300 + round));
      const turn = Buffer.alloc(1);
      const pair = new Int32Array(2);
      c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, pair);
      const pid = fork();
      const [seed, own] = pid === 0 ? [100, pair[0]] : [200, pair[1]];
      const times = [];
      for (let round = 0; round < 9; round++) {
        if (pid === 0) assert.equal(c.recv(own, turn, 1, 0), 1);
        times.push(time(seed + round));
        assert.equal(c.send(own, turn, 1, 0), 1);
        if (pid !== 0) assert.equal(c.recv(own, turn, 1, 0), 1);
      }
      if (pid !== 0) assert.equal(await reap(pid), "exited 0");
      c.printf("%f %f\\n", median(times), median(before));`;
    const { stdout, status, stderr } = runForking(program);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [child, , parent, before] = stdout.trim().split(/\s/).map(Number);
    expect(child / parent).toBeLessThan(1.6);
    expect(parent / child).toBeLessThan(2.5);
    expect(parent / before).toBeLessThan(2.5);
  });
});

describe("in the child works", () => {
  const cases: [what: string, inChild: string][] = [
    ["printf", `c.printf("%d\\n", 1); c.printf("done\\n");`],
    ["console.log", `console.log("1"); console.log("done");`],
    [
      "a timer, an interval, an immediate",
      `setImmediate(() => console.log("1"));
       let ticks = 0;
       const interval = setInterval(() => { if (++ticks === 3) { clearInterval(interval); console.log("done"); } }, 5);`,
    ],
    ["promises", `await Promise.all([delay(5), delay(10)]); queueMicrotask(() => console.log("1\\ndone"));`],
    ["fs", `console.log((await fs.promises.readFile("package.json")).length > 0 ? "1\\ndone" : "empty");`],
    ["fs, synchronously", `console.log(fs.readFileSync("package.json").length > 0 ? "1\\ndone" : "empty");`],
    ["dns", `await (await import("node:dns")).promises.lookup("localhost"); console.log("1\\ndone");`],
    [
      "net",
      `const net = await import("node:net");
       const server = net.createServer((socket) => socket.end("done")).listen(0, "127.0.0.1", () => {
         net.connect(server.address().port, "127.0.0.1").on("data", (data) => { console.log("1\\n" + data); server.close(); });
       });`,
    ],
    [
      "http and fetch",
      `const http = await import("node:http");
       const server = http.createServer((request, response) => response.end("done")).listen(0, "127.0.0.1", async () => {
         const response = await fetch("http://127.0.0.1:" + server.address().port, { headers: { connection: "close" } });
         console.log("1\\n" + await response.text());
         server.close();
         server.closeAllConnections();
       });`,
    ],
    [
      "import()",
      `console.log((await import("data:text/javascript,export default '1'")).default); console.log("done");`,
    ],
    [
      "WebAssembly",
      `const bytes = Uint8Array.of(0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,7,5,1,1,102,0,0,10,6,1,4,0,65,1,11);
       const { instance } = await WebAssembly.instantiate(bytes);
       console.log(instance.exports.f() + "\\ndone");`,
    ],
    [
      "child_process",
      `const { execFile, execFileSync } = await import("node:child_process");
       process.stdout.write(execFileSync("echo", ["1"]));
       execFile("echo", ["done"], (error, stdout) => process.stdout.write(stdout));`,
    ],
    [
      "child_process.fork",
      `const child = (await import("node:child_process")).fork("-e", ["process.send('done')"], { execArgv: [] });
       child.on("message", (message) => { console.log("1\\n" + message); child.disconnect(); });
       child.on("error", console.error);`,
    ],
    [
      "a new Worker",
      `const worker = new Worker("require('node:worker_threads').parentPort.postMessage('done')", { eval: true, execArgv: [] });
       worker.on("message", (message) => console.log("1\\n" + message));`,
    ],
    [
      "crypto on libuv's pool",
      `const { pbkdf2, scrypt, randomBytes } = await import("node:crypto");
       pbkdf2("a", "b", 1000, 8, "sha1", () => console.log("1"));
       await delay(50);
       scrypt("a", "b", 8, () => randomBytes(8, () => console.log("done")));`,
    ],
    [
      "zlib on libuv's pool",
      `const { gzip, gunzip } = await import("node:zlib");
       gzip("1\\ndone", (error, zipped) => gunzip(zipped, (error, text) => console.log(String(text))));`,
    ],
    [
      "a signal's handler",
      `const interval = setInterval(() => {}, 1000);
       process.on("SIGUSR2", () => { console.log("done"); clearInterval(interval); });
       console.log("1");
       process.kill(process.pid, "SIGUSR2");`,
    ],
    ["a collection", `globalThis.gc?.(); for (let i = 0; i < 3e6; i++) [i, String(i)]; console.log("1\\ndone");`],
    [
      "berkeley",
      `const fds = c.array(c.int, 2); c.pipe(fds); c.write(fds[1], "1\\ndone\\n", 7); const b = Buffer.alloc(9); c.read(fds[0], b, 9); c.write(1, b, 7);`,
    ],
  ];

  it.each(cases)("%s", (_what, inChild) => {
    expect(runInChild(inChild)).toEqual(well("1\ndone\nexited 0\n"));
  });

  it.each(cases)("%s, in a child of a child of one that left a Worker behind", (_what, inChild) => {
    const before = `
      await startWorker("setInterval(() => {}, 5)");
      const child = fork();
      if (child !== 0) await finish(child);`;
    expect(runInChild(inChild, before)).toEqual(well("1\ndone\nexited 0\nexited 0\n"));
  });
});

describe("a child ends", () => {
  const ends: [how: string, end: string, ended: string, handlers: string][] = [
    ["naturally", "", "exited 0", "atexit 0 0\n"],
    ["naturally with process.exitCode", "process.exitCode = 5", "exited 5", "atexit 5 5\n"],
    [
      "naturally, later than it would have, as a listener of beforeExit has it",
      `process.once("beforeExit", () => setTimeout(() => { process.exitCode = 7; }, 1))`,
      "exited 7",
      "atexit 7 7\n",
    ],
    ["by process.exit", "process.exit(3)", "exited 3", "atexit 3 3\n"],
    ["by process.exit in a callback", "setTimeout(() => process.exit(3), 5)", "exited 3", "atexit 3 3\n"],
    ["by exit", "c.exit(4)", "exited 4", "atexit 4 4\n"],
    ["by _exit", "_exit(6)", "exited 6", ""],
    ["by an exception", `throw new Error("on purpose")`, "exited 1", "atexit 1 1\n"],
    [
      "by an exception in a callback",
      `setTimeout(() => { throw new Error("on purpose"); }, 5)`,
      "exited 1",
      "atexit 1 1\n",
    ],
    [
      "by an exception in a listener",
      `process.on("exit", () => { throw new Error("on purpose"); })`,
      "exited 1",
      "atexit 0 0\n",
    ],
    [
      "by an exception in a listener of process.exit",
      `process.on("exit", () => { throw new Error("on purpose"); }); process.exit(1)`,
      "exited 1",
      "atexit 1 1\n",
    ],
    [
      "by process.exit in a listener",
      `process.on("exit", () => process.exit(9)); process.exit(3)`,
      "exited 9",
      "atexit 3 3\n",
    ],
    ["without listeners", `process.removeAllListeners("exit"); process.exitCode = 5`, "exited 5", ""],
    [
      "after each listener once",
      `process.prependListener("exit", () => fs.writeSync(1, "first ")); process.once("exit", () => fs.writeSync(1, "last "))`,
      "exited 0",
      "first atexit 0 0\nlast ",
    ],
    [
      "after what a listener awaits",
      `process.on("exit", async () => { for (let n = 0; n < 50; n++) await null; process.exitCode = 4; })`,
      "exited 4",
      "atexit 0 0\n",
    ],
    [
      "by a rejection in a listener",
      `process.on("exit", async () => { await null; throw new Error("on purpose"); })`,
      "exited 1",
      "atexit 0 0\n",
    ],
    [
      "by process.exit, without what waits for promises",
      `process.on("exit", async () => { await null; process.exitCode = 4; }); process.exit(3)`,
      "exited 3",
      "atexit 3 3\n",
    ],
    [
      "with the status that a listener takes back",
      `process.on("exit", () => { process.exitCode = undefined; }); process.exit(3)`,
      "exited 0",
      "atexit 3 3\n",
    ],
    [
      "with the low bits of a number",
      `process.off("exit", tell); process.exitCode = 2 ** 32 + 5`,
      "exited 5",
      "atexit ",
    ],
    [
      "after listeners that the program calls itself",
      `process.off("exit", tell); setTimeout(() => { process.emit("exit", 0); process.exitCode = 6; }, 5)`,
      "exited 6",
      "atexit ",
    ],
    [
      "where the program has wrapped process.emit",
      `const { emit } = process; process.emit = (...event) => emit.apply(process, event); process.exitCode = 6`,
      "exited 6",
      "atexit 6 6\n",
    ],
    [
      "by an exception in the handler of an exception",
      `process.on("uncaughtException", () => { throw 1; }); setTimeout(() => { throw new Error(); }, 5)`,
      "exited 7",
      "",
    ],
    ["by a rejection", `Promise.reject(new Error("on purpose"))`, "exited 1", "atexit 1 1\n"],
    ["by abort", "c.abort()", "killed 6", ""],
    ["by a signal", "process.kill(process.pid, 'SIGTERM'); await delay(10_000)", "killed 15", ""],
    [
      "naturally after an exception that was handled",
      `process.on("uncaughtException", () => {}); setTimeout(() => { throw new Error("on purpose"); }, 5)`,
      "exited 0",
      "atexit 0 0\n",
    ],
    [
      "by process.exit in the handler of an exception",
      `process.on("uncaughtException", () => process.exit(8)); setTimeout(() => { throw new Error("on purpose"); }, 5)`,
      "exited 8",
      "atexit 8 8\n",
    ],
  ];
  const worker = `await startWorker("setInterval(() => {}, 5)");`;
  const busyWorker = `await startWorker("for (;;);");`;

  it.each([
    ...ends.map((end) => ["with no Worker", ...end, ""]),
    ...ends.map((end) => ["with a Worker left behind", ...end, worker]),
    ...ends.map((end) => ["with a busy Worker left behind", ...end, busyWorker]),
  ])("%s %s", (_with, _how, end, ended, handlers, before) => {
    const inChild = `
      c.atexit(() => fs.writeSync(1, "atexit "));
      const tell = (code) => fs.writeSync(1, code + " " + (process.exitCode ?? 0) + "\\n");
      process.on("exit", tell);
      c.printf("");
      ${end}`;
    const { status, stdout, stderr } = runInChild(inChild, before);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${handlers}${ended}\n` });
    const fails = ended === "exited 1";
    expect(stderr.includes("Error: on purpose")).toBe(fails);
    if (!fails && ended !== "exited 7") expect(stderr).toBe("");
  });

  it.each([
    ["naturally", ""],
    ["by process.exit", "process.exit(0)"],
    ["by exit", "c.exit(0)"],
    ["by an exception", `throw new Error("on purpose")`],
  ])("that began while its parent ended %s", (_how, end) => {
    const program = `
      (await startWorker("setInterval(() => {}, 5)")).unref();
      process.on("exit", () => {
        const pid = fork();
        if (pid === 0) return void (process.exitCode = 6);
        const status = new c.int();
        c.waitpid(pid, status, 0);
        fs.writeSync(1, describe(status.value));
        _exit(0);
      });
      ${end}`;
    expect(runForking(program)).toMatchObject({ status: 0, stdout: "exited 6" });
  });

  it("in a child of a child whose parent has wrapped process.emit", () => {
    const inChild = `
      const { emit } = process;
      process.emit = (...event) => emit.apply(process, event);
      const grandchild = fork();
      if (grandchild === 0) process.exitCode = 4;
      else assert.equal(await reap(grandchild), "exited 4");`;
    expect(runInChild(inChild)).toEqual(well("exited 0\n"));
  });

  it("with its coverage written", () => {
    for (const end of ["", "process.exit()", "c.exit(0)"]) {
      const coverage = mkdtempSync(join(folder, "coverage-"));
      const program = `
        const pid = fork();
        if (pid !== 0) console.log(await reap(pid));
        ${end}`;
      const env = { ...process.env, NODE_V8_COVERAGE: coverage };
      expect(runForking(program, { env })).toEqual(well("exited 0\n"));
      expect(readdirSync(coverage)).toHaveLength(2);
    }
  });

  it("at the same time as others", () => {
    const program = `
      const pids = [];
      let isChild = false;
      const at = Date.now() + 600;
      while (!isChild && pids.length < 12) {
        const pid = fork();
        isChild = pid === 0;
        pids.push(pid);
      }
      if (isChild) {
        const end = [() => {}, () => process.exit(0), () => { throw new Error("on purpose"); }][pids.length % 3];
        setTimeout(end, at - Date.now());
      } else {
        for (const pid of pids) console.log(await reap(pid));
      }`;
    const { stdout } = runForking(program);
    expect(stdout.match(/exited [01]/g)).toHaveLength(12);
  });

  it("by an exception at any moment of the beginning of a Worker that it left behind", () => {
    const program = `
      const ends = new Set();
      for (let n = 0; n < 80; n++) {
        const worker = new Worker("setInterval(() => {}, 1000)", { eval: true, execArgv: [] });
        for (const begun = performance.now(); performance.now() - begun < n * 0.08; );
        const pid = fork();
        if (pid === 0) throw new Error("on purpose");
        ends.add(await reap(pid));
        await worker.terminate();
      }
      console.log(...ends);`;
    const { stdout, stderr } = runForking(program);
    expect({ stdout, messages: stderr.match(/^Error: on purpose$/gm)?.length }).toEqual({
      stdout: "exited 1\n",
      messages: 80,
    });
  });

  it("naturally, without waiting for the parent's child processes, which the parent alone hears of", () => {
    const program = `
      import { spawn } from "node:child_process";
      const sleeper = spawn("sleep", ["60"], { stdio: "ignore" });
      const killed = new Promise((resolve) => sleeper.on("exit", (code, signal) => resolve(signal)));
      let isChild = true;
      for (let n = 0; n < 3 && isChild; n++) {
        const pid = fork();
        if (pid === 0) continue; // The child of a child as well.
        isChild = false;
        assert.equal(await reap(pid), "exited 0");
        if (n === 0) {
          sleeper.kill();
          console.log(await killed);
        }
      }
      if (isChild) sleeper.on("exit", () => console.log("heard of"));`;
    expect(runForking(program)).toEqual(well("SIGTERM\n"));
  });

  it("naturally with child processes of its own, of which it hears beside those of the parent", () => {
    const before = `
      const { spawn } = await import("node:child_process");
      const sleeper = spawn("sleep", ["60"], { stdio: "ignore" });`;
    const inChild = `spawn("true").on("exit", (code) => console.log("true " + code));`;
    const program = `
      ${before}
      const pid = fork();
      if (pid === 0) {
        ${inChild}
      } else {
        console.log(await reap(pid));
        sleeper.kill();
      }`;
    expect(runForking(program)).toEqual(well("true 0\nexited 0\n"));
  });

  it("with what printf holds written, exactly once, as in C", () => {
    const program = (
      end: string,
    ): string => `c.printf("held "); const pid = fork(); if (pid === 0) { c.printf("child\\n"); ${end} }
      else { assert.match(await reap(pid), /exited/); c.printf("parent\\n"); c.exit(0); }`;
    const twin = hasCompiler
      ? runC(`#include <stdio.h>
              #include <stdlib.h>
              #include <unistd.h>
              #include <sys/wait.h>
              int main() { printf("held "); if (fork() == 0) { printf("child\\n"); exit(0); } wait(NULL); printf("parent\\n"); }`)
      : "held child\nheld parent\n";
    for (const end of ["", "c.exit(0)", "process.exit(0)"]) expect(runForking(program(end))).toEqual(well(twin));
    expect(runForking(program("_exit(0)"))).toEqual(well("held parent\n"));
  });
});

/** The sanitizers' build takes its time. */
const manyForks = isSanitized ? 200 : 2000;

describe("the parent", () => {
  it("loses nothing that is pending: timers, files, crypto, child processes, a Worker with sockets", () => {
    const program = `
      import { pbkdf2, scrypt } from "node:crypto";
      import { execFile, spawn } from "node:child_process";
      const worker = await startWorker(\`
        const net = require("node:net");
        let echoed = 0;
        const server = net.createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1", () => {
          const socket = net.connect(server.address().port, "127.0.0.1");
          socket.on("data", () => { echoed++; socket.write("x"); }).write("x");
        });
        parentPort.on("message", () => parentPort.postMessage(echoed));\`);
      const ask = () => new Promise((resolve) => { worker.once("message", resolve); worker.postMessage(""); });
      const counts = { ticks: 0, reads: 0, hashes: 0, children: 0 };
      const interval = setInterval(() => counts.ticks++, 2);
      const pending = [];
      const note = (what, promise) => pending.push(promise.then(() => counts[what]++));
      const before = await ask();
      for (let n = 0; n < 30; n++) {
        note("reads", fs.promises.readFile("package.json"));
        note("hashes", new Promise((resolve) => pbkdf2("a", "b", 2000, 8, "sha1", resolve)));
        if (n % 10 === 0) note("children", new Promise((resolve) => spawn("sleep", ["0.05"]).on("exit", resolve)));
        const pid = fork();
        if (pid === 0) _exit(0);
        assert.equal(await reap(pid), "exited 0");
      }
      await Promise.all(pending);
      const echoedMeanwhile = await ask() - before;
      assert.ok(counts.ticks > 20, "ticks: " + counts.ticks);
      assert.ok(echoedMeanwhile > 30, "echoed: " + echoedMeanwhile);
      clearInterval(interval);
      await worker.terminate();
      console.log(counts.reads, counts.hashes, counts.children);`;
    expect(runForking(program)).toEqual(well("30 30 3\n"));
  });

  it("is as it was after 2,000 forks: descriptors, threads, memory", () => {
    const program = `
      const count = (path) => fs.readdirSync(path).length;
      const rss = () => Number(/VmRSS:\\s+(\\d+)/.exec(fs.readFileSync("/proc/self/status", "latin1"))[1]);
      function forkAndWait(times) {
        const status = new c.int();
        for (let n = 0; n < times; n++) {
          const pid = fork();
          if (pid === 0) _exit(0);
          assert.equal(c.waitpid(pid, status, 0), pid);
          assert.equal(status.value, 0);
        }
      }
      forkAndWait(${manyForks / 2});
      const before = [count("/proc/self/fd"), count("/proc/self/task"), rss()];
      forkAndWait(${manyForks});
      assert.deepEqual([count("/proc/self/fd"), count("/proc/self/task")], before.slice(0, 2));
      console.log(rss() - before[2] < 3000 ? "no more memory" : rss() - before[2]);`;
    expect(runForking(program, { timeout: 110_000 })).toEqual(well("no more memory\n"));
  }, 120_000);

  it("and children live on while children are killed at random, both handling signals", () => {
    const program = `
      let handled = 0;
      process.on("SIGUSR1", () => handled++);
      process.on("SIGUSR2", () => handled++);
      let isChild = false;
      for (let n = 0; n < 60 && !isChild; n++) {
        const pid = fork();
        if (pid === 0) {
          isChild = true;
          setInterval(() => process.kill(process.pid, n % 2 ? "SIGUSR1" : "SIGUSR2"), 1);
          continue;
        }
        process.kill(process.pid, "SIGUSR1");
        await delay(Math.random() * 6);
        process.kill(pid, "SIGKILL");
        assert.equal(await reap(pid), "killed 9");
        const before = handled;
        process.kill(process.pid, "SIGUSR2");
        for (const begun = Date.now(); handled === before; await delay(1)) assert.ok(Date.now() - begun < 5000, "stalled");
      }
      if (!isChild) { console.log(handled >= 60 ? "all handled" : handled); process.exit(); }`;
    expect(runForking(program)).toEqual(well("all handled\n"));
  });

  it("hears of files that change, and so does the child", () => {
    const watched = file("watched", "");
    const other = file("other", "");
    const program = `
      const [watched, other] = ${JSON.stringify([watched, other])};
      const heard = [];
      const gone = fs.watch(other, () => {});
      gone.close();
      for (const path of [watched, other]) fs.watch(path, (_, name) => heard.includes(name) || heard.push(name));
      const pid = fork();
      const who = pid === 0 ? "child" : "parent";
      await delay(50);
      if (pid !== 0) for (const path of [watched, other]) fs.appendFileSync(path, "x");
      for (const begun = Date.now(); heard.length < 2 && Date.now() - begun < 5000; ) await delay(5);
      if (pid !== 0) assert.equal(await reap(pid), "exited 0");
      fs.writeSync(1, who + " " + heard.sort().join(" ") + "\\n");
      process.exit();`;
    expect(runForking(program)).toEqual(well("child other watched\nparent other watched\n"));
  });
});

describe("descriptors", () => {
  it("are the parent's, and no others", () => {
    const program = `
      import net from "node:net";
      net.createServer().listen(0, "127.0.0.1");
      c.socket(c.AF_INET, c.SOCK_STREAM, 0);
      c.pipe(c.array(c.int, 2));
      await fs.promises.readFile("package.json");
      // What Node has of its own is another pipe, and has the same flags.
      function describeAll() {
        const targetOf = (fd) => fs.readlinkSync("/proc/self/fd/" + fd).replace(/pipe:.*|.*\\/fd$/, "");
        const flagsOf = (fd) => /flags:\\s+(\\d+)/.exec(fs.readFileSync("/proc/self/fdinfo/" + fd, "latin1"))[1];
        const open = fs.readdirSync("/proc/self/fd").filter((fd) => fs.existsSync("/proc/self/fdinfo/" + fd));
        return open.map((fd) => [fd, targetOf(fd), flagsOf(fd)].join(" "));
      }
      const before = describeAll();
      const pid = fork();
      if (pid === 0) { assert.deepEqual(describeAll(), before); process.exit(); }
      assert.equal(await reap(pid), "exited 0");
      assert.deepEqual(describeAll(), before);
      process.exit();`;
    expect(runForking(program)).toEqual(well(""));
  });

  it("of a FIFO that Node has opened at both ends are the parent's, too", () => {
    const path = JSON.stringify(join(folder, "fifo"));
    const program = `
      c.mkfifo(${path}, 0o600);
      const reader = fs.openSync(${path}, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
      const writer = fs.openSync(${path}, "w");
      const pid = fork();
      if (pid === 0) { fs.writeSync(writer, "from the child"); _exit(0); }
      assert.equal(await reap(pid), "exited 0");
      const buffer = Buffer.alloc(20);
      console.log(buffer.toString("latin1", 0, fs.readSync(reader, buffer)));`;
    expect(runForking(program)).toEqual(well("from the child\n"));
  });

  it("share their file offset with the parent's", () => {
    const path = file("shared", "0123456789");
    const program = `
      const fd = c.open(${JSON.stringify(path)}, c.O_RDONLY);
      const digits = Buffer.alloc(4);
      c.read(fd, digits, 2);
      const pid = fork();
      if (pid === 0) { c.read(fd, digits, 4); _exit(0); }
      assert.equal(await reap(pid), "exited 0");
      c.read(fd, digits, 4);
      console.log(String(digits));`;
    expect(runForking(program)).toEqual(well("6789\n"));
  });

  it("of epoll and eventfd are one object for both if the program made them; Node's wake-ups stay each process's own", () => {
    const program = `
      const epfd = c.epoll_create1(0);
      const efd = c.eventfd(0, 0);
      const fds = c.array(c.int, 2);
      c.pipe(fds);
      c.epoll_ctl(epfd, c.EPOLL_CTL_ADD, efd, new c.epoll_event({ events: c.EPOLLIN }));
      const waits = () => c.epoll_wait(epfd, c.array(c.epoll_event, 4), 4, 5000);
      const value = new c.eventfd_t();
      const pid = fork();
      if (pid === 0) {
        // The parent's instance hears of what only the child has added, as in C.
        c.epoll_ctl(epfd, c.EPOLL_CTL_ADD, fds[0], new c.epoll_event({ events: c.EPOLLIN }));
        c.write(fds[1], "x", 1);
        assert.equal(c.eventfd_read(efd, value), 0);
        assert.equal(waits(), 1);
        process.exit(Number(value.value));
      }
      c.eventfd_write(efd, 42n);
      assert.equal(await reap(pid), "exited 42");
      assert.equal(waits(), 1);

      // Work of libuv's pool is announced by an eventfd: each process must hear of its own, many times.
      const { pbkdf2 } = await import("node:crypto");
      const hash = () => new Promise((resolve) => pbkdf2("a", "b", 1, 8, "sha1", resolve));
      const other = fork();
      for (let n = 0; n < 500; n++) await Promise.all([hash(), fs.promises.stat("."), delay(n % 5 === 0 ? 1 : 0)]);
      if (other === 0) process.exit();
      await finish(other);`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });

  it("that are gone leave the call EAGAIN, not a child that is half one", () => {
    const program = `
      const fds = [];
      for (let fd; (fd = c.dup(0)) >= 0; ) fds.push(fd);
      assert.deepEqual([fork(), c.errno], [-1, c.EAGAIN]);
      for (const fd of fds) c.close(fd);
      const pid = fork();
      if (pid === 0) _exit(0);
      await finish(pid);`;
    expect(runForking(program, { after: "ulimit -n 100" })).toEqual(well("exited 0\n"));
  });
});

describe("forks", () => {
  itUnprivileged()("leave the child whole that sets itself a limit on processes", () => {
    const inChild = `
      assert.equal(c.setrlimit(c.RLIMIT_NPROC, none), 0);
      assert.equal((await fs.promises.readFile("package.json")).length > 0, true);
      assert.deepEqual([fork(), c.errno], [-1, c.EAGAIN]);`;
    // What the child does first is compiled already, so that it comes before the threads do. And libuv has its pool: it
    // ends a process in which it cannot make it.
    const before = `
      const now = new c.rlimit();
      assert.equal(c.getrlimit(c.RLIMIT_NPROC, now), 0);
      for (let i = 0; i < 2; i++) assert.equal(c.setrlimit(c.RLIMIT_NPROC, now), 0);
      const none = new c.rlimit({ rlim_cur: 0, rlim_max: 0 });
      await fs.promises.readFile("package.json");`;
    expect(runInChild(inChild, before, unprivileged)).toEqual(well("exited 0\n"));
  });

  // The limit is on a user's processes and threads, and this user has no others.
  (isRoot ? itUnprivileged() : it.skip)("end the child at once where a limit lies between it and its threads", () => {
    const program = `
      const limit = new c.rlimit();
      c.getrlimit(c.RLIMIT_NPROC, limit);
      limit.rlim_cur = fs.readdirSync("/proc/self/task").length + 1;
      assert.equal(c.setrlimit(c.RLIMIT_NPROC, limit), 0);
      const begun = Date.now();
      const pid = fork();
      if (pid === 0) _exit(0);
      console.log(await reap(pid), Date.now() - begun < 4000 ? "at once" : "late");`;
    expect(runForking(program, { uid: 54321, gid: 54321 })).toEqual(well("killed 9 at once\n"));
  });

  it("nest five deep, each child as whole as the first", () => {
    const program = `
      import { pbkdf2 } from "node:crypto";
      async function descend(depth) {
        for (let i = 0; i < 2e5; i++) [i, String(i)];
        await Promise.all([delay(2), fs.promises.readFile("package.json"), new Promise((resolve) => pbkdf2("a", "b", 500, 8, "sha1", resolve))]);
        if (depth === 5) return 40;
        const pid = fork();
        if (pid === 0) process.exit(await descend(depth + 1));
        return Number((await reap(pid)).replace("exited ", "")) + 1;
      }
      console.log(await descend(0));`;
    expect(runForking(program)).toEqual(well("45\n"));
  });

  it("go on in a child that forks in a loop", () => {
    const inChild = `
      for (let n = 0; n < 100; n++) {
        const pid = fork();
        if (pid === 0) _exit(n);
        assert.equal(await reap(pid), "exited " + n);
      }`;
    expect(runInChild(inChild)).toEqual(well("exited 0\n"));
  });

  it("work in the callback of a running server, which goes on in the parent", () => {
    const program = `
      import net from "node:net";
      let isChild = false;
      const server = net.createServer((socket) => {
        const pid = fork();
        if (pid === 0) {
          isChild = true;
          server.close();
          socket.end("from the child", () => process.exit());
        } else {
          socket.destroy();
          reap(pid).then((ended) => assert.equal(ended, "exited 0"));
        }
      });
      await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
      for (let n = 0; n < 10; n++) {
        const text = await new Promise((resolve, reject) => {
          let received = "";
          net.connect(server.address().port, "127.0.0.1")
            .on("data", (data) => { received += data; }).on("error", reject).on("close", () => resolve(received));
        });
        assert.equal(text, "from the child");
      }
      server.close();
      console.log("ten answers");`;
    expect(runForking(program)).toEqual(well("ten answers\n"));
  });

  it.each([
    ["runs and never sleeps", "let n = 0; for (;;) n++;"],
    ["allocates and never sleeps", "for (;;) Array.from({ length: 1000 }, (_, i) => ({ i }));"],
    [
      "blocks in a call",
      `import("berkeley").then((c) => { const fds = c.array(c.int, 2); c.pipe(fds); c.read(fds[0], Buffer.alloc(1), 1); });`,
    ],
    ["waits in Atomics.wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"],
    [
      "has sockets",
      `const net = require("node:net");
       const server = net.createServer((s) => s.pipe(s)).listen(0, "127.0.0.1", () => {
         const socket = net.connect(server.address().port, "127.0.0.1");
         socket.on("data", () => socket.write("x")).write("x");
       });`,
    ],
    [
      "makes Workers of its own",
      `const { Worker } = require("node:worker_threads"); new Worker("setInterval(() => {}, 1)", { eval: true, execArgv: [] });`,
    ],
  ])("work while a Worker %s", (_what, source) => {
    const program = `
      await startWorker(${JSON.stringify(source)});
      await delay(100);
      for (let n = 0; n < 20; n++) {
        const pid = fork();
        if (pid === 0) {
          for (let i = 0; i < 1e5; i++) [i, String(i)];
          await fs.promises.readFile("package.json");
          if (n % 2 === 0) process.exit(0);
          break;
        }
        assert.ok(pid > 0, c.strerror(c.errno));
        assert.equal(await reap(pid), "exited 0");
        if (n === 19) { fs.writeSync(1, "well\\n"); _exit(0); }
      }`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  it("whose children execute a program at once, while their threads come back", () => {
    const program = `
      for (let i = 0; i < 100; i++) {
        const pid = fork();
        if (pid === 0) {
          for (const end = process.hrtime.bigint() + BigInt(i * 10_000); process.hrtime.bigint() < end;);
          c.execl("/bin/true", "true", null);
          _exit(1);
        }
        const status = new c.int();
        c.waitpid(pid, status, 0);
        assert.equal(describe(status.value), "exited 0");
      }
      console.log("well");`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  it("fail with EAGAIN while a Worker is in a long native call, and leave all as it was", () => {
    const program = `
      const worker = await startWorker(\`
        parentPort.postMessage("begins");
        require("node:crypto").pbkdf2Sync("a", "b", 6_000_000, 64, "sha512");
        parentPort.postMessage("done");\`);
      await new Promise((resolve) => worker.once("message", resolve));
      const done = new Promise((resolve) => worker.once("message", resolve));
      await delay(50);
      const begun = Date.now();
      const result = fork();
      if (result === 0) _exit(0);
      const elapsed = Date.now() - begun;
      assert.deepEqual([result, c.errno], [-1, c.EAGAIN]);
      assert.ok(elapsed >= 1900 && elapsed < 8000, elapsed + " ms");
      await fs.promises.readFile("package.json");
      assert.equal(await done, "done");
      const pid = fork();
      if (pid === 0) _exit(0);
      await finish(pid);`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });

  it("of a child that has just begun, where its parent had a Worker before it had the rest of its threads", () => {
    // The child's threads are fewer than its parent's, and have yet to begin when they are parked.
    const inChild = `
      const grandchild = fork();
      if (grandchild === 0) _exit(9);
      assert.equal(await reap(grandchild), "exited 9");
      await fs.promises.readFile("package.json");`;
    const before = `
      const isChild = async () => {
        for (let n = 0; n < 100; n++) {
          const pid = fork();
          if (pid === 0) return true;
          assert.equal(await reap(pid), "exited 0");
        }
        return false;
      };`;
    const program = `
      const worker = startWorker("setInterval(() => {}, 100)");
      await worker;
      ${before}
      if (await isChild()) { ${inChild} } else { fs.writeSync(1, "well\\n"); _exit(0); }`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  (hasCompiler ? it : it.skip)("wait for Node's own threads, where these are late to begin", () => {
    const source = join(root, "test/programs/support/late-threads.c");
    const library = compileC("late-threads.so", [source], ["-shared", "-fPIC"]);
    const program = `
      const pids = [];
      for (let i = 0; i < 5; i++) {
        const pid = fork();
        if (pid === 0) {
          for (const begun = Date.now(); Date.now() - begun < 700; );
          _exit(0);
        }
        pids.push(pid);
      }
      for (const pid of pids) assert.equal(await reap(pid), "exited 0");
      _exit(0);`;
    const preloaded = [process.env.LD_PRELOAD, library].filter(Boolean).join(":");
    expect(runForking(program, { env: { ...process.env, LD_PRELOAD: preloaded } })).toEqual(well(""));
  });

  it("work at any moment of a Worker's beginning and end", () => {
    const program = `
      for (let n = 0; n < 60; n++) {
        const worker = new Worker("setInterval(() => {}, 1000)", { eval: true, execArgv: [] });
        if (n % 3 === 0) await new Promise((resolve) => worker.once("online", resolve));
        if (n % 3 === 0) worker.terminate();
        for (const begun = performance.now(); performance.now() - begun < (n % 20) * 1.5; );
        const pid = fork();
        if (pid === 0) {
          for (let i = 0; i < 1e5; i++) [i, String(i)];
          await fs.promises.readFile("package.json");
          if (n % 2 === 0) process.exit(0);
          break;
        }
        assert.equal(await reap(pid), "exited 0");
        await worker.terminate();
        if (n === 59) { fs.writeSync(1, "well\\n"); _exit(0); }
      }`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  it("fail with EAGAIN while a Worker writes to a stream, which it holds locked; exit does not wait for it", () => {
    const program = `
      const fds = c.array(c.int, 2);
      c.pipe(fds);
      const saved = c.dup(1);
      c.dup2(fds[1], 1);
      await startWorker('import("berkeley").then((c) => { for (;;) c.printf("%2000s", "x"); });');
      while (!waitsIn(/^poll/)) await delay(1);
      assert.deepEqual([fork(), c.errno], [-1, c.EAGAIN]);
      c.write(saved, "well\\n", 5);
      c.exit(0);`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  it("fail with EAGAIN while a Worker holds the C library's stderr, and never leave it locked", () => {
    const program = `
      const fds = c.array(c.int, 2);
      c.pipe(fds);
      c.dup2(fds[1], 2);
      await startWorker("for (;;) process._rawDebug('Node writes so, and so do addons');");
      while (!waitsIn(/pipe_(write|wait)/)) await delay(1);
      assert.deepEqual([fork(), c.errno], [-1, c.EAGAIN]);
      await startWorker("for (const b = Buffer.alloc(9999); ; ) require('node:fs').readSync(" + fds[0] + ", b);");
      for (let n = 0; n < 10; n++) {
        let pid;
        while ((pid = fork()) < 0) assert.equal(c.errno, c.EAGAIN);
        if (pid === 0) { process._rawDebug("so does the child"); _exit(0); }
        assert.equal(await reap(pid), "exited 0");
      }
      fs.writeSync(1, "well\\n");
      _exit(0);`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  it("leave no lock of a Worker's lookups behind", () => {
    const program = `
      await startWorker(\`
        import("berkeley").then((c) => {
          for (const res = new c.ptr(); ; ) {
            c.getaddrinfo("localhost", "http", null, res);
            c.getservent();
            c.gethostbyname("localhost");
          }
        });\`);
      await delay(300);
      for (let n = 0; n < 100; n++) {
        const pid = fork();
        if (pid === 0) {
          assert.equal(c.getaddrinfo("localhost", "http", null, new c.ptr()), 0);
          assert.equal(c.gethostbyname("localhost").h_name, "localhost");
          c.setservent(0);
          assert.notEqual(c.getservent(), null);
          _exit(0);
        }
        assert.ok(pid > 0, c.strerror(c.errno));
        assert.equal(await reap(pid), "exited 0");
      }
      fs.writeSync(1, "well\\n");
      _exit(0);`;
    expect(runForking(program)).toEqual(well("well\n"));
  });

  it("fail with ENOTSUP in a Worker", () => {
    const program = `
      const worker = await startWorker(\`
        import("berkeley").then((c) => parentPort.postMessage([c.fork(), c.errno === c.ENOTSUP]));\`);
      worker.on("message", (message) => console.log(...message));`;
    expect(runForking(program)).toEqual(well("-1 true\n"));
  });

  it("leave Workers behind that the child can terminate, once", () => {
    const program = `
      const worker = await startWorker("setInterval(() => {}, 1)");
      const pid = fork();
      const grandchild = pid === 0 ? fork() : -1;
      if (pid !== 0) await finish(pid);
      worker.on("exit", (status) => fs.writeSync(1, "ended with " + status + "\\n"));
      assert.deepEqual([await worker.terminate(), await worker.terminate()], [1, 1]);
      if (grandchild > 0) assert.equal(await reap(grandchild), "exited 0");`;
    expect(runForking(program)).toEqual(well("ended with 1\nended with 1\nexited 0\n"));
  });

  it("leave terminated Workers be: one that has ended is neither waited for nor brought back", () => {
    const program = `
      for (let n = 0; n < 5; n++) await (await startWorker("setInterval(() => {}, 1)")).terminate();
      const threads = () => fs.readdirSync("/proc/self/task").length;
      const before = threads();
      const pid = fork();
      if (pid === 0) { await delay(50); assert.equal(threads(), before); } else await finish(pid);`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });

  const worker = `await startWorker("setInterval(() => {}, 1)");`;
  (isRoot ? it : it.skip).each([
    ["the parent", "", "pid > 0"],
    ["a child", "", "pid === 0 && grandchild > 0"],
    ["a child of a child", "", "grandchild === 0"],
    ["a parent that has a Worker", worker, "pid > 0"],
    ["a child that left a Worker behind", worker, "pid === 0 && grandchild > 0"],
    ["a child of a child that left a Worker behind", worker, "grandchild === 0"],
  ])("keep all threads findable: setgid and setuid reach each of them, in %s", (_who, before, isTheOne) => {
    const program = `
      import { pbkdf2 } from "node:crypto";
      ${before}
      // Threads that do not sleep while the process forks are the hard ones.
      for (let n = 0; n < 4; n++) pbkdf2("a", "b", 100_000, 32, "sha512", () => {});
      await delay(20);
      const ids = (tid) => /Uid:\\s+(\\d+)[^]*Gid:\\s+(\\d+)/.exec(fs.readFileSync("/proc/self/task/" + tid + "/status", "latin1")).slice(1);
      const pid = fork();
      const grandchild = pid === 0 ? fork() : -1;
      if (${isTheOne}) {
        assert.equal(c.setgid(65534), 0);
        assert.equal(c.setuid(65534), 0);
        const tids = fs.readdirSync("/proc/self/task");
        assert.ok(tids.length > 5);
        for (const tid of tids) assert.deepEqual(ids(tid), ["65534", "65534"]);
      }
      if (grandchild === 0) _exit(0);
      if (pid === 0) _exit(await reap(grandchild) === "exited 0" ? 0 : 1);
      await finish(pid);`;
    expect(runForking(program)).toEqual(well("exited 0\n"));
  });
});

describe("modules that are loaded by hooks of module.register", () => {
  it("load in the child too, though the hooks run in a thread of their own", () => {
    const hooks = file(
      "hooks.mjs",
      `export function resolve(specifier, context, next) {
        return specifier.endsWith(".shout") ? { url: specifier, shortCircuit: true } : next(specifier, context);
      }
      export async function load(url, context, next) {
      if (!url.endsWith(".shout")) return next(url, context);
      return { format: "module", source: "export default " + JSON.stringify(url.split("/").pop().toUpperCase()), shortCircuit: true };
    }`,
    );
    const program = `
      import { register } from "node:module";
      process.removeAllListeners("warning");
      register(${JSON.stringify(`file://${hooks}`)});
      await import("file:///first.shout");
      await startWorker("setInterval(() => {}, 5)");
      for (let n = 0; n < 10; n++) {
        const pid = fork();
        if (pid === 0) {
          const { default: name } = await import("file:///n" + n + ".shout");
          process.exit(name === "N" + n + ".SHOUT" ? 0 : 1);
        }
        assert.equal(await reap(pid), "exited 0");
      }
      const { default: name } = await import("file:///last.shout");
      fs.writeSync(1, name + "\\n");
      _exit(0);`;
    const { status, stdout } = runForking(program);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "LAST.SHOUT\n" });
  });

  describe("that are TypeScript", () => {
    const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
    const main = file(
      "main.ts",
      `import { fork } from ${JSON.stringify(join(root, "dist/unistd.js"))};
       import { int } from ${JSON.stringify(join(root, "dist/memory/index.js"))};
       import { wait, WEXITSTATUS } from ${JSON.stringify(join(root, "dist/sys/wait.js"))};
       if (process.argv[2] === "compile") {
         await new Promise((resolve) => setTimeout(resolve, 500)); // tsx writes down what it has compiled meanwhile.
         process.exit();
       }
       const pid: number = fork();
       if (pid === 0) {
         const { greeting } = await import("./" + process.argv[2] + ".ts");
         console.log(greeting);
       } else {
         const status = new int();
         wait(status);
         await import("./" + process.argv[2] + ".ts");
         console.log("exited " + WEXITSTATUS(status.value));
       }`,
    );
    file("package.json", `{ "type": "module" }`);
    const run = (argument: string): string => {
      const { stdout, stderr } = spawnSync(process.execPath, [tsx, main, argument], {
        encoding: "utf8",
        timeout: 40_000,
      });
      return stdout + (/The service \S+ no \S+ running/.exec(stderr)?.[0] ?? "");
    };

    it("load under tsx, in the child that loads them first", () => {
      run("compile"); // tsx keeps what it has compiled, and starts esbuild only for what it has not.
      file("greeting.ts", `export const greeting: string = "hello from ${process.version} ${process.pid}" as const;`);
      expect(run("greeting")).toBe(`hello from ${process.version} ${process.pid}\nexited 0\n`);
    });

    it("fail to load there where the parent has a process that compiles, which answers the parent alone", () => {
      writeFileSync(main, `// ${process.version} ${process.pid}\n${readFileSync(main, "utf8")}`);
      file("other.ts", `export const greeting: string = "${process.version} ${process.pid}" as const;`);
      expect(run("other")).toBe("exited 1\nThe service is no longer running");
    });
  });
});
