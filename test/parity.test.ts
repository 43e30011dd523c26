import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ALLOWANCES } from "./parity/allowances.ts";
import { type Difference, differences } from "./parity/compare.ts";
import type { Mask } from "./parity/names.ts";
import { programs } from "./parity/programs.ts";
import { alone, compare } from "./parity/runs.ts";
import { canTrace, marked, markedC, markedTypeScript } from "./parity/session.ts";
import { histories, type Threads } from "./parity/trace.ts";
import { describeIf, examples, temporaryFolder, testProgram, twins } from "./support/processes.ts";

const describeTraced = describeIf(canTrace, "strace is not installed, or may not trace");

const MARKER = 'access("berkeley:begin", F_OK) = -1 ENOENT (No such file or directory)';

/** The traces of a program's processes: the first is 100, the others have its children's numbers. */
function threads(first: readonly string[], others: Record<number, readonly string[]> = {}): Threads {
  const children = Object.entries(others).map(([id, lines]): [number, readonly string[]] => [Number(id), lines]);
  return new Map<number, readonly string[]>([[100, [MARKER, ...first]], ...children]);
}

const compared = (typescript: Threads, c: Threads): Difference[] =>
  differences(histories(typescript, "TypeScript"), histories(c, "C"));

/** What a small server and its child do in C. */
const C = {
  parent: [
    "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<socket:[1]>",
    "setsockopt(3<socket:[1]>, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
    'bind(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    "listen(3<socket:[1]>, 5)                = 0",
    'getsockname(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(40001), sin_addr=inet_addr("127.0.0.1")}, [16]) = 0',
    'write(1<pipe:[9]>, "port 40001, pid 100\\n", 20) = 20',
    "rt_sigaction(SIGALRM, {sa_handler=0x55d0c8a6e1b9, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f0d1bc5a050}, NULL, 8) = 0",
    "alarm(10)                               = 0",
    "pselect6(4, [3<socket:[1]>], NULL, NULL, NULL, NULL) = 1 (in [3])",
    "accept(3<socket:[1]>, NULL, NULL)       = 4<socket:[2]>",
    "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f0d1bc1ba10) = 101",
    "close(4<socket:[2]>)                    = 0",
    "brk(0x55d0c9a6e000)                     = 0x55d0c9a6e000",
    "wait4(101, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 101",
    "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=101, si_uid=0, si_status=0, si_utime=0, si_stime=0} ---",
    "getpid()                                = 100",
    "close(3<socket:[1]>)                    = 0",
    "close(9)                                = -1 EBADF (Bad file descriptor)",
    "exit_group(0)                           = ?",
    "+++ exited with 0 +++",
  ],
  child: [
    "close(3<socket:[1]>)                    = 0",
    'read(4<socket:[2]>, "Hello\\n", 1024) = 6',
    "recvfrom(4<socket:[2]>, 0x55d0c8a6f000, 10, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
    "--- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---",
    'write(1<pipe:[9]>, "alarm\\n", 6)    = 6',
    "rt_sigreturn({mask=[]})                 = -1 EINTR (Interrupted system call)",
    "dup2(4<socket:[2]>, 0</dev/null>)       = 0<socket:[2]>",
    'execve("/bin/cat", ["cat"], 0x7ffc8a6e1b90 /* 20 vars */) = 0',
    'openat(AT_FDCWD</tmp>, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3</etc/ld.so.cache>',
  ],
};

