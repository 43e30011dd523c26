/** The capitalised wrappers, which berkeley/unp and berkeley/csapp have in common. */

import { types } from "node:util";
import { join } from "node:path";
import { writeFileSync } from "node:fs";

import * as all from "berkeley";
import * as csapp from "berkeley/csapp";
import * as memory from "berkeley/memory";
import * as unp from "berkeley/unp";
import {
  Bind,
  Clock_nanosleep,
  Close,
  Closedir,
  Connect,
  Dup2,
  Fcntl,
  Fdopen,
  Fgetc,
  Fgets,
  Fopen,
  Fputs,
  Fread,
  Fscanf,
  Fwrite,
  Getaddrinfo,
  Getdelim,
  Getenv,
  Gethostbyaddr,
  Gethostbyname,
  Getline,
  Getnameinfo,
  Getopt,
  Getprotobyname,
  Getpwnam,
  Getservbyname,
  Getsockopt,
  If_indextoname,
  If_nameindex,
  If_nametoindex,
  Inet_aton,
  Inet_ntop,
  Inet_pton,
  Malloc,
  Memcmp,
  Mkdtemp,
  Mktime,
  Mmap,
  Open,
  Opendir,
  Pipe,
  Read,
  Readdir,
  Recv,
  Setsockopt,
  Setvbuf,
  Sigaction,
  Signal,
  Socket,
  Stat,
  Strchr,
  Strcmp,
  Strdup,
  Strerror_r,
  Strtod,
  Strtol,
  Sysconf,
  SystemError,
  Tolower,
  Ungetc,
  Write,
} from "berkeley/unp";

import { closedDescriptor, opened, openedPair, temporaryDirectory } from "./support/descriptors.ts";
import { runModule } from "./support/children.ts";
import { listener, loopback, tcp } from "./support/network.ts";
import { thrown } from "./support/thrown.ts";

/** What a call throws, as its message and its properties; or what it returned. */
function failing(call: () => unknown): unknown {
  try {
    return { returned: call() };
  } catch (error) {
    const { message, code, errno, syscall } = error as SystemError;
    return { message, code, errno, syscall };
  }
}

const failure = (syscall: string, code: keyof typeof all, text: string): object => ({
  message: `${syscall} ${code}: ${text}`,
  code,
  errno: all[code],
  syscall,
});

const { EOF, SOCK_STREAM, AF_INET, AF_INET6, SOL_SOCKET, SO_KEEPALIVE } = all;

/** A stream that fails to read. */
const unreadable = (): all.FILE => Fdopen(opened(all.open("/", all.O_RDONLY)), "r");

/** A stream with a text in it. */
function streamOf(text: string): all.FILE {
  const path = join(temporaryDirectory(), "file");
  writeFileSync(path, text);
  return Fopen(path, "r");
}

