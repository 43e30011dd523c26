/** sys/socket.h: sendmsg and recvmsg, their kin for several messages, and control messages. */

import { F_GETFD, fcntl, FD_CLOEXEC } from "berkeley/fcntl";
import { scm_timestamping } from "berkeley/linux/errqueue";
import { so_timestamping, SOF_TIMESTAMPING_RX_SOFTWARE, SOF_TIMESTAMPING_SOFTWARE } from "berkeley/linux/net_tstamp";
import { array, bytes, cast, int, type Memory, sizeof, type StructArray } from "berkeley/memory";
import {
  htonl,
  htons,
  in6_pktinfo,
  in_pktinfo,
  INADDR_ANY,
  IP_PKTINFO,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVPKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  IPV6_UNICAST_HOPS,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import { memcpy } from "berkeley/string";
import {
  AF_INET,
  AF_INET6,
  bind,
  CMSG_ALIGN,
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_LEN,
  CMSG_NXTHDR,
  CMSG_SPACE,
  cmsghdr,
  getsockname,
  getsockopt,
  iovec,
  mmsghdr,
  MSG_CMSG_CLOEXEC,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_TRUNC,
  MSG_WAITFORONE,
  MSG_ZEROCOPY,
  msghdr,
  recvmmsg,
  recvmsg,
  SCM_CREDENTIALS,
  SCM_RIGHTS,
  SCM_TIMESTAMP,
  SCM_TIMESTAMPING,
  SCM_TIMESTAMPNS,
  send,
  sendmmsg,
  sendmsg,
  sendto,
  setsockopt,
  SO_PASSCRED,
  SO_RCVBUF,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SO_TIMESTAMPNS,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  socklen_t,
  SOL_SOCKET,
  ucred,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { UIO_MAXIOV } from "berkeley/sys/uio";
import { clock_gettime, CLOCK_REALTIME, timespec } from "berkeley/time";
import { close, getgid, getpid, getuid, read, write } from "berkeley/unistd";

import { hasCompiler, itUnprivileged, runC, runModule, unprivileged } from "../support/children.ts";
import { closedDescriptor, ok, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, loopback, loopback6, udp, unixPair, withTimeout } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

/** A message for one place of `size` bytes, with `control` bytes for control messages. */
function receiving(size: number, control = 0): [msghdr, Buffer] {
  const buffer = Buffer.alloc(size);
  const msg = new msghdr({ msg_iov: new iovec({ iov_base: buffer, iov_len: size }), msg_iovlen: 1 });
  if (control > 0) {
    msg.msg_control = Buffer.alloc(control, 0xee);
    msg.msg_controllen = control;
  }
  return [msg, buffer];
}

/** A message of a text, with one control message. */
function sending(text: string, level = 0, type = 0, data?: Memory): msghdr {
  const msg = new msghdr({ msg_iov: new iovec({ iov_base: text, iov_len: text.length }), msg_iovlen: 1 });
  if (data === undefined) return msg;
  msg.msg_control = Buffer.alloc(CMSG_SPACE(sizeof(data)));
  msg.msg_controllen = CMSG_SPACE(sizeof(data));
  const cmsg = CMSG_FIRSTHDR(msg)!;
  cmsg.cmsg_level = level;
  cmsg.cmsg_type = type;
  cmsg.cmsg_len = CMSG_LEN(sizeof(data));
  memcpy(CMSG_DATA(cmsg), data, sizeof(data));
  return msg;
}

/** The control messages that came. */
function controls(msg: msghdr): cmsghdr[] {
  const found = [];
  for (let cmsg = CMSG_FIRSTHDR(msg); cmsg !== null; cmsg = CMSG_NXTHDR(msg, cmsg)) found.push(cmsg);
  return found;
}

/** The data of the control message of a type. */
function control(msg: msghdr, level: number, type: number): Buffer {
  const cmsg = controls(msg).find(({ cmsg_level, cmsg_type }) => cmsg_level === level && cmsg_type === type);
  if (cmsg === undefined) throw new Error("it did not come");
  return CMSG_DATA(cmsg).subarray(0, cmsg.cmsg_len - CMSG_LEN(0));
}

const enable = (fd: number, level: number, option: number, value = 1): void => {
  ok(setsockopt(fd, level, option, new int(value), sizeof(int)));
};

describe("sendmsg and recvmsg", () => {
  it("gather and scatter, with the sender's address", () => {
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    const from = loopback();
    const sender = boundSocket(SOCK_DGRAM, from);
    const out = array(iovec, [
      { iov_base: "one ", iov_len: 4 },
      { iov_base: "two ", iov_len: 4 },
      { iov_base: null, iov_len: 0 },
      { iov_base: new Uint16Array([0x6874, 0x6572]), iov_len: 4 },
    ]);
    const msg = new msghdr({ msg_name: address, msg_namelen: sizeof(address), msg_iov: out, msg_iovlen: 4 });
    expect(sendmsg(sender, msg, 0)).toBe(12);

    const [head, tail] = [Buffer.alloc(3), Buffer.alloc(20)];
    const place = array(iovec, [
      { iov_base: head, iov_len: 3 },
      { iov_base: tail, iov_len: 20 },
    ]);
    const source = new sockaddr_in6();
    const answer = new msghdr({ msg_name: source, msg_namelen: sizeof(source), msg_iov: place, msg_iovlen: 2 });
    expect(recvmsg(receiver, answer, 0)).toBe(12);
    expect(head.toString() + tail.toString("latin1", 0, 9)).toBe("one two thre");
    expect([answer.msg_namelen, answer.msg_controllen, answer.msg_flags]).toEqual([sizeof(sockaddr_in), 0, 0]);
    expect(cast(sockaddr_in, source)).toEqual(from);
  });

  it("take a struct that is the same at every call", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const [msg, buffer] = receiving(8);
    for (const text of ["one", "two"]) {
      (msg.msg_iov as iovec).iov_len = buffer.write(text);
      expect(sendmsg(a, msg, 0)).toBe(3);
      buffer.fill(0);
      expect(recvmsg(b, msg, 0)).toBe(3);
      expect(buffer.toString("latin1", 0, 3)).toBe(text);
    }
  });

  it.each([0, 1, 16, 17, 1000])("take %i iovecs", (count) => {
    const [a, b] = unixPair(SOCK_SEQPACKET);
    const source = Buffer.from(Array.from({ length: count }, (_, i) => i));
    const target = Buffer.alloc(count);
    const vector = (memory: Buffer): msghdr => {
      const iov = array(iovec, count);
      for (let i = 0; i < count; i++) {
        iov[i].iov_base = memory.subarray(i, i + 1);
        iov[i].iov_len = 1;
      }
      return new msghdr({ msg_iov: iov, msg_iovlen: count });
    };
    expect(sendmsg(a, vector(source), 0)).toBe(count);
    expect(recvmsg(b, vector(target), 0)).toBe(count);
    expect(target).toEqual(source);
  });

  it("answer EMSGSIZE to more than UIO_MAXIOV iovecs, and RangeError to more than there are", () => {
    const [a, b] = unixPair();
    const iov = array(iovec, UIO_MAXIOV + 1);
    const msg = new msghdr({ msg_iov: iov, msg_iovlen: UIO_MAXIOV + 1 });
    expect(failing(() => sendmsg(a, msg, 0))).toBe("EMSGSIZE");
    expect(failing(() => recvmsg(b, msg, MSG_DONTWAIT))).toBe("EMSGSIZE");
    msg.msg_iovlen = UIO_MAXIOV;
    expect(sendmsg(a, msg, 0)).toBe(0);
    msg.msg_iovlen = UIO_MAXIOV + 2;
    expect(thrown(() => sendmsg(a, msg, 0))).toBe(
      "RangeError: sendmsg: msg: 1026 elements asked for, but the memory has 1025",
    );
  });

  it("answer EMSGSIZE to a datagram that is too long", () => {
    const address = loopback();
    boundSocket(SOCK_DGRAM, address);
    const msg = new msghdr({ msg_name: address, msg_namelen: sizeof(address), msg_iovlen: 2 });
    const half = { iov_base: Buffer.alloc(40_000), iov_len: 40_000 };
    msg.msg_iov = array(iovec, [half, half]);
    expect(failing(() => sendmsg(udp(), msg, 0))).toBe("EMSGSIZE");
  });

  it.each<[string, (msg: msghdr) => void]>([
    ["iov_base: 9", (msg) => ((msg.msg_iov as iovec).iov_len = 9)],
    ["msg_name: 17", (msg) => (msg.msg_namelen = 17)],
    ["msg_control: 33", (msg) => (msg.msg_controllen = 33)],
  ])("refuse lengths beyond the memory: %s", (what, change) => {
    const [msg] = receiving(8, 32);
    msg.msg_name = new sockaddr_in();
    change(msg);
    expect(thrown(() => recvmsg(-1, msg, 0))).toContain(`RangeError: recvmsg: msg: ${what} bytes asked for`);
    expect(thrown(() => sendmsg(-1, msg, 0))).toContain(`RangeError: sendmsg: msg: ${what} bytes asked for`);
  });

  it("pass NULL on", () => {
    const [a, b] = unixPair();
    ok(send(a, "x", 1, 0));
    expect(failing(() => sendmsg(a, null, 0))).toBe("EFAULT");
    expect(failing(() => recvmsg(b, null, 0))).toBe("EFAULT");
    expect(failing(() => sendmsg(-1, null, 0))).toBe("EBADF");
    expect(failing(() => sendmsg(a, new msghdr({ msg_iovlen: 1 }), 0))).toBe("EFAULT");
    const msg = new msghdr({ msg_iov: new iovec({ iov_len: 1 }), msg_iovlen: 1 });
    expect(failing(() => recvmsg(b, msg, 0))).toBe("EFAULT");
  });

  it("do not send what the kernel would read after the call", () => {
    const [msg] = receiving(8);
    const [a] = unixPair();
    expect(failing(() => sendmsg(a, msg, MSG_ZEROCOPY))).toBe("EOPNOTSUPP");
    expect(failing(() => sendmmsg(a, array(mmsghdr, 1), 1, MSG_ZEROCOPY))).toBe("EOPNOTSUPP");
    const SOL_RDS = 276;
    expect(failing(() => sendmsg(a, sending("x", SOL_RDS, 1, Buffer.alloc(8)), 0))).toBe("EOPNOTSUPP");
  });

  it("tell of data that did not fit", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    ok(send(a, "0123456789", 10, 0));
    ok(send(a, "0123456789", 10, 0));
    const [msg, buffer] = receiving(4);
    expect(recvmsg(b, msg, 0)).toBe(4);
    expect(msg.msg_flags).toBe(MSG_TRUNC);
    expect(recvmsg(b, msg, MSG_TRUNC)).toBe(10);
    expect(buffer.toString()).toBe("0123");
  });

  it("leave the struct as it was where they fail", () => {
    const [, b] = unixPair();
    const [msg] = receiving(8, 32);
    msg.msg_flags = 77;
    const before = Buffer.from(bytes(msg));
    expect(failing(() => recvmsg(b, msg, MSG_DONTWAIT))).toBe("EAGAIN");
    expect(bytes(msg)).toEqual(before);
  });
});

