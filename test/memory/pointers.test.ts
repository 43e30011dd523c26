/** Pointers in structs, and what becomes of them where bytes are written. */

import { array, bytes, cast, resize, sizeof } from "berkeley/memory";
import { memcpy, memset } from "berkeley/string";
import { iovec, mmsghdr, msghdr, MSG_DONTWAIT, recv, sendmsg, SOCK_DGRAM } from "berkeley/sys/socket";
import { readv, writev } from "berkeley/sys/uio";

import { openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { unixPair } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

const hello = Buffer.from("Hello");

/** What writev makes of an iovec. */
function written(iov: iovec): string | number {
  const [reading, writing] = openedPipe();
  const answer = failing(() => writev(writing, iov, 1));
  if (typeof answer === "string") return answer;
  const buffer = Buffer.alloc(16);
  return buffer.toString("latin1", 0, readv(reading, new iovec({ iov_base: buffer, iov_len: answer || 1 }), 1));
}

describe("a pointer", () => {
  it("is what was assigned, the same object", () => {
    const iov = array(iovec, 3);
    const msg = new msghdr({ msg_iov: iov, msg_iovlen: 3, msg_name: hello });
    expect([msg.msg_iov, msg.msg_name, msg.msg_control]).toEqual([iov, hello, null]);
    expect(msg.msg_iov).toBe(iov);
    iov[1].iov_base = hello;
    expect(iov[1].iov_base).toBe(hello);
    msg.msg_iov = null;
    expect(msg.msg_iov).toBeNull();
  });

  it("to a string refers to its UTF-8 with a NUL", () => {
    expect(new iovec({ iov_base: "é" }).iov_base).toEqual(Buffer.from("é\0"));
  });

  it.each<[string, () => unknown]>([
    ["iovec: iov_base", () => new iovec({ iov_base: 1 as never })],
    ["iovec: iov_base", () => (new iovec().iov_base = new Proxy(Buffer.alloc(1), {}))],
    ["msghdr: msg_name", () => (new msghdr().msg_name = {} as never)],
    ["msghdr: msg_iov", () => (new msghdr().msg_iov = array(msghdr, 1) as never)],
    ["msghdr: msg_iov", () => (new msghdr().msg_iov = [new iovec()] as never)],
    ["msghdr: msg_control", () => (new msghdr().msg_control = undefined as never)],
  ])("%s is refused where it is no memory", (about, assign) => {
    expect(thrown(assign)).toContain(`TypeError: ${about}: expected `);
  });

  it("is NULL where its bytes are zero", () => {
    const msg = new msghdr({ msg_name: hello, msg_iov: new iovec(), msg_control: hello });
    memset(msg, 0, sizeof(msg));
    expect([msg.msg_name, msg.msg_iov, msg.msg_control]).toEqual([null, null, null]);
    const iov = new iovec({ iov_base: hello, iov_len: 5 });
    memset(iov, 0, 8);
    expect(iov.iov_base).toBeNull();
    expect(written(iov)).toBe("EFAULT");
  });

  it("goes along with an assignment of its struct", () => {
    const iov = new iovec({ iov_base: hello, iov_len: 5 });
    const copy = new iovec(iov);
    expect([copy.iov_base, copy.iov_len]).toEqual([hello, 5]);
    expect(written(copy)).toBe("Hello");

    const vector = array(mmsghdr, 2);
    vector[1].msg_hdr = new msghdr({ msg_iov: iov, msg_iovlen: 1 });
    expect(vector[1].msg_hdr.msg_iov).toBe(iov);
    expect(vector[0].msg_hdr.msg_iov).toBeNull();
    expect(new mmsghdr(vector[1]).msg_hdr.msg_iov).toBe(iov);
    expect(resize(vector, 5)[1].msg_hdr.msg_iov).toBe(iov);
    expect(resize(vector, 1)[0].msg_hdr.msg_iov).toBeNull();
  });

  it("that came as bytes leads nowhere, and the kernel says so", () => {
    const iov = array(iovec, [
      { iov_base: "first", iov_len: 5 },
      { iov_base: "second", iov_len: 6 },
    ]);
    memcpy(iov[0], iov[1], sizeof(iovec));
    expect(iov[0].iov_base).toBeNull();
    expect(written(iov[0])).toBe("EFAULT");
    expect(written(iov[1])).toBe("second");
    iov[0].iov_base = "again!";
    expect(written(iov[0])).toBe("again!");
    expect(written(cast(iovec, new iovec(iov[0])))).toBe("EFAULT");
  });

  it("cannot be made of any bytes", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const iov = array(iovec, [{ iov_base: hello, iov_len: 5 }]);
    const msg = new msghdr({ msg_iov: iov, msg_iovlen: 1, msg_control: Buffer.alloc(32) });
    const outcomes = new Set<string>();
    for (const struct of [msg, iov]) {
      const memory = bytes(struct);
      for (let i = 0; i < memory.length; i++) {
        const before = memory[i];
        for (const byte of [0, 1, 2, 5, 0x7f, 0xff]) {
          memory[i] = byte;
          outcomes.add(attempt(() => sendmsg(a, msg, MSG_DONTWAIT)).replace(/:.*/, ""));
        }
        memory[i] = before;
      }
    }
    expect([...outcomes].sort()).toEqual(["", "EFAULT", "H", "He", "Hello", "RangeError"]);

    function attempt(call: () => number): string {
      let answer: string | number = "";
      const message = thrown(() => (answer = failing(call)));
      if (typeof answer === "string") return answer || message;
      const buffer = Buffer.alloc(64);
      return buffer.toString("latin1", 0, recv(b, buffer, 64, 0));
    }
  });

  it("is read at the call", () => {
    const memory = new Uint8Array(16);
    const iov = new iovec({ iov_base: memory, iov_len: 16 });
    structuredClone(memory.buffer, { transfer: [memory.buffer] });
    expect(thrown(() => writev(-1, iov, 1))).toBe(
      "RangeError: writev: iovcnt: iov_base: 16 bytes asked for, but the memory has 0",
    );
  });

  it("reads nothing that arrays inherit", () => {
    let ran = 0;
    const iov = new iovec({ iov_base: hello, iov_len: 5 });
    const msg = new msghdr({ msg_iov: iov, msg_iovlen: 1 });
    bytes(msg).writeUInt32LE(5, 20);
    Object.defineProperty(Array.prototype, 5, { get: () => ran++, configurable: true });
    const [a] = unixPair();
    try {
      expect(failing(() => sendmsg(a, msg, 0))).toBe("EFAULT");
    } finally {
      Reflect.deleteProperty(Array.prototype, 5);
    }
    expect(ran).toBe(0);
  });
});

describe("subarray", () => {
  it("is C's array + n: the same elements in their place", () => {
    const iov = array(iovec, [
      { iov_base: "first", iov_len: 5 },
      { iov_base: "second", iov_len: 6 },
      { iov_base: "third", iov_len: 5 },
    ]);
    const rest = iov.subarray(1);
    expect([rest.length, rest[0], sizeof(rest)]).toEqual([2, iov[1], 32]);
    expect(rest[0]).toBe(iov[1]);
    const [reading, writing] = openedPipe();
    expect(writev(writing, rest, 2)).toBe(11);
    expect(writev(writing, iov.subarray(0, 1), 1)).toBe(5);
    expect(writev(writing, iov[2], 1)).toBe(5);
    expect(writev(writing, iov.subarray(3), 0)).toBe(0);
    const buffer = Buffer.alloc(30);
    expect(readv(reading, new iovec({ iov_base: buffer, iov_len: 30 }), 1)).toBe(21);
    expect(buffer.toString("latin1", 0, 21)).toBe("secondthirdfirstthird");
    expect(thrown(() => writev(writing, rest, 3))).toMatch(/^RangeError: writev: iovcnt: 3 elements asked for/);
  });
});
