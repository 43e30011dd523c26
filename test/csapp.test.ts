import * as c from "berkeley";
import * as csapp from "berkeley/csapp";
import {
  DEF_MODE,
  DEF_UMASK,
  LISTENQ,
  MAXBUF,
  MAXLINE,
  open_clientfd,
  open_listenfd,
  RIO_BUFSIZE,
  rio_readinitb,
  rio_readlineb,
  rio_readn,
  rio_readnb,
  rio_t,
  rio_writen,
} from "berkeley/csapp";

import { closedDescriptor, ok, opened, openedPipe } from "./support/descriptors.ts";
import { runModule } from "./support/children.ts";
import { failing } from "./support/errors.ts";
import { unixPair, withTimeout } from "./support/network.ts";
import { thrown } from "./support/thrown.ts";

/** A pipe with a text in it, of which that is all. */
function pipeOf(text: string): number {
  const [reading, writing] = openedPipe();
  ok(c.write(writing, text, text.length));
  ok(c.close(writing));
  return reading;
}

function rioOf(fd: number): rio_t {
  const rio = new rio_t();
  rio_readinitb(rio, fd);
  return rio;
}

const run = (source: string): unknown => {
  const { status, stdout, stderr } = runModule(`import * as c from "berkeley/csapp";\n${source}`);
  return { status, stdout, stderr };
};

describe("rio_readn and rio_writen", () => {
  it("transfer all, whatever a call does", () => {
    const [one, other] = unixPair(c.SOCK_SEQPACKET); // A read returns one packet.
    expect([rio_writen(other, "ab", 2), rio_writen(other, "cde", 3)]).toEqual([2, 3]);
    const buffer = Buffer.alloc(6, "x");
    expect(rio_readn(one, buffer, 5)).toBe(5);
    expect(buffer.toString()).toBe("abcdex");
  });

  it("return fewer at the end of the input", () => {
    const fd = pipeOf("abc");
    const buffer = Buffer.alloc(5);
    expect([rio_readn(fd, buffer, 5), rio_readn(fd, buffer, 5), rio_readn(fd, buffer, 0)]).toEqual([3, 0, 0]);
  });

  it("fail as read and write do", () => {
    const [reading, writing] = openedPipe();
    expect(failing(() => rio_readn(closedDescriptor(), Buffer.alloc(1), 1))).toBe("EBADF");
    expect(failing(() => rio_writen(reading, "x", 1))).toBe("EBADF");
    ok(c.close(reading));
    expect(thrown(() => csapp.Rio_writen(writing, "x", 1))).toBe("SystemError: rio_writen EPIPE: Broken pipe");
    expect(thrown(() => csapp.Rio_readn(writing, Buffer.alloc(1), 1))).toMatch(/^SystemError: rio_readn EBADF/);
  });

  it("never go beyond the memory", () => {
    expect(thrown(() => rio_readn(0, Buffer.alloc(2), 3))).toBe(
      "RangeError: rio_readn: n: 3 bytes asked for, but the memory has 2",
    );
    expect(thrown(() => rio_writen(1, "ab", 4))).toBe(
      "RangeError: rio_writen: n: 4 bytes asked for, but the memory has 3",
    );
    expect(thrown(() => rio_writen(1, 5 as never, 1))).toMatch(/^TypeError: rio_writen: usrbuf: expected a Buffer/);
  });
});

