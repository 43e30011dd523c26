import { ECONNREFUSED } from "berkeley/errno";
import { SO_EE_OFFENDER, SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6, sock_extended_err } from "berkeley/linux/errqueue";
import { bytes, cast, int, sizeof } from "berkeley/memory";
import { IP_RECVERR, IPPROTO_IP, IPPROTO_IPV6, IPV6_RECVERR, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import {
  AF_INET,
  AF_INET6,
  CMSG_DATA,
  CMSG_FIRSTHDR,
  connect,
  iovec,
  MSG_ERRQUEUE,
  msghdr,
  recvmsg,
  send,
  setsockopt,
  SOCK_DGRAM,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, loopback, loopback6, udp } from "../support/network.ts";

describe.each([
  ["IP_RECVERR", loopback, AF_INET, IPPROTO_IP, IP_RECVERR, SO_EE_ORIGIN_ICMP, [3, 3], sockaddr_in],
  ["IPV6_RECVERR", loopback6, AF_INET6, IPPROTO_IPV6, IPV6_RECVERR, SO_EE_ORIGIN_ICMP6, [1, 4], sockaddr_in6],
] as const)("%s", (_name, address, domain, level, option, origin, [type, code], offenderType) => {
  it("tells of a closed port who said so", () => {
    const to = address();
    ok(close(boundSocket(SOCK_DGRAM, to)));
    const fd = udp(domain);
    ok(setsockopt(fd, level, option, new int(1), sizeof(int)));
    ok(connect(fd, to, sizeof(to)));
    ok(send(fd, "lost", 4, 0));

    const data = Buffer.alloc(10);
    const source = new offenderType();
    const msg = new msghdr({
      msg_name: source,
      msg_namelen: sizeof(source),
      msg_iov: new iovec({ iov_base: data, iov_len: 10 }),
      msg_iovlen: 1,
      msg_control: Buffer.alloc(256),
      msg_controllen: 256,
    });
    expect(recvmsg(fd, msg, MSG_ERRQUEUE)).toBe(4);
    expect(data.toString("latin1", 0, 4)).toBe("lost");
    expect(source).toEqual(to);
    expect(msg.msg_flags).toBe(MSG_ERRQUEUE);

    const cmsg = CMSG_FIRSTHDR(msg)!;
    expect([cmsg.cmsg_level, cmsg.cmsg_type]).toEqual([level, option]);
    const error = cast(sock_extended_err, CMSG_DATA(cmsg));
    expect([error.ee_errno, error.ee_origin, error.ee_type, error.ee_code]).toEqual([ECONNREFUSED, origin, type, code]);
    // The same address, without its port.
    const wanted = bytes(to).fill(0, 2, 4);
    expect(SO_EE_OFFENDER(error).subarray(0, wanted.length)).toEqual(wanted);

    msg.msg_controllen = 256;
    expect(failing(() => recvmsg(fd, msg, MSG_ERRQUEUE))).toBe("EAGAIN");
  });
});

it("an error that came without an address has none behind it", () => {
  expect(SO_EE_OFFENDER(cast(sock_extended_err, Buffer.alloc(16))).length).toBe(0);
  expect(SO_EE_OFFENDER(new sock_extended_err()).length).toBe(0);
});