/** The same in TypeScript, with all that the table sets aside. */
const TYPESCRIPT = {
  parent: [
    "mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f2b1e5f8000",
    "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 17<socket:[1]>",
    "setsockopt(17<socket:[1]>, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
    'bind(17<socket:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    "listen(17<socket:[1]>, 5)               = 0",
    'getsockname(17<socket:[1]>, {sa_family=AF_INET, sin_port=htons(50002), sin_addr=inet_addr("127.0.0.1")}, [16]) = 0',
    "gettid()                                = 100",
    'write(1<pipe:[9]>, "port 50002, pid 100\\n", 20) = 20',
    "rt_sigaction(SIGALRM, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0",
    "rt_sigaction(SIGRT_32, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0",
    'newfstatat(AT_FDCWD</tmp>, "/proc/self/task", {st_mode=S_IFDIR|0555, st_size=0, ...}, 0) = 0',
    "rt_sigprocmask(SIG_SETMASK, ~[RT_1], [], 8) = 0",
    'openat(AT_FDCWD</tmp>, "/proc/self/task", O_RDONLY|O_CLOEXEC|O_DIRECTORY) = 18</proc/100/task>',
    "rt_tgsigqueueinfo(100, 108, SIGRTMIN, {}) = 0",
    "close(18</proc/100/task>)               = 0",
    "rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0",
    "rt_sigprocmask(SIG_SETMASK, ~[], [], 8) = 0",
    "rt_sigprocmask(SIG_SETMASK, ~[RTMIN RT_1], ~[KILL STOP], 8) = 0",
    'read(4<pipe:[5]>, "*", 1)             = 1',
    "rt_sigaction(SIGALRM, {sa_handler=0x18b68a0, sa_mask=~[RTMIN RT_1], sa_flags=SA_RESTORER|SA_RESTART, sa_restorer=0x7f84fd85a050}, NULL, 8) = 0",
    'write(5<pipe:[5]>, "*", 1)            = 1',
    "rt_sigprocmask(SIG_SETMASK, ~[KILL STOP RTMIN RT_1], NULL, 8) = 0",
    "rt_sigaction(SIGALRM, {sa_handler=0x7f84d4682a50, sa_mask=[], sa_flags=SA_RESTORER|SA_RESTART|SA_SIGINFO, sa_restorer=0x7f84fd85a050}, NULL, 8) = 0",
    "rt_sigprocmask(SIG_SETMASK, [], ~[KILL STOP RTMIN RT_1], 8) = 0",
    "alarm(10)                               = 0",
    "pselect6(18, [17<socket:[1]>], NULL, NULL, NULL, NULL) = 1 (in [17])",
    "accept(17<socket:[1]>, NULL, NULL)      = 18<socket:[2]>",
    "gettid()                                = 100",
    "getpid()                                = 100",
    "rt_sigprocmask(SIG_SETMASK, ~[RT_1], [], 8) = 0",
    "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f2b1e4d7f50) = 102",
    "rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0",
    "close(18<socket:[2]>)                   = 0",
    "wait4(102, NULL, 0, NULL)               = ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
    "wait4(102, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 102",
    "getpid()                                = 100",
    "close(17<socket:[1]>)                   = 0",
    'access("berkeley:end", F_OK)           = -1 ENOENT (No such file or directory)',
    'write(13<anon_inode:[eventfd]>, "\\1\\0\\0\\0\\0\\0\\0\\0", 8) = 8',
    "fstat(1<pipe:[9]>, {st_mode=S_IFIFO|0600, st_size=0, ...}) = 0",
    "fcntl(1<pipe:[9]>, F_GETFL)             = 0x1 (flags O_WRONLY)",
    "exit_group(0)                           = ?",
  ],
  child: [
    "dup3(22<anon_inode:[eventfd]>, 16<anon_inode:[eventfd]>, O_CLOEXEC) = 16<anon_inode:[eventfd]>",
    "clone(child_stack=0x7f1bfdf38350, flags=CLONE_VM|CLONE_THREAD, parent_tid=[110]) = 110",
    "rt_sigprocmask(SIG_SETMASK, [], NULL, 8) = 0",
    "close(17<socket:[1]>)                   = 0",
    'read(18<socket:[2]>, "Hello\\n", 1024) = 6',
    "recvfrom(18<socket:[2]>, 0xbbe5660, 10, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
    "--- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---",
    "rt_sigprocmask(SIG_SETMASK, ~[], [ALRM], 8) = 0",
    "rt_sigprocmask(SIG_SETMASK, [ALRM], NULL, 8) = 0",
    "rt_sigreturn({mask=[ALRM]})             = 45",
    "fcntl(18<socket:[2]>, F_GETFL)          = 0x2 (flags O_RDWR)",
    "poll([{fd=18<socket:[2]>, events=POLLIN}], 1, 0) = 0 (Timeout)",
    'write(1<pipe:[9]>, "alarm\\n", 6)    = 6',
    "dup2(18<socket:[2]>, 0</dev/null>)      = 0<socket:[2]>",
    "fcntl(0<socket:[2]>, F_GETFL)           = 0x2 (flags O_RDWR)",
    "fcntl(0<socket:[2]>, F_GETFD)           = 0",
    "fcntl(1<pipe:[9]>, F_SETFD, 0)          = 0",
    "rt_sigaction(SIGPIPE, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_RESTORER, sa_restorer=0x7f84fd85a050}, NULL, 8) = 0",
    'execve("/bin/cat", ["cat"], 0xbbe5660 /* 20 vars */) = 0',
  ],
};