describe("the wrappers", () => {
  const isWrapped = (name: string, value: unknown): boolean =>
    typeof value === "function" && (types.isProxy(value) || !String(value).startsWith("class")) && !(name in memory);
  const functions = Object.keys(all).filter(
    (name) => /^[a-z]/.test(name) && isWrapped(name, (all as Readonly<Record<string, unknown>>)[name]),
  );
  const capitalised = (name: string): string => name[0].toUpperCase() + name.slice(1);

  it.each([
    ["unp", unp],
    ["csapp", csapp],
  ])("are in berkeley/%s for each function of C's headers", (_name, module: Readonly<Record<string, unknown>>) => {
    expect(functions.filter((name) => typeof module[capitalised(name)] !== "function")).toEqual([]);
    expect(functions.length).toBeGreaterThan(400);
  });

  it.each([
    ["unp", unp],
    ["csapp", csapp],
  ])("come in berkeley/%s with all that the index has", (_name, module: Readonly<Record<string, unknown>>) => {
    const others = Object.entries(all).filter(([name, value]) => module[name] !== value && name !== "errno");
    expect(others.map(([name]) => name).sort()).toEqual(module === unp ? ["close", "signal"] : []);
  });

  it("are not in the index", () => {
    expect(functions.map(capitalised).filter((name) => name in all)).toEqual([]);
  });

  it("do what the function does and return what it returns", () => {
    const fd = opened(Socket(AF_INET, SOCK_STREAM, 0));
    const on = new all.int(1);
    expect(Setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, on, all.sizeof(on))).toBe(0);
    on.value = 0;
    expect(Getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, on, new all.socklen_t(4))).toBe(0);
    expect(on.value).toBe(1);
    const [reading, writing] = openedPair(Pipe);
    expect(Write(writing, "hello", 5)).toBe(5);
    const buffer = Buffer.alloc(5);
    expect(Read(reading, buffer, 5)).toBe(5);
    expect(buffer.toString()).toBe("hello");
    expect(Inet_ntop(AF_INET, new all.in_addr(), null, 16)).toBe("0.0.0.0");
    expect(Close(fd)).toBe(0);
  });

  it("throw a SystemError where it fails, as Node's, with C's errno", () => {
    const [listening, address] = listener();
    all.close(listening);
    const call = (): unknown => Connect(tcp(), address, all.sizeof(address));
    expect(failing(call)).toEqual(failure("connect", "ECONNREFUSED", "Connection refused"));
    expect(all.errno).toBe(all.ECONNREFUSED);
    expect(thrown(call)).toBe("SystemError: connect ECONNREFUSED: Connection refused");
    try {
      call();
    } catch (error) {
      expect(error).toBeInstanceOf(SystemError);
      expect(error).toBeInstanceOf(csapp.SystemError);
      expect((error as Error).stack!.split("\n")[1]).toMatch(/at call .*wrappers\.test/);
    }
  });

  it("leave TypeErrors and RangeErrors as they are", () => {
    expect(thrown(() => Socket("x" as never, 0, 0))).toBe(
      "TypeError: socket: domain: expected an integer, got a string",
    );
    expect(thrown(() => Recv(0, Buffer.alloc(1), 2, 0))).toMatch(/^RangeError: recv: len: 2 bytes asked for/);
  });

  it("name an errno by the name that is meant", () => {
    const [reading] = openedPair((fds) => all.pipe2(fds, all.O_NONBLOCK));
    expect(failing(() => Read(reading, Buffer.alloc(1), 1))).toMatchObject({ code: "EAGAIN" });
  });

  it("throw for -1, null and MAP_FAILED", () => {
    expect(failing(() => Close(closedDescriptor()))).toEqual(failure("close", "EBADF", "Bad file descriptor"));
    expect(failing(() => Bind(tcp(), loopback(), 1))).toMatchObject({ syscall: "bind", code: "EINVAL" });
    expect(failing(() => Dup2(closedDescriptor(), 0))).toMatchObject({ code: "EBADF" });
    expect(failing(() => Fopen("/nonexistent/file", "r"))).toEqual(
      failure("fopen", "ENOENT", "No such file or directory"),
    );
    expect(failing(() => Opendir("/nonexistent"))).toMatchObject({ code: "ENOENT" });
    expect(failing(() => Inet_ntop(AF_INET, new all.in_addr(), null, 1))).toMatchObject({ code: "ENOSPC" });
    expect(failing(() => Malloc(2 ** 50))).toEqual(failure("malloc", "ENOMEM", "Cannot allocate memory"));
    expect(failing(() => Mkdtemp(Buffer.from("/nonexistent/XXXXXX\0")))).toMatchObject({ code: "ENOENT" });
    expect(failing(() => If_indextoname(2 ** 30, null))).toMatchObject({ code: "ENXIO" });
    expect(failing(() => Mmap(null, 0, all.PROT_READ, all.MAP_SHARED, -1, 0))).toMatchObject({ code: "EBADF" });
    expect(Strdup("text").toString()).toBe("text\0");
    expect(If_nameindex().at(-1)!.if_index).toBe(0);
  });

  it("are there for functions whose name a struct has, too", () => {
    const buffer = new all.stat();
    expect(Stat("/", buffer)).toBe(0);
    expect(all.S_ISDIR(buffer.st_mode)).toBe(true);
    expect(failing(() => Stat("/nonexistent", buffer))).toMatchObject({ syscall: "stat", code: "ENOENT" });
    expect(failing(() => Sigaction(all.SIGKILL, new all.sigaction(), null))).toMatchObject({ code: "EINVAL" });
    expect(failing(() => Signal(all.SIGKILL, all.SIG_IGN))).toEqual(failure("signal", "EINVAL", "Invalid argument"));
  });

  it("return answers that look like failures", () => {
    all.set_errno(all.EIO);
    expect(Strcmp("a", "b")).toBe(all.strcmp("a", "b"));
    expect(Strcmp("a", "b")).toBeLessThan(0);
    expect(Memcmp("a", "b", 1)).toBeLessThan(0);
    expect(Tolower(EOF)).toBe(EOF);
    expect(Strchr("abc", "x")).toBeNull();
    expect(Getenv("NO_SUCH_VARIABLE")).toBeNull();
    expect(Getopt(1, ["program"], "a")).toBe(-1);
    expect(Getservbyname("no-such-service", "tcp")).toBeNull();
    expect(Getprotobyname("no-such-protocol")).toBeNull();
    expect(Getpwnam("no-such-user")).toBeNull();
    expect(Strtol("-1", null, 10)).toBe(-1);
    expect(Ungetc(EOF, all.stdin)).toBe(EOF);
    const beforeTheEpoch = new all.tm({ tm_year: 69, tm_mon: 11, tm_mday: 31, tm_hour: 23, tm_min: 59, tm_sec: 59 });
    expect(unp.Timegm(beforeTheEpoch)).toBe(-1);
    expect(all.errno).toBe(all.EIO); // None of them has failed.
  });

  it("ask errno where the result does not tell", () => {
    const late = new all.tm({ tm_year: 2 ** 31 - 1, tm_mon: 2 ** 31 - 1, tm_mday: 2 ** 31 - 1 });
    expect(failing(() => Mktime(late))).toMatchObject({ code: "EOVERFLOW" });
    expect(failing(() => Sysconf(-5))).toEqual(failure("sysconf", "EINVAL", "Invalid argument"));
    expect(failing(() => Strtol("99999999999999999999", null, 10))).toMatchObject({
      syscall: "strtol",
      code: "ERANGE",
    });
    expect(failing(() => Strtol("1", null, 99))).toMatchObject({ code: "EINVAL" });
    expect(failing(() => Strtod("1e999", null))).toMatchObject({ code: "ERANGE" });
    expect(failing(() => Fcntl(closedDescriptor(), all.F_GETOWN))).toMatchObject({ code: "EBADF" });
    const directory = Opendir(temporaryDirectory());
    expect([Readdir(directory), Readdir(directory)].map((entry) => entry!.d_name.toString()[0])).toEqual([".", "."]);
    expect(Readdir(directory)).toBeNull();
    Closedir(directory);
  });

  it("tell the end of a stream from its failure", () => {
    const buffer = Buffer.alloc(10);
    const [line, n] = [new all.ptr<Buffer>(), new all.size_t()];
    all.set_errno(all.EIO); // It is old: nothing here fails with it.
    expect(Fgets(buffer, 10, streamOf("a\n"))).toBe(buffer);
    expect(Fgets(buffer, 10, streamOf(""))).toBeNull();
    expect(Fgetc(streamOf(""))).toBe(EOF);
    expect(Getline(line, n, streamOf(""))).toBe(-1);
    expect(Getdelim(line, n, ";", streamOf("a;b"))).toBe(2);
    expect(Fscanf(streamOf(""), "%s", buffer)).toBe(EOF);
    expect(Fread(buffer, 2, 5, streamOf("abc"))).toBe(1);

    const isDirectory = (syscall: string): object => failure(syscall, "EISDIR", "Is a directory");
    expect(failing(() => Fgets(buffer, 10, unreadable()))).toEqual(isDirectory("fgets"));
    expect(failing(() => Fgetc(unreadable()))).toEqual(isDirectory("fgetc"));
    expect(failing(() => Getline(line, n, unreadable()))).toEqual(isDirectory("getline"));
    expect(failing(() => Fscanf(unreadable(), "%s", buffer))).toEqual(isDirectory("fscanf"));
    expect(failing(() => Fread(buffer, 2, 5, unreadable()))).toEqual(isDirectory("fread"));
  });

  it("throw where a stream cannot be written to", () => {
    const full = Fdopen(opened(Open("/dev/full", all.O_WRONLY)), "w");
    Setvbuf(full, null, all._IONBF, 0);
    const noSpace = (syscall: string): object => failure(syscall, "ENOSPC", "No space left on device");
    expect(failing(() => Fputs("text", full))).toEqual(noSpace("fputs"));
    expect(failing(() => Fwrite("text", 1, 4, full))).toEqual(noSpace("fwrite"));
    expect(failing(() => unp.Fprintf(full, "text"))).toEqual(noSpace("fprintf"));
    expect(failing(() => unp.Putc("x", full))).toEqual(noSpace("putc"));
  });

  it("throw what getaddrinfo and getnameinfo return", () => {
    const hints = new all.addrinfo({ ai_flags: all.AI_NUMERICHOST });
    const res = new all.ptr<all.addrinfo>();
    expect(failing(() => Getaddrinfo("nobody", null, hints, res))).toEqual(
      failure("getaddrinfo", "EAI_NONAME", all.gai_strerror(all.EAI_NONAME)),
    );
    hints.ai_family = 99;
    expect(failing(() => Getaddrinfo("127.0.0.1", null, hints, res))).toMatchObject({ code: "EAI_FAMILY" });
    hints.ai_family = AF_INET;
    expect(Getaddrinfo("127.0.0.1", null, hints, res)).toBe(0);
    const address = new all.sockaddr_in({ sin_family: AF_INET });
    const host = Buffer.alloc(2);
    expect(
      failing(() => Getnameinfo(address, all.sizeof(address), host, 2, null, 0, all.NI_NUMERICHOST)),
    ).toMatchObject({ syscall: "getnameinfo", code: "EAI_OVERFLOW", errno: all.EAI_OVERFLOW });
  });

  it("throw what h_errno says", () => {
    const notFound = (syscall: string): object => failure(syscall, "HOST_NOT_FOUND", "Unknown host");
    expect(failing(() => Gethostbyname("1.2.3.4.5"))).toEqual(notFound("gethostbyname"));
    expect(Gethostbyname("127.0.0.1").h_length).toBe(4);
    expect(failing(() => Gethostbyaddr(Buffer.alloc(3), 3, AF_INET))).toMatchObject({ syscall: "gethostbyaddr" });
  });

  it("throw for a text that is no address, and for one of an unknown family", () => {
    const address = new all.in6_addr();
    const noAddress = { code: "EINVAL", errno: all.EINVAL };
    expect(failing(() => Inet_pton(AF_INET, "300.1.1.1", address))).toEqual({
      ...noAddress,
      message: "inet_pton EINVAL: the text is no address",
      syscall: "inet_pton",
    });
    expect(failing(() => Inet_pton(99, "::1", address))).toMatchObject({ code: "EAFNOSUPPORT" });
    expect(Inet_pton(AF_INET6, "::1", address)).toBe(1);
    expect(failing(() => Inet_aton("x", null))).toMatchObject({ ...noAddress, syscall: "inet_aton" });
    expect(Inet_aton("127.1", null)).toBe(1);
  });

  it("throw for the 0 of if_nametoindex, and for error numbers as results", () => {
    expect(If_nametoindex("lo")).toBe(all.if_nametoindex("lo"));
    expect(failing(() => If_nametoindex("nothing"))).toEqual(failure("if_nametoindex", "ENODEV", "No such device"));
    all.set_errno(0);
    expect(failing(() => Clock_nanosleep(99, 0, new all.timespec(), null))).toMatchObject({ code: "EINVAL" });
    expect(failing(() => Strerror_r(all.ENOENT, Buffer.alloc(2), 2))).toEqual(
      failure("strerror_r", "ERANGE", "Numerical result out of range"),
    );
    expect(all.errno).toBe(0);
    expect(Clock_nanosleep(all.CLOCK_MONOTONIC, 0, new all.timespec(), null)).toBe(0);
  });

  it("take it for success that a handler has ended pause and sigsuspend, and for failure elsewhere", () => {
    const { status, stdout, stderr } = runModule(`
      import * as u from "berkeley/unp";
      u.Sigaction(u.SIGALRM, new u.sigaction({ sa_handler: () => u.printf("rings\\n") }), null);
      const soon = new u.itimerval({ it_value: { tv_usec: 1000 } });
      const [blocked, none] = [new u.sigset_t(), new u.sigset_t()];
      u.Sigaddset(blocked, u.SIGALRM);
      u.Sigprocmask(u.SIG_BLOCK, blocked, null);
      u.Setitimer(u.ITIMER_REAL, soon, null);
      u.printf("%d\\n", u.Sigsuspend(none));
      u.Sigprocmask(u.SIG_SETMASK, none, null);
      u.Setitimer(u.ITIMER_REAL, new u.itimerval({ it_value: { tv_usec: 100000 } }), null);
      u.printf("%d\\n", u.Pause());
      u.Setitimer(u.ITIMER_REAL, new u.itimerval({ it_value: { tv_usec: 100000 } }), null);
      try {
        u.Recv(u.Socket(u.AF_INET, u.SOCK_DGRAM, 0), Buffer.alloc(1), 1, 0);
      } catch (error) {
        u.printf("%s\\n", error.message);
      }
      try {
        u.Wait(null);
      } catch (error) {
        u.printf("%s\\n", error.message);
      }
    `);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "rings\n-1\nrings\n-1\nrings\nrecv EINTR: Interrupted system call\nwait ECHILD: No child processes\n",
      stderr: "",
    });
  });

  it("fork, wait and print", () => {
    const { status, stdout } = runModule(`
      import * as c from "berkeley/csapp";
      const pid = c.Fork();
      if (pid === 0) c.exit(7);
      const wstatus = new c.int();
      c.Printf("%d %d\\n", c.Waitpid(pid, wstatus, 0) - pid, c.WEXITSTATUS(wstatus.value));
    `);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "0 7\n" });
  });
});