describe("SCM_RIGHTS", () => {
  it("passes descriptors, which the program may close", () => {
    const [a, b] = unixPair();
    const [reading, writing] = openedPipe();
    expect(sendmsg(a, sending("x", SOL_SOCKET, SCM_RIGHTS, new Int32Array([reading, writing])), 0)).toBe(1);
    const [msg] = receiving(1, CMSG_SPACE(8));
    expect(recvmsg(b, msg, 0)).toBe(1);
    const data = control(msg, SOL_SOCKET, SCM_RIGHTS);
    expect(data.length).toBe(8);
    const [r, w] = [data.readInt32LE(0), data.readInt32LE(4)];
    expect(write(w, "through", 7)).toBe(7);
    expect(read(reading, Buffer.alloc(7), 7)).toBe(7);
    expect(fcntl(r, F_GETFD)).toBe(0);
    expect([close(r), close(w)]).toEqual([0, 0]);
  });

  it("passes them with MSG_CMSG_CLOEXEC, by recvmmsg and into unaligned memory, too", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const [reading] = openedPipe();
    const vector = array(mmsghdr, 2);
    for (const element of vector) {
      ok(sendmsg(a, sending("x", SOL_SOCKET, SCM_RIGHTS, new int(reading)), 0));
      [element.msg_hdr] = receiving(1, 0);
      element.msg_hdr.msg_control = Buffer.alloc(CMSG_SPACE(4) + 1).subarray(1);
      element.msg_hdr.msg_controllen = CMSG_SPACE(4);
    }
    expect(recvmmsg(b, vector, 2, MSG_CMSG_CLOEXEC, null)).toBe(2);
    for (const { msg_hdr } of vector) {
      const fd = control(msg_hdr, SOL_SOCKET, SCM_RIGHTS).readInt32LE(0);
      expect(fcntl(fd, F_GETFD)).toBe(FD_CLOEXEC);
      expect(close(fd)).toBe(0);
    }
  });

  it("passes as many as there is room for, says MSG_CTRUNC, and leaves none behind", () => {
    const [a, b] = unixPair();
    const [reading, writing] = openedPipe();
    const next = closedDescriptor();
    ok(sendmsg(a, sending("x", SOL_SOCKET, SCM_RIGHTS, new Int32Array([reading, writing])), 0));
    const [msg] = receiving(1, CMSG_LEN(4));
    expect(recvmsg(b, msg, 0)).toBe(1);
    expect(msg.msg_flags & MSG_CTRUNC).toBe(MSG_CTRUNC);
    expect([msg.msg_controllen, CMSG_FIRSTHDR(msg)!.cmsg_len]).toEqual([CMSG_LEN(4), CMSG_LEN(4)]);
    const fd = control(msg, SOL_SOCKET, SCM_RIGHTS).readInt32LE(0);
    expect(fd).toBe(next);
    expect(close(fd)).toBe(0);
    expect(closedDescriptor()).toBe(next);
  });

  it("answers EBADF to what is none, and EINVAL to a message that is malformed", () => {
    const [a] = unixPair();
    expect(failing(() => sendmsg(a, sending("x", SOL_SOCKET, SCM_RIGHTS, new int(-1)), 0))).toBe("EBADF");
    const msg = sending("x", SOL_SOCKET, SCM_RIGHTS, new int(0));
    CMSG_FIRSTHDR(msg)!.cmsg_len = 1000;
    expect(failing(() => sendmsg(a, msg, 0))).toBe("EINVAL");
  });

  it("passes up to 253 at once", () => {
    const [a, b] = unixPair();
    const [reading] = openedPipe();
    const many = (count: number): msghdr => sending("x", SOL_SOCKET, SCM_RIGHTS, new Int32Array(count).fill(reading));
    expect(failing(() => sendmsg(a, many(254), 0))).toBe("EINVAL");
    expect(sendmsg(a, many(253), 0)).toBe(1);
    const [msg] = receiving(1, CMSG_SPACE(254 * 4));
    expect(recvmsg(b, msg, 0)).toBe(1);
    const data = control(msg, SOL_SOCKET, SCM_RIGHTS);
    const came = new Set(Array.from({ length: data.length / 4 }, (_, i) => data.readInt32LE(4 * i)));
    expect([msg.msg_flags, came.size]).toEqual([0, 253]);
    for (const fd of came) expect(close(fd)).toBe(0);
  });

  // They are counted for each user: a root's are not.
  itUnprivileged()("answers ETOOMANYREFS where more are under way than one may have open", () => {
    const { stdout, stderr } = runModule(
      `import * as c from "berkeley";
       const limit = new c.rlimit({ rlim_cur: 64, rlim_max: 64 });
       const pair = c.array(c.int, 2);
       c.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, pair);
       const control = Buffer.alloc(c.CMSG_SPACE(80));
       const msg = new c.msghdr({ msg_iov: new c.iovec({ iov_base: "x", iov_len: 1 }), msg_iovlen: 1 });
       Object.assign(msg, { msg_control: control, msg_controllen: c.sizeof(control) });
       const cmsg = c.CMSG_FIRSTHDR(msg);
       Object.assign(cmsg, { cmsg_level: c.SOL_SOCKET, cmsg_type: c.SCM_RIGHTS, cmsg_len: c.CMSG_LEN(80) });
       new Int32Array(control.buffer, control.byteOffset + c.CMSG_LEN(0), 20).fill(pair[0]);
       console.log(c.setrlimit(c.RLIMIT_NOFILE, limit));
       const results = [];
       while (results.length < 9 && results.at(-1) !== -1) results.push(c.sendmsg(pair[0], msg, c.MSG_DONTWAIT));
       console.log(results.length > 1, results.at(-1), c.errno === c.ETOOMANYREFS);`,
      unprivileged,
    );
    expect([stdout, stderr]).toEqual(["0\ntrue -1 true\n", ""]);
  });
});

