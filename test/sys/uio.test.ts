import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readlinkSync, writeFileSync } from "node:fs";

import { O_RDWR, open } from "berkeley/fcntl";
import { array, type StructArray } from "berkeley/memory";
import {
  iovec,
  preadv,
  preadv2,
  process_vm_readv,
  pwritev,
  pwritev2,
  readv,
  RWF_APPEND,
  UIO_MAXIOV,
  writev,
} from "berkeley/sys/uio";
import { close, getpid, gettid, lseek, SEEK_CUR } from "berkeley/unistd";

import { ok, opened, openedPipe, temporaryPath } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { unixPair } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

const vector = (...parts: (Buffer | string)[]): StructArray<iovec> => iovecs(parts);
const iovecs = (parts: (Buffer | string)[]): StructArray<iovec> =>
  array(
    iovec,
    parts.map((part) => ({ iov_base: part, iov_len: part.length })),
  );

function openedFile(content = ""): [number, string] {
  const path = temporaryPath();
  writeFileSync(path, content);
  return [opened(open(path, O_RDWR)), path];
}

describe("readv and writev", () => {
  it("gather and scatter", () => {
    const [reading, writing] = openedPipe();
    expect(writev(writing, vector("one ", Buffer.alloc(0), "two ", "three"), 4)).toBe(13);
    const [head, tail] = [Buffer.alloc(6), Buffer.alloc(20)];
    expect(readv(reading, vector(head, tail), 2)).toBe(13);
    expect([head.toString(), tail.toString("latin1", 0, 7)]).toEqual(["one tw", "o three"]);
    expect(tail.subarray(7)).toEqual(Buffer.alloc(13));
    ok(close(writing));
    expect(readv(reading, vector(head), 1)).toBe(0);
  });

  it.each([0, 1, 1000, UIO_MAXIOV])("take %i iovecs", (count) => {
    const [reading, writing] = openedPipe();
    const source = Buffer.from(Array.from({ length: count }, (_, i) => i));
    const target = Buffer.alloc(count);
    const split = (memory: Buffer): Buffer[] => Array.from(memory, (_, i) => memory.subarray(i, i + 1));
    expect(writev(writing, iovecs(split(source)), count)).toBe(count);
    expect(readv(reading, iovecs(split(target)), count)).toBe(count);
    expect(target).toEqual(source);
  });

  it("answer EINVAL to more than UIO_MAXIOV, and to fewer than none", () => {
    const [reading, writing] = openedPipe();
    const many = array(iovec, UIO_MAXIOV + 1);
    expect(failing(() => writev(writing, many, UIO_MAXIOV + 1))).toBe("EINVAL");
    expect(failing(() => readv(reading, many, UIO_MAXIOV + 1))).toBe("EINVAL");
    expect(failing(() => readv(reading, many, -1))).toBe("EINVAL");
  });

  it("pass NULL on", () => {
    const [reading, writing] = openedPipe();
    expect(failing(() => writev(writing, null, 1))).toBe("EFAULT");
    expect(failing(() => writev(writing, new iovec({ iov_len: 1 }), 1))).toBe("EFAULT");
    expect(writev(writing, null, 0)).toBe(0);
    expect(writev(writing, vector("x"), 1)).toBe(1);
    expect(failing(() => readv(reading, new iovec({ iov_len: 1 }), 1))).toBe("EFAULT");
  });

  it("refuse a length beyond its memory, before anything is written", () => {
    const [a, b] = unixPair();
    const iov = vector("one", "two");
    iov[1].iov_len = 5;
    const message = "iovcnt: iov_base: 5 bytes asked for, but the memory has 4";
    expect(thrown(() => writev(a, iov, 2))).toBe(`RangeError: writev: ${message}`);
    expect(thrown(() => readv(b, iov, 2))).toBe(`RangeError: readv: ${message}`);
    expect(writev(a, iov, 1)).toBe(3);
  });

  // Node makes pipes at 0 and 1 non-blocking when the program uses process.stdin or process.stdout.
  it("block on the standard streams although Node made them non-blocking", async () => {
    const program = `
      import { array } from "berkeley/memory";
      import { iovec, readv, writev } from "berkeley/sys/uio";
      import { F_GETFL, fcntl, O_NONBLOCK } from "berkeley/fcntl";
      process.stdin.resume(); process.stdin.pause(); process.stdout.write("");
      const part = (size) => ({ iov_base: Buffer.alloc(size, 97), iov_len: size });
      const places = array(iovec, [part(2), part(0), part(30)]);
      const flags = (fcntl(0, F_GETFL) & fcntl(1, F_GETFL) & O_NONBLOCK) !== 0;
      process.stderr.write("ready");
      const n = readv(0, places, 3);
      const sent = writev(1, array(iovec, [part(300000), part(0), part(200000)]), 3);
      process.stderr.write(JSON.stringify([flags, n, String(places[0].iov_base), String(places[2].iov_base).slice(0, n - 2), sent]));
      process.exit(0);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["pipe", "pipe", "pipe"] });
    const errors: string[] = [];
    child.stderr.on("data", (text: Buffer) => errors.push(String(text)));
    await once(child.stderr, "data");
    child.stdin.write("Hello");
    let received = 0;
    child.stdout.on("data", (data: Buffer) => (received += data.length));
    await once(child, "close");
    expect(JSON.parse(errors.join("").replace("ready", ""))).toEqual([true, 5, "He", "llo", 500000]);
    expect(received).toBe(500000);
  });
});

describe("preadv and pwritev", () => {
  it("work at a place of a file, whose position stays", () => {
    const [fd, path] = openedFile("0123456789");
    expect(pwritev(fd, vector("ab", "c"), 2, 4)).toBe(3);
    expect(readFileSync(path, "latin1")).toBe("0123abc789");
    const [head, tail] = [Buffer.alloc(2), Buffer.alloc(9)];
    expect(preadv(fd, vector(head, tail), 2, 5)).toBe(5);
    expect([head.toString(), tail.toString("latin1", 0, 3)]).toEqual(["bc", "789"]);
    expect(lseek(fd, 0, SEEK_CUR)).toBe(0);
    expect(preadv(fd, vector(head), 1, 2 ** 40)).toBe(0);
    expect(pwritev(fd, vector("x"), 1, 2 ** 33)).toBe(1);
    expect(preadv(fd, vector(head), 1, 2 ** 33 - 1)).toBe(2);
    expect(head).toEqual(Buffer.from("\0x"));
  });

  it("answer EINVAL to a negative place, ESPIPE where there is none", () => {
    const [fd] = openedFile();
    const [reading, writing] = openedPipe();
    expect(failing(() => preadv(fd, vector(Buffer.alloc(1)), 1, -1))).toBe("EINVAL");
    expect(failing(() => preadv(reading, vector(Buffer.alloc(1)), 1, 0))).toBe("ESPIPE");
    expect(failing(() => pwritev(writing, vector("x"), 1, 0))).toBe("ESPIPE");
  });
});

describe("preadv2 and pwritev2", () => {
  it("take flags, and -1 for the file's own position", () => {
    const [fd, path] = openedFile("01234");
    expect(pwritev2(fd, vector("end"), 1, 0, RWF_APPEND)).toBe(3);
    expect(readFileSync(path, "latin1")).toBe("01234end");
    const buffer = Buffer.alloc(2);
    expect(preadv2(fd, vector(buffer), 1, -1, 0)).toBe(2);
    expect(preadv2(fd, vector(buffer), 1, -1, 0)).toBe(2);
    expect(buffer.toString()).toBe("23");
    expect(failing(() => preadv2(fd, vector(buffer), 1, 0, 1 << 30))).toBe("EOPNOTSUPP");
  });
});

describe("process_vm_readv", () => {
  it("reads another process's memory, of which it has the address", async () => {
    const child = spawn("cat");
    try {
      // It runs, and its memory is what it will be.
      child.stdin.write("x");
      await once(child.stdout, "data");
      const pid = child.pid!;
      // What begins every program: its own header.
      const executable = readlinkSync(`/proc/${pid}/exe`);
      const maps = readFileSync(`/proc/${pid}/maps`, "latin1").split("\n");
      const line = maps.find((mapping) => mapping.endsWith(executable))!;
      const address = BigInt(`0x${line.slice(0, line.indexOf("-"))}`);
      const [a, b] = [Buffer.alloc(1), Buffer.alloc(3)];
      const remote = BigUint64Array.of(address, 2n, address + 2n, 2n);
      expect(process_vm_readv(pid, vector(a, b), 2, remote, 2, 0)).toBe(4);
      expect(Buffer.concat([a, b]).toString("latin1")).toBe("\x7fELF");
      expect(failing(() => process_vm_readv(pid, vector(a), 1, BigUint64Array.of(8n, 1n), 1, 0))).toBe("EFAULT");
    } finally {
      child.kill("SIGKILL");
      await once(child, "close");
    }
  });

  it("does not read its own", () => {
    const place = vector(Buffer.alloc(1));
    for (const pid of [getpid(), gettid()]) {
      expect(failing(() => process_vm_readv(pid, place, 1, BigUint64Array.of(8n, 1n), 1, 0))).toBe("EPERM");
    }
    expect(failing(() => process_vm_readv(2 ** 31 - 1, place, 1, BigUint64Array.of(8n, 1n), 1, 0))).toBe("ESRCH");
  });
});