const typescript = threads(TYPESCRIPT.parent, { 102: TYPESCRIPT.child });

describe("the comparison", () => {
  it("finds no difference where there is none but what the table sets aside", () => {
    expect(compared(typescript, threads(C.parent, { 101: C.child }))).toEqual([]);
  });

  it("has a reason for each row of the table, and does something in it", () => {
    expect(ALLOWANCES.length).toBeGreaterThan(10);
    for (const { what, why, covers, joins, masks } of ALLOWANCES) {
      expect({ what, isSaid: what.length > 5 && why.length > 20 }).toEqual({ what, isSaid: true });
      expect([covers, joins, masks].filter(Boolean)).toHaveLength(1);
    }
  });

  it("refuses a trace without the marker", () => {
    expect(() => histories(new Map([[100, C.parent]]), "C")).toThrow("has not made the marker");
  });

  /** The calls of C that no row sets aside, by their place. */
  const isSetAside = (line: string): boolean =>
    /^(brk|rt_sigreturn|close\(9\)|---|\+\+\+|openat\(AT_FDCWD<\/tmp>)/.test(line);
  const places = (["parent", "child"] as const).flatMap((process) =>
    C[process].flatMap((line, i): [typeof process, number, string][] =>
      isSetAside(line) ? [] : [[process, i, line.slice(0, 40).trimEnd()]],
    ),
  );
  const altered = (process: "parent" | "child", change: (lines: string[]) => string[]): Threads => {
    const changed = { ...C, [process]: change([...C[process]]) };
    return threads(changed.parent, { 101: changed.child });
  };

  it.each(places)("reports a call that is missing in the %s: %i %s", (process, i) => {
    const c = altered(process, (lines) => lines.toSpliced(i, 1));
    expect(compared(typescript, c)).not.toEqual([]);
  });

  it.each(places)("reports a call that is made twice in the %s: %i %s", (process, i, name) => {
    const c = altered(process, (lines) => lines.toSpliced(i, 0, lines[i]));
    // One that was interrupted, and begins again at once, is the one call; and what follows an exec is another program's.
    if (/^(execve|exit_group)/.test(name) || C[process][i].includes("ERESTART")) return;
    expect(compared(typescript, c)).not.toEqual([]);
  });

  it.each(places)("reports what it returned, or what it was asked, in the %s: %i %s", (process, i) => {
    const c = altered(process, (lines) => {
      const line = lines[i];
      const isError = line.includes("ERESTART");
      const result = isError ? " = -1 EINTR (Interrupted system call)" : " = -1 EIO (Input/output error)";
      return lines.with(i, line.replace(/ += [^=]*$/, result));
    });
    if (C[process][i].startsWith("exit_group")) return;
    expect(compared(typescript, c)).not.toEqual([]);
  });

  it.each(places.slice(0, -1))("reports a call that comes later in the %s: %i %s", (process, i) => {
    const next = places.find(([other, j]) => other === process && j > i);
    if (next === undefined) return;
    const c = altered(process, (lines) => lines.with(i, lines[next[1]]).with(next[1], lines[i]));
    expect(compared(typescript, c)).not.toEqual([]);
  });

  it.each([
    ["a number", /, 5\)/, ", 6)"],
    ["an option", "SO_REUSEADDR", "SO_KEEPALIVE"],
    ["a length", ", 1024) = 6", ", 1025) = 6"],
    ["what is written", '"alarm\\n"', '"Alarm\\n"'],
    ["a descriptor", 'read(4<socket:[2]>, "Hello', 'read(0</dev/null>, "Hello'],
    ["a signal", "SIGALRM, {", "SIGINT, {"],
    ["a handler", "sa_handler=0x55d0c8a6e1b9", "sa_handler=SIG_IGN"],
    ["a process", "wait4(101", "wait4(-1"],
    ["an argument of a command", '["cat"]', '["cat", "-u"]'],
    ["a set", "pselect6(4, [3<socket:[1]>]", "pselect6(5, [3<socket:[1]>]"],
    [
      "which descriptor becomes another",
      "dup2(4<socket:[2]>, 0</dev/null>)       = 0",
      "dup2(4<socket:[2]>, 1<pipe:[9]>) = 1",
    ],
  ])("reports %s that is another", (_what, from, to) => {
    const alter = (lines: string[]): string[] => lines.map((line) => line.replace(from, to));
    expect([C.parent, C.child].some((lines) => alter(lines).join() !== lines.join())).toBe(true);
    expect(compared(typescript, threads(alter(C.parent), { 101: alter(C.child) }))).not.toEqual([]);
  });

  it.each([
    "shutdown(3<socket:[1]>, SHUT_RDWR) = 0",
    "getuid() = 0",
    "getppid() = 1",
    "kill(100, 0) = 0",
    "rt_sigprocmask(SIG_BLOCK, [INT], NULL, 8) = 0",
    "rt_sigaction(SIGINT, NULL, {sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0",
    "fcntl(3<socket:[1]>, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
    "ioctl(3<socket:[1]>, FIONREAD, [0]) = 0",
    "epoll_create1(0) = 5<anon_inode:[eventpoll]>",
    "sendfile(3<socket:[1]>, 0</dev/null>, NULL, 100) = 0",
    "setsid() = 100",
    "nanosleep({tv_sec=1, tv_nsec=0}, NULL) = 0",
    'unlink("/tmp/socket") = -1 ENOENT (No such file or directory)',
    "close(4) = -1 EBADF (Bad file descriptor)",
    "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f0d1bc1ba10) = 105",
    "dup(3<socket:[1]>) = 5<socket:[1]>",
  ])("reports %s too much", (call) => {
    const at = C.parent.findIndex((line) => line.startsWith("wait4"));
    const c = altered("parent", (lines) => lines.toSpliced(at, 0, call));
    expect(compared(typescript, c)).toMatchObject([{ process: "MAIN", side: "C" }]);
  });

  it("masks what is another in each run, and only in the call that it is said of", () => {
    const left = { call: "poll", pattern: /(?<=, )\d+$/g, as: "LEFT", why: "the time until a deadline" };
    const shown = (mask: Mask, ...lines: string[]): string[] =>
      histories(threads(["socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3<socket:[1]>", ...lines]), "C", { masks: [mask] })
        .flatMap(({ calls }) => calls)
        .slice(1);
    expect(shown(left, "poll([{fd=3<socket:[1]>, events=POLLIN}], 1, 999) = 0 (Timeout)", "alarm(7, 999) = 0")).toEqual(
      ["poll([{fd=fd 1, events=POLLIN}], 1, LEFT) = 0 (Timeout)", "alarm(7, 999) = 0"],
    );
    const letter = { call: "read", pattern: /^"."$/g, as: '"LETTER"', why: "it is chance" };
    const calls = ['read(3<socket:[1]>, "a", 1) = 1', 'write(3<socket:[1]>, "a", 1) = 1'];
    // The number of a descriptor is no length.
    expect(shown(letter, ...calls)).toEqual(['read(fd 1, "LETTER", LENGTH) = LENGTH', 'write(fd 1, "a", 1) = 1']);
  });

  // In TypeScript 102 and in C 101 is the child.
  it.each([
    ["a number that is the same", "102 bytes", "102 bytes", true],
    ["a number that is the same, and a process's in both", "100 bytes", "100 bytes", true],
    ["the twin's own process", "child 102", "child 101", true],
    ["another process of the twin's", "child 102", "child 100", false],
    ["another number, where it may be a process's", "102 bytes", "103 bytes", false],
    ["another number, where the twin's may be a process's", "104 bytes", "101 bytes", false],
    ["another length", "102 bytes", "101 bytes ", false],
    ["a number that only begins like it", "102 bytes", "1020 bytes", false],
  ])("tells what a number in a text is from what the twin has there: %s", (_what, ours, theirs, isSame) => {
    const writing = (lines: readonly string[], text: string): string[] => {
      const { length } = text;
      return lines.toSpliced(lines.length - 2, 0, `write(1<pipe:[9]>, "${text}", ${length}) = ${length}`);
    };
    const found = compared(
      threads(writing(TYPESCRIPT.parent, ours), { 102: TYPESCRIPT.child }),
      threads(writing(C.parent, theirs), { 101: C.child }),
    );
    expect(found.map(({ side }) => side).sort()).toEqual(isSame ? [] : ["C", "TypeScript"]);
  });

  it("reports a process that is missing", () => {
    expect(compared(typescript, threads(C.parent)).length).toBeGreaterThan(0);
  });
});