describe("SCM_CREDENTIALS", () => {
  it("tells who sent a message", () => {
    const [a, b] = unixPair();
    enable(b, SOL_SOCKET, SO_PASSCRED);
    ok(send(a, "x", 1, 0));
    const [msg] = receiving(1, CMSG_SPACE(sizeof(ucred)));
    expect(recvmsg(b, msg, 0)).toBe(1);
    const { pid, uid, gid } = cast(ucred, control(msg, SOL_SOCKET, SCM_CREDENTIALS));
    expect([pid, uid, gid]).toEqual([getpid(), getuid(), getgid()]);
  });

  it("of others need privileges", () => {
    const [a] = unixPair();
    const nobody = new ucred({ pid: 0x7fffffff, uid: getuid(), gid: getgid() });
    expect(failing(() => sendmsg(a, sending("x", SOL_SOCKET, SCM_CREDENTIALS, nobody), 0))).toMatch(/^(EPERM|ESRCH)$/);
  });
});

describe("control messages of UDP", () => {
  /** What a wildcard socket with some options gets of a datagram to an address. */
  function received(
    domain: number,
    options: [number, number, number?][],
    prepare: (fd: number) => void = () => {},
  ): msghdr {
    const any: sockaddr_in | sockaddr_in6 =
      domain === AF_INET
        ? new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: INADDR_ANY } })
        : new sockaddr_in6({ sin6_family: AF_INET6 });
    const receiver = withTimeout(udp(domain));
    ok(bind(receiver, any, sizeof(any)));
    ok(getsockname(receiver, any, new socklen_t(sizeof(any))));
    for (const [level, option, value] of options) enable(receiver, level, option, value);
    const sender = udp(domain);
    prepare(sender);
    const to = any instanceof sockaddr_in ? new sockaddr_in(any) : loopback6();
    if (to instanceof sockaddr_in) to.sin_addr.s_addr = htonl(0x7f0a0b0c);
    else to.sin6_port = (any as sockaddr_in6).sin6_port;
    ok(sendto(sender, "x", 1, 0, to, sizeof(to)));
    const [msg] = receiving(1, 512);
    expect(recvmsg(receiver, msg, 0)).toBe(1);
    return msg;
  }

  it("IP_PKTINFO tells the destination of a datagram on a wildcard socket", () => {
    const msg = received(AF_INET, [[IPPROTO_IP, IP_PKTINFO]]);
    const info = cast(in_pktinfo, control(msg, IPPROTO_IP, IP_PKTINFO));
    expect(info.ipi_addr.s_addr).toBe(htonl(0x7f0a0b0c));
    expect(info.ipi_ifindex).toBe(1);
  });

  it("IP_TTL and IP_TOS tell the header's", () => {
    const options: [number, number][] = [
      [IPPROTO_IP, IP_RECVTTL],
      [IPPROTO_IP, IP_RECVTOS],
    ];
    const msg = received(AF_INET, options, (fd) => {
      ok(setsockopt(fd, IPPROTO_IP, IP_TTL, new int(33), 4));
      ok(setsockopt(fd, IPPROTO_IP, IP_TOS, new int(0x10), 4));
    });
    expect(cast(int, control(msg, IPPROTO_IP, IP_TTL)).value).toBe(33);
    expect([...control(msg, IPPROTO_IP, IP_TOS)]).toEqual([0x10]);
    expect(controls(msg)).toHaveLength(2);
  });

  it("IPV6_PKTINFO, IPV6_HOPLIMIT and IPV6_TCLASS tell the same of IPv6", () => {
    const options = [IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT, IPV6_RECVTCLASS];
    const msg = received(
      AF_INET6,
      options.map((option) => [IPPROTO_IPV6, option]),
      (fd) => {
        ok(setsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, new int(44), 4));
        ok(setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, new int(0x20), 4));
      },
    );
    const info = cast(in6_pktinfo, control(msg, IPPROTO_IPV6, IPV6_PKTINFO));
    expect(info.ipi6_addr).toEqual(loopback6().sin6_addr);
    expect(cast(int, control(msg, IPPROTO_IPV6, IPV6_HOPLIMIT)).value).toBe(44);
    expect(cast(int, control(msg, IPPROTO_IPV6, IPV6_TCLASS)).value).toBe(0x20);
  });

  it("SCM_TIMESTAMP and SCM_TIMESTAMPNS tell when it came", () => {
    const before = Date.now() / 1000 - 1;
    const micro = cast(timeval, control(received(AF_INET, [[SOL_SOCKET, SO_TIMESTAMP]]), SOL_SOCKET, SCM_TIMESTAMP));
    const nano = cast(
      timespec,
      control(received(AF_INET, [[SOL_SOCKET, SO_TIMESTAMPNS]]), SOL_SOCKET, SCM_TIMESTAMPNS),
    );
    for (const seconds of [micro.tv_sec + micro.tv_usec / 1e6, nano.tv_sec + nano.tv_nsec / 1e9]) {
      expect(seconds).toBeGreaterThan(before);
      expect(seconds).toBeLessThan(Date.now() / 1000 + 1);
    }
  });

  it("SO_TIMESTAMPING is a so_timestamping, or an int as before it", () => {
    const fd = udp();
    const set = new so_timestamping({ flags: SOF_TIMESTAMPING_RX_SOFTWARE });
    expect(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, set, sizeof(set))).toBe(0);
    const value = new so_timestamping({ flags: -1, bind_phc: -1 });
    const length = new socklen_t(sizeof(value));
    expect(getsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, value, length)).toBe(0);
    expect([value.flags, value.bind_phc, length.value]).toEqual([SOF_TIMESTAMPING_RX_SOFTWARE, 0, 8]);
    enable(fd, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_SOFTWARE);
    const flags = new int();
    expect(getsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, flags, new socklen_t(sizeof(int)))).toBe(0);
    expect(flags.value).toBe(SOF_TIMESTAMPING_SOFTWARE);
  });

  it("SCM_TIMESTAMPING tells when the kernel had it", () => {
    const now = (): bigint => {
      const time = new timespec();
      ok(clock_gettime(CLOCK_REALTIME, time));
      return nanoseconds(time);
    };
    const nanoseconds = ({ tv_sec, tv_nsec }: timespec): bigint => BigInt(tv_sec) * 1_000_000_000n + BigInt(tv_nsec);
    const before = now();
    // The kernel takes its time to begin with it; with SO_TIMESTAMPNS, too, what came before has the time of now.
    const msg = received(AF_INET, [
      [SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE],
      [SOL_SOCKET, SO_TIMESTAMPNS],
    ]);
    const after = now();
    const data = control(msg, SOL_SOCKET, SCM_TIMESTAMPING);
    expect(data.length).toBe(sizeof(scm_timestamping));
    const { ts } = cast(scm_timestamping, data);
    expect([ts.length, ...[...ts].slice(1).map(nanoseconds)]).toEqual([3, 0n, 0n]);
    expect(nanoseconds(ts[0])).toBeGreaterThanOrEqual(before);
    expect(nanoseconds(ts[0])).toBeLessThanOrEqual(after);
  });

  it("SO_RXQ_OVFL tells how many were lost", () => {
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    enable(receiver, SOL_SOCKET, SO_RXQ_OVFL);
    ok(setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, new int(0), 4));
    const sender = udp();
    for (let i = 0; i < 100; i++) ok(sendto(sender, Buffer.alloc(500), 500, 0, address, sizeof(address)));
    const [msg] = receiving(500, 64);
    let came = 0;
    let lost = 0;
    while (recvmsg(receiver, msg, MSG_DONTWAIT) > 0) {
      came++;
      lost = controls(msg).length === 0 ? lost : cast(int, control(msg, SOL_SOCKET, SO_RXQ_OVFL)).value;
      msg.msg_controllen = 64;
    }
    expect(came).toBeGreaterThan(0);
    // Those that came carry what was lost before them.
    ok(sendto(sender, "x", 1, 0, address, sizeof(address)));
    expect(recvmsg(receiver, msg, 0)).toBe(1);
    lost = cast(int, control(msg, SOL_SOCKET, SO_RXQ_OVFL)).value;
    expect(came + lost).toBe(100);
  });

  it("IP_PKTINFO chooses the source of a datagram", () => {
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    const info = new in_pktinfo({ ipi_spec_dst: { s_addr: htonl(0x7f010203) } });
    const out = sending("x", IPPROTO_IP, IP_PKTINFO, info);
    out.msg_name = address;
    out.msg_namelen = sizeof(address);
    expect(sendmsg(udp(), out, 0)).toBe(1);
    const [msg] = receiving(1);
    const source = new sockaddr_in();
    msg.msg_name = source;
    msg.msg_namelen = sizeof(source);
    expect(recvmsg(receiver, msg, 0)).toBe(1);
    expect(source.sin_addr.s_addr).toBe(htonl(0x7f010203));
    expect(source.sin_port).not.toBe(htons(0));
  });
});