describe("a rio_t", () => {
  it("reads lines and bytes in turn", () => {
    const rio = rioOf(pipeOf("one\n\ntwo three\nend"));
    const buffer = Buffer.alloc(10, "x");
    expect(rio_readlineb(rio, buffer, 10)).toBe(4);
    expect(buffer.toString()).toBe("one\n\0xxxxx");
    expect(rio_readlineb(rio, buffer, 10)).toBe(1);
    expect(rio_readnb(rio, buffer, 4)).toBe(4);
    expect(buffer.toString("latin1", 0, 4)).toBe("two ");
    expect(rio_readlineb(rio, buffer, 10)).toBe(6);
    expect(rio_readlineb(rio, buffer, 10)).toBe(3);
    expect(buffer.toString("latin1", 0, 4)).toBe("end\0");
    expect([rio_readlineb(rio, buffer, 10), rio_readnb(rio, buffer, 10)]).toEqual([0, 0]);
  });

  it("reads a long line in pieces", () => {
    const rio = rioOf(pipeOf("abcdefg\n"));
    const buffer = Buffer.alloc(8, "x");
    const lengths = [4, 4, 4, 4].map((maxlen) => rio_readlineb(rio, buffer, maxlen));
    expect(lengths).toEqual([3, 3, 2, 0]);
    expect(buffer.toString("latin1", 4)).toBe("xxxx");
  });

  it("reads more than it reads ahead", () => {
    const text = `${"x".repeat(RIO_BUFSIZE)}y\n${"z".repeat(RIO_BUFSIZE)}`;
    const buffer = Buffer.alloc(3 * RIO_BUFSIZE);
    const lines = rioOf(pipeOf(text));
    expect(rio_readlineb(lines, buffer, buffer.length)).toBe(RIO_BUFSIZE + 2);
    expect(rio_readlineb(lines, buffer, buffer.length)).toBe(RIO_BUFSIZE);
    expect(rio_readnb(rioOf(pipeOf(text)), buffer, buffer.length)).toBe(text.length);
    expect(buffer.toString("latin1", 0, text.length)).toBe(text);
  });

  it("belongs to one descriptor, until it is given another", () => {
    const rio = rioOf(pipeOf("a\nb\n"));
    const buffer = Buffer.alloc(4);
    rio_readlineb(rio, buffer, 4);
    rio_readinitb(rio, pipeOf("c\n"));
    expect([rio_readlineb(rio, buffer, 4), buffer.toString("latin1", 0, 2)]).toEqual([2, "c\n"]);
  });

  it("fails as read does", () => {
    const rio = rioOf(closedDescriptor());
    expect(failing(() => rio_readlineb(rio, Buffer.alloc(4), 4))).toBe("EBADF");
    expect(failing(() => rio_readnb(rio, Buffer.alloc(4), 4))).toBe("EBADF");
    expect(thrown(() => csapp.Rio_readlineb(rio, Buffer.alloc(4), 4))).toMatch(/^SystemError: rio_readlineb EBADF/);
    expect(thrown(() => csapp.Rio_readnb(rio, Buffer.alloc(4), 4))).toMatch(/^SystemError: rio_readnb EBADF/);
  });

  it("is checked, and so is the memory", () => {
    const rio = rioOf(pipeOf("abc\n"));
    const buffer = Buffer.alloc(4);
    expect(thrown(() => rio_readlineb(rio, buffer, 5))).toMatch(/^RangeError: rio_readlineb: maxlen: 5 bytes/);
    expect(thrown(() => rio_readlineb(rio, buffer, 0))).toMatch(/^RangeError: .*no room for the NUL/);
    expect(thrown(() => rio_readnb(rio, buffer, 5))).toMatch(/^RangeError: rio_readnb: n: 5 bytes asked for/);
    expect(rio_readlineb(rio, buffer, 1)).toBe(0);
    expect(rio_readlineb(rio, buffer, 4)).toBe(3);
    expect(thrown(() => rio_readlineb(new rio_t(), buffer, 4))).toMatch(/rio_readinitb has not been called/);
    expect(thrown(() => rio_readlineb({} as never, buffer, 4))).toBe(
      "TypeError: rio_readlineb: rp: expected a rio_t, got an object",
    );
    expect(thrown(() => rio_readnb(null as never, buffer, 4))).toMatch(/expected a rio_t, got null/);
    expect(thrown(() => rio_readinitb({} as never, 0))).toMatch(/expected a rio_t/);
    expect(thrown(() => csapp.Rio_readinitb(rio, "0" as never))).toMatch(/^TypeError: rio_readinitb: fd/);
  });

  it("goes on when a signal's handler has interrupted it", () => {
    expect(
      run(`
        const fds = c.array(c.int, 2);
        c.Pipe(fds);
        const parts = ["ab", "cd", "\\nef"];
        const act = new c.sigaction({ sa_handler: () => c.Write(fds[1], parts[0], parts.shift().length) });
        c.Sigaction(c.SIGALRM, act, null); // Without SA_RESTART.
        const every = { tv_usec: 20000 };
        c.Setitimer(c.ITIMER_REAL, new c.itimerval({ it_interval: every, it_value: every }), null);
        const rio = new c.rio_t();
        c.Rio_readinitb(rio, fds[0]);
        const buf = Buffer.alloc(10);
        c.Printf("%d %s", c.Rio_readlineb(rio, buf, 10), buf);
        c.Setitimer(c.ITIMER_REAL, new c.itimerval(), null);
        c.Printf("%d %.2s\\n", c.Rio_readnb(rio, buf, 2), buf);`),
    ).toEqual({ status: 0, stdout: "5 abcd\n2 ef\n", stderr: "" });
  });
});

/** The port of a socket, as text. */
function portOf(fd: number): string {
  const address = new c.sockaddr_storage();
  ok(c.getsockname(fd, address, new c.socklen_t(c.sizeof(address))));
  return String(c.ntohs(c.cast(c.sockaddr_in, address).sin_port));
}