describe("the table of programs", () => {
  it("has an entry for each example, and an example for each entry", () => {
    expect(Object.keys(programs).sort()).toEqual([...examples.keys()].sort());
  });
});

const difference = async (name: string, c = marked(name, "C")): Promise<Difference[]> =>
  (await compare(marked(name, "TypeScript"), c, [programs[name]].flat()[0], temporaryFolder())).differences;

describeTraced("strace of programs", () => {
  it.each(["echo-server", "fork-server"])("shows the calls of its C twin: %s", async (name) => {
    expect(await difference(name)).toEqual([]);
  });

  it.each([
    ["what waits for descriptors", "waits", "", 30],
    ["what sends and receives messages", "messages", "", 20],
    ["clocks, timers and locks", "clocks", "", 15],
    ["streams and their buffers", "stream-buffers", "{folder}/file", 15],
    ["much that is needed no more", "garbage", "", 1],
    ["a call that a signal breaks", "alarm-recv", "", 15],
    ["a call that a signal does not break", "alarm-recv", "restart", 15],
  ])("shows the calls of its C twin: %s", async (_what, name, args, least) => {
    const [, file] = testProgram(name);
    const c = markedC(name, twins.get(name)!);
    const outcome = await compare(markedTypeScript(file), c, alone(args), temporaryFolder());
    expect(outcome.differences).toEqual([]);
    expect(outcome.c[0].calls.length).toBeGreaterThan(least);
  });

  const headers = "netinet/in.h stdio.h stdlib.h sys/socket.h sys/wait.h unistd.h".split(" ");
  it.each([
    ["an extra getuid", "#define listen(fd, n) (getuid(), listen(fd, n))", "getuid() = 0"],
    ["an extra shutdown", "#define close(fd) (shutdown(fd, SHUT_RDWR), close(fd))", "shutdown(fd 2, SHUT_RDWR) = 0"],
    ["an extra close", "#define close(fd) (close(fd), close(fd))", "close(fd 2 closed) = -1 EBADF"],
    [
      "an extra setsockopt",
      "#define listen(fd, n) (setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &(int){1}, 4), listen(fd, n))",
      "SO_KEEPALIVE",
    ],
    ["a setsockopt less", "#define setsockopt(...) 0 * sizeof(yes)", "SO_REUSEADDR"],
    ["another argument", "#define listen(fd, n) listen(fd, n + 1)", "listen(fd 1, 6) = 0"],
    ["another size", "#define read(fd, buf, n) read(fd, buf, n - 1)", 'read(fd 2, "Hello\\n", 1023) = 6'],
    [
      "two that are swapped",
      "#define listen(fd, n) 0\n#define getsockname(fd, a, l) (getsockname(fd, a, l) == -1 ? -1 : (listen)(fd, 5))",
      "getsockname(fd 1",
    ],
    ["another status", "#undef EXIT_SUCCESS\n#define EXIT_SUCCESS 3", "exit_group(3) = ?"],
  ])("finds %s in a twin", async (what, change, found) => {
    const header = join(temporaryFolder(), "change.h");
    writeFileSync(header, [...headers.map((name) => `#include <${name}>`), change, ""].join("\n"));
    const name = "echo-server";
    const mutant = markedC(`${name}.${what.replaceAll(" ", "-")}`, twins.get(name)!, "-include", header, "-Wno-unused");
    const calls = (await difference(name, mutant)).map(({ call }) => call);
    expect(calls).toContainEqual(expect.stringContaining(found));
  });

  it("finds what only a child does in a twin", async () => {
    const header = join(temporaryFolder(), "change.h");
    writeFileSync(header, "#include <unistd.h>\n#define read(fd, buf, n) (alarm(9), read(fd, buf, n))\n");
    const mutant = markedC("fork-server.mutant", twins.get("fork-server")!, "-include", header);
    const found = await difference("fork-server", mutant);
    expect(found).toContainEqual({ process: "MAIN.1", side: "C", call: "alarm(9) = 0" });
    expect(found.filter(({ process }) => process === "MAIN")).toEqual([]);
  });
});