describe("CMSG_*", () => {
  (hasCompiler ? it : it.skip)("compute what C's do (skipped without a C compiler)", () => {
    const lengths = [0, 1, 3, 4, 7, 8, 9, 12, 16, 17, 100, 253 * 4];
    const printed = runC(`
      #include <stdio.h>
      #include <sys/socket.h>
      int main(void) {
        const size_t lengths[] = {${lengths.join(", ")}};
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
          printf("%zu %zu %zu\\n", CMSG_ALIGN(lengths[i]), CMSG_SPACE(lengths[i]), CMSG_LEN(lengths[i]));
      }`);
    const here = lengths.map((length) => `${CMSG_ALIGN(length)} ${CMSG_SPACE(length)} ${CMSG_LEN(length)}\n`);
    expect(here.join("")).toBe(printed);
  });

  it("build several messages in one buffer", () => {
    const control = Buffer.alloc(CMSG_SPACE(4) + CMSG_SPACE(sizeof(in_pktinfo)));
    const msg = new msghdr({ msg_control: control, msg_controllen: sizeof(control) });
    const first = CMSG_FIRSTHDR(msg)!;
    first.cmsg_len = CMSG_LEN(4);
    const second = CMSG_NXTHDR(msg, first)!;
    second.cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
    expect(CMSG_NXTHDR(msg, second)).toBeNull();
    CMSG_DATA(first).fill(1, 0, 4);
    cast(in_pktinfo, CMSG_DATA(second)).ipi_ifindex = 2;
    expect(control.readInt32LE(16)).toBe(0x01010101);
    expect(control.readInt32LE(24 + 16)).toBe(2);
    expect(sizeof(CMSG_DATA(second))).toBe(CMSG_SPACE(sizeof(in_pktinfo)) - CMSG_LEN(0));
  });

  it.each([0, 1, 15, 16])("find none in %i bytes of zeros", (size) => {
    const memory = Buffer.alloc(100, 0xff).subarray(10, 10 + size);
    const msg = new msghdr({ msg_control: memory.fill(0), msg_controllen: size });
    const first = CMSG_FIRSTHDR(msg);
    expect(first === null).toBe(size < 16);
    if (first !== null) expect([CMSG_NXTHDR(msg, first), CMSG_DATA(first).length]).toEqual([null, 0]);
  });

  it("end where the msghdr says, or its memory", () => {
    const msg = new msghdr({ msg_control: Buffer.alloc(64), msg_controllen: 2 ** 40 });
    const first = CMSG_FIRSTHDR(msg)!;
    first.cmsg_len = 40;
    expect(CMSG_NXTHDR(msg, first)).not.toBeNull();
    first.cmsg_len = 49;
    expect(CMSG_NXTHDR(msg, first)).toBeNull();
    first.cmsg_len = 40;
    msg.msg_controllen = 55;
    expect(CMSG_NXTHDR(msg, first)).toBeNull();
    expect(CMSG_NXTHDR(new msghdr(), first)).toBeNull();
    expect(CMSG_FIRSTHDR(new msghdr({ msg_controllen: 64 }))).toBeNull();
  });

  // Walks of buffers at random must go where C's go, and never outside.
  (hasCompiler ? it : it.skip)("walk malformed buffers as C's do (skipped without a C compiler)", () => {
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    const buffers = Array.from({ length: 300 }, () => {
      const buffer = Buffer.alloc(random(120));
      for (let at = 0; at + 8 <= buffer.length; at += 8) {
        if (random(2) === 0) buffer.writeBigUInt64LE(BigInt(random(80)), at);
        else if (random(4) === 0) buffer.writeBigUInt64LE(2n ** 64n - BigInt(1 + random(40)), at);
      }
      return buffer;
    });
    const printed = runC(`
      #include <stdio.h>
      #include <string.h>
      #include <sys/socket.h>
      static void walk(size_t length, const char *data) {
        _Alignas(8) char control[128];
        memcpy(control, data, length);
        struct msghdr msg = {.msg_control = control, .msg_controllen = length};
        for (struct cmsghdr *c = CMSG_FIRSTHDR(&msg); c != NULL; c = CMSG_NXTHDR(&msg, c))
          printf("%td ", (char *)c - control);
        putchar('\\n');
      }
      int main(void) {
        ${buffers.map((buffer) => `walk(${buffer.length}, (const char[]){${[...buffer, 0].join(",")}});`).join("\n")}
      }`);
    const walks = buffers.map((buffer) => {
      const memory = Buffer.alloc(buffer.length + 16, 0xff).subarray(8, 8 + buffer.length);
      buffer.copy(memory);
      const msg = new msghdr({ msg_control: memory, msg_controllen: memory.length });
      return controls(msg)
        .map((cmsg) => `${(cmsg as unknown as DataView).byteOffset - memory.byteOffset} `)
        .join("");
    });
    expect(walks).toEqual(printed.split("\n").slice(0, -1));
    expect(new Set(walks).size).toBeGreaterThan(5);
  });
});

