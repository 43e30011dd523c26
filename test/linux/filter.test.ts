import {
  BPF_ABS,
  BPF_B,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_LD,
  BPF_RET,
  BPF_STMT,
  sock_filter,
  sock_fprog,
} from "berkeley/linux/filter";
import { array, bytes, int, sizeof, type StructArray } from "berkeley/memory";
import {
  bind,
  getsockname,
  getsockopt,
  MSG_DONTWAIT,
  recv,
  sendto,
  setsockopt,
  SO_ATTACH_FILTER,
  SO_ATTACH_REUSEPORT_CBPF,
  SO_DETACH_FILTER,
  SO_GET_FILTER,
  SO_KEEPALIVE,
  SO_REUSEPORT,
  SOCK_DGRAM,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";

import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, loopback, udp } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

/** Drops datagrams whose first byte, behind the UDP header, is an x. */
const code = array(sock_filter, [
  BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 8),
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, "x".charCodeAt(0), 0, 1),
  BPF_STMT(BPF_RET | BPF_K, 0),
  BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
]);

const program = (filter: StructArray<sock_filter>): sock_fprog => new sock_fprog({ len: filter.length, filter });

const attach = (fd: number, bpf: sock_fprog): number => setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, bpf, sizeof(bpf));

describe("SO_ATTACH_FILTER", () => {
  it("drops what the filter does not let pass", () => {
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    const sender = udp();
    const send = (text: string): number => sendto(sender, text, text.length, 0, address, sizeof(address));
    const buffer = Buffer.alloc(8);

    expect(attach(receiver, program(code))).toBe(0);
    for (const text of ["x1", "a2", "x3", "b4"]) ok(send(text));
    for (const text of ["a2", "b4"]) {
      expect(recv(receiver, buffer, 8, MSG_DONTWAIT)).toBe(2);
      expect(buffer.toString("latin1", 0, 2)).toBe(text);
    }
    expect(failing(() => recv(receiver, buffer, 8, MSG_DONTWAIT))).toBe("EAGAIN");

    expect(setsockopt(receiver, SOL_SOCKET, SO_DETACH_FILTER, new int(), 4)).toBe(0);
    ok(send("x5"));
    expect(recv(receiver, buffer, 8, MSG_DONTWAIT)).toBe(2);
  });

  it("is read back as SO_GET_FILTER, of which the length counts instructions", () => {
    const fd = udp();
    const length = new socklen_t(0);
    expect(getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, array(sock_filter, 0), length)).toBe(0);
    expect(length.value).toBe(0);
    ok(attach(fd, program(code)));
    expect(getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, null, length)).toBe(0);
    expect(length.value).toBe(4);
    const read = array(sock_filter, 4);
    expect(getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, read, length)).toBe(0);
    expect(bytes(read)).toEqual(bytes(code));
    length.value = 3;
    expect(failing(() => getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, read, length))).toBe("EINVAL");
    length.value = 5;
    expect(thrown(() => getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, read, length))).toBe(
      "RangeError: getsockopt: optlen: 5 instructions asked for, but the memory has 4",
    );
  });

  it("answers EINVAL to what is no filter", () => {
    const fd = udp();
    expect(failing(() => attach(fd, program(array(sock_filter, 0))))).toBe("EINVAL");
    expect(failing(() => attach(fd, program(array(sock_filter, [BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0)]))))).toBe(
      "EINVAL",
    );
    expect(failing(() => attach(fd, new sock_fprog({ len: 1 })))).toBe("EINVAL");
    expect(failing(() => setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, program(code), 8))).toBe("EINVAL");
  });

  it("takes a sock_fprog alone, and no more instructions than there are", () => {
    const fd = udp();
    const bpf = program(code);
    const raw = Buffer.from(bytes(bpf));
    expect(thrown(() => setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, raw as never, 16))).toMatch(
      /^TypeError: setsockopt: optname: expected /,
    );
    bpf.len = 5;
    expect(thrown(() => attach(fd, bpf))).toBe(
      "RangeError: setsockopt: optlen: filter: 40 bytes asked for, but the memory has 32",
    );
    bytes(bpf).writeBigUInt64LE(0x7fff_0000_0000n, 8);
    expect(bpf.filter).toBeNull();
    expect(failing(() => attach(fd, bpf))).toBe("EFAULT");
    const option: number = SO_KEEPALIVE;
    expect(thrown(() => setsockopt(fd, SOL_SOCKET, option, bpf as never, 16))).toMatch(
      /^TypeError: setsockopt: optname: expected an option whose value is a sock_fprog/,
    );
  });
});

it("SO_ATTACH_REUSEPORT_CBPF chooses among the sockets of a port", () => {
  const address = loopback();
  const group = [0, 1, 2].map(() => {
    const fd = udp();
    ok(setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, new int(1), sizeof(int)));
    ok(bind(fd, address, sizeof(address)));
    ok(getsockname(fd, address, new socklen_t(sizeof(address))));
    return fd;
  });
  const sender = udp();
  for (const chosen of [1, 2, 0]) {
    const bpf = program(array(sock_filter, [BPF_STMT(BPF_RET | BPF_K, chosen)]));
    expect(setsockopt(group[0], SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, bpf, sizeof(bpf))).toBe(0);
    ok(sendto(sender, "x", 1, 0, address, sizeof(address)));
    const answers = group.map((fd) => failing(() => recv(fd, Buffer.alloc(1), 1, MSG_DONTWAIT)));
    expect(answers).toEqual([0, 1, 2].map((i) => (i === chosen ? 1 : "EAGAIN")));
  }
});