describe("open_listenfd and open_clientfd", () => {
  it("make a connection", () => {
    const listenfd = withTimeout(opened(open_listenfd("0")));
    const clientfd = opened(open_clientfd("127.0.0.1", portOf(listenfd)));
    const connfd = opened(csapp.Accept(listenfd, null, null));
    csapp.Rio_writen(clientfd, "Hello\n", 6);
    const buffer = Buffer.alloc(10);
    expect(csapp.Rio_readlineb(rioOf(connfd), buffer, 10)).toBe(6);
    expect(buffer.toString("latin1", 0, 6)).toBe("Hello\n");
    expect(failing(() => open_listenfd(portOf(listenfd)))).toBe("EADDRINUSE");
    expect(thrown(() => csapp.Open_listenfd(portOf(listenfd)))).toBe(
      "SystemError: open_listenfd EADDRINUSE: Address already in use",
    );
    opened(csapp.Open_clientfd("127.0.0.1", portOf(listenfd)));
  });

  it("say when nobody listens", () => {
    const listenfd = opened(open_listenfd("0"));
    const port = portOf(listenfd);
    ok(c.close(listenfd));
    expect(failing(() => open_clientfd("127.0.0.1", port))).toBe("ECONNREFUSED");
    expect(thrown(() => csapp.Open_clientfd("127.0.0.1", port))).toBe(
      "SystemError: open_clientfd ECONNREFUSED: Connection refused",
    );
  });

  it("print what getaddrinfo says, and return -2", () => {
    const text = c.gai_strerror(c.EAI_NONAME);
    expect(
      run(`
        c.printf("%d %d\\n", c.open_clientfd("127.0.0.1", "http"), c.open_listenfd("http"));
        try {
          c.Open_clientfd("127.0.0.1", "http");
        } catch (error) {
          c.printf("%s %s %d\\n", error.message, error.code, error.errno);
        }`),
    ).toEqual({
      status: 0,
      stdout: `-2 -2\nopen_clientfd EAI_NONAME: ${text} EAI_NONAME ${c.EAI_NONAME}\n`,
      stderr:
        `getaddrinfo failed (127.0.0.1:http): ${text}\ngetaddrinfo failed ((null):http): ${text}\n` +
        `getaddrinfo failed (127.0.0.1:http): ${text}\n`,
    });
  });
});

describe("errors", () => {
  it.each([
    [`c.set_errno(c.EACCES); c.unix_error("open")`, "open: Permission denied\n"],
    [`c.posix_error(c.EINVAL, "sigwait")`, "sigwait: Invalid argument\n"],
    [`c.gai_error(c.EAI_FAMILY, "getaddrinfo")`, "getaddrinfo: ai_family not supported\n"],
    [`c.app_error("100%s")`, "100%s\n"],
    [`c.dns_error("gethostbyname")`, "gethostbyname\n"],
  ])("%s prints and ends the process with 0", (call, stderr) => {
    expect(run(`${call}; c.printf("never");`)).toEqual({ status: 0, stdout: "", stderr });
  });
});

describe("sio_puts, sio_putl and sio_error", () => {
  it("write at once, and end the process", () => {
    expect(
      run(`
        c.printf("lost, because it is buffered");
        c.sio_puts("a%d\\n");
        c.sio_putl(-42);
        c.sio_putl(2n ** 62n);
        c.sio_putl(0);
        c.Sio_puts(Buffer.from("b\\0c"));
        c.sio_error("end\\n");`),
    ).toEqual({ status: 1, stdout: "a%d\n-4246116860184273879040bend\n", stderr: "" });
  });

  it("return how many bytes, and check", () => {
    expect(thrown(() => csapp.sio_putl(1.5))).toBe("RangeError: sio_putl: v: 1.5 is no integer");
    expect(thrown(() => csapp.sio_putl("1" as never))).toBe(
      "TypeError: sio_putl: v: expected an integer, got a string",
    );
    expect(
      run(`
        const counts = [c.sio_puts("four"), c.Sio_putl(-10)];
        c.close(1);
        c.fprintf(c.stderr, "%d %d %d\\n", ...counts, c.sio_puts("x"));
        try {
          c.Sio_puts("x");
        } catch (error) {
          c.fprintf(c.stderr, "%s\\n", error.message);
        }`),
    ).toMatchObject({ stderr: "4 3 -1\nsio_puts EBADF: Bad file descriptor\n" });
  });
});

describe("Signal", () => {
  it("lets calls go on, also those that SIGALRM interrupts", () => {
    expect(
      run(`
        const fds = c.array(c.int, 2);
        c.Pipe(fds);
        c.printf("%d\\n", c.Signal(c.SIGALRM, () => c.Write(fds[1], "x", 1)) === c.SIG_DFL ? 1 : 0);
        c.Setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: { tv_usec: 20000 } }), null);
        c.printf("%d\\n", c.Read(fds[0], Buffer.alloc(1), 1));
        try {
          c.Signal(c.SIGKILL, c.SIG_IGN);
        } catch (error) {
          c.printf("%s\\n", error.message);
        }`),
    ).toEqual({ status: 0, stdout: "1\n1\nsignal EINVAL: Invalid argument\n", stderr: "" });
  });
});

it("The header's constants", () => {
  expect([MAXLINE, MAXBUF, LISTENQ, RIO_BUFSIZE]).toEqual([8192, 8192, 1024, 8192]);
  expect([DEF_MODE, DEF_UMASK]).toEqual([0o666, 0o022]);
});