describe("sendmmsg and recvmmsg", () => {
  /** Messages of texts. */
  function texts(...lines: string[]): StructArray<mmsghdr> {
    return vectorOf(lines.map((line) => sending(line)));
  }

  function vectorOf(messages: msghdr[]): StructArray<mmsghdr> {
    return array(
      mmsghdr,
      messages.map((msg_hdr) => ({ msg_hdr })),
    );
  }

  it("send and receive several messages at once", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const out = texts("one", "three", "");
    expect(sendmmsg(a, out, 3, 0)).toBe(3);
    expect([...out].map(({ msg_len }) => msg_len)).toEqual([3, 5, 0]);
    const places = Array.from({ length: 4 }, () => receiving(4));
    const vector = vectorOf(places.map(([msg]) => msg));
    expect(recvmmsg(b, vector, 4, MSG_DONTWAIT, null)).toBe(3);
    expect([...vector].map(({ msg_len, msg_hdr }) => [msg_len, msg_hdr.msg_flags])).toEqual([
      [3, 0],
      [4, MSG_TRUNC],
      [0, 0],
      [0, 0],
    ]);
    expect(places.map(([, buffer]) => buffer.toString())).toEqual(["one\0", "thre", "\0\0\0\0", "\0\0\0\0"]);
  });

  it("take some of the messages", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const out = texts("0", "1", "2", "3");
    expect(sendmmsg(a, out, 1, 0)).toBe(1);
    expect(sendmmsg(a, out.subarray(2), 2, 0)).toBe(2);
    expect(sendmmsg(a, out[1], 1, 0)).toBe(1);
    expect(sendmmsg(a, out, 0, 0)).toBe(0);
    const places = Array.from({ length: 9 }, () => receiving(1));
    const vector = vectorOf(places.map(([msg]) => msg));
    expect(recvmmsg(b, vector, 9, MSG_WAITFORONE, null)).toBe(4);
    expect(places.map(([, buffer]) => buffer.toString()).join("")).toBe("0231\0\0\0\0\0");
  });

  it("take no messages, and no more than UIO_MAXIOV", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    expect([sendmmsg(a, null, 0, 0), recvmmsg(b, null, 0, 0, null)]).toEqual([0, 0]);
    expect([sendmmsg(a, texts("x"), 0, 0), recvmmsg(b, texts("x"), 0, 0, null)]).toEqual([0, 0]);
    // The kernel leaves out what is beyond.
    const many = array(mmsghdr, UIO_MAXIOV + 1);
    const out = udp();
    const address = loopback(9);
    for (const { msg_hdr } of many) {
      msg_hdr.msg_name = address;
      msg_hdr.msg_namelen = sizeof(address);
    }
    expect(sendmmsg(out, many, UIO_MAXIOV + 1, 0)).toBe(UIO_MAXIOV);
    expect(thrown(() => sendmmsg(out, many, UIO_MAXIOV + 2, 0))).toBe(
      `RangeError: sendmmsg: vlen: ${UIO_MAXIOV + 2} elements asked for, but the memory has ${UIO_MAXIOV + 1}`,
    );
  });

  it("stop at a message that fails", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const out = vectorOf([sending("x"), sending("y", SOL_SOCKET, SCM_RIGHTS, new int(-1)), sending("z")]);
    expect(sendmmsg(a, out, 3, 0)).toBe(1);
    expect(failing(() => sendmmsg(a, out.subarray(1), 2, 0))).toBe("EBADF");
    const [[msg]] = [receiving(1)];
    expect(recvmsg(b, msg, 0)).toBe(1);
    expect(failing(() => recvmsg(b, msg, MSG_DONTWAIT))).toBe("EAGAIN");
    expect(failing(() => recvmmsg(b, vectorOf([msg]), 1, MSG_DONTWAIT, null))).toBe("EAGAIN");
    expect(failing(() => sendmmsg(a, null, 1, 0))).toBe("EFAULT");
  });

  it("take more messages and iovecs than there is room on the stack for", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    const count = 100;
    // So many do not wait in the socket: each is received before the next is sent.
    const place = Array.from({ length: count }, () => Buffer.alloc(3));
    const out = array(mmsghdr, count);
    const into = array(mmsghdr, count);
    for (let i = 0; i < count; i++) {
      const parts = array(iovec, [
        { iov_base: String.fromCharCode(i), iov_len: 1 },
        { iov_base: "ab", iov_len: 2 },
      ]);
      out[i].msg_hdr = new msghdr({ msg_iov: parts, msg_iovlen: 2 });
      into[i].msg_hdr = new msghdr({ msg_iov: new iovec({ iov_base: place[i], iov_len: 3 }), msg_iovlen: 1 });
    }
    for (let sent = 0; sent < count;) {
      const some = ok(sendmmsg(a, out.subarray(sent), count - sent, MSG_DONTWAIT));
      expect(recvmmsg(b, into.subarray(sent), some, 0, null)).toBe(some);
      sent += some;
    }
    expect(place.map(String)).toEqual(place.map((_, i) => `${String.fromCharCode(i)}ab`));
  });

  it("recvmmsg returns what came when its timeout has run out, and tells what is left of it", () => {
    const [a, b] = unixPair(SOCK_DGRAM);
    expect(sendmmsg(a, texts("x", "y"), 2, 0)).toBe(2);
    const vector = vectorOf([receiving(1)[0], receiving(1)[0]]);
    const timeout = new timespec({ tv_sec: 5, tv_nsec: 1 });
    expect(recvmmsg(b, vector, 2, 0, timeout)).toBe(2);
    expect(timeout.tv_sec).toBe(4);
    expect(sendmmsg(a, texts("x", "y"), 2, 0)).toBe(2);
    // The kernel looks at it after each message: after the first it has run out.
    expect(recvmmsg(b, vector, 2, 0, new timespec())).toBe(1);
    const bad = new timespec({ tv_nsec: 1_000_000_000 });
    expect(failing(() => recvmmsg(b, vector, 2, 0, bad))).toBe("EINVAL");
  });
});

describe("a control message that was made elsewhere", () => {
  it("is a cast of its bytes, with data up to their end", () => {
    const memory = Buffer.alloc(64);
    const cmsg = cast(cmsghdr, memory.subarray(8, 40));
    expect(CMSG_DATA(cmsg).length).toBe(16);
    CMSG_DATA(cmsg).fill(7);
    expect(memory.subarray(24, 40)).toEqual(Buffer.alloc(16, 7));
    expect(CMSG_DATA(new cmsghdr()).length).toBe(0);
  });
});
