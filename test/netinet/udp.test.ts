import { cast, int, sizeof, uint16_t } from "berkeley/memory";
import { SOL_UDP, UDP_CORK, UDP_GRO, UDP_SEGMENT } from "berkeley/netinet/udp";
import {
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_LEN,
  CMSG_SPACE,
  connect,
  iovec,
  MSG_DONTWAIT,
  msghdr,
  recv,
  recvmsg,
  send,
  sendmsg,
  setsockopt,
  SOCK_DGRAM,
} from "berkeley/sys/socket";

import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, loopback, udp } from "../support/network.ts";

/** Two ends of UDP. */
function ends(): [number, number] {
  const address = loopback();
  const receiver = boundSocket(SOCK_DGRAM, address);
  const sender = udp();
  ok(connect(sender, address, sizeof(address)));
  return [sender, receiver];
}

const sizes = (fd: number): number[] => {
  const lengths = [];
  for (let n; typeof (n = failing(() => recv(fd, Buffer.alloc(9000), 9000, MSG_DONTWAIT))) === "number";)
    lengths.push(n);
  return lengths;
};

describe("UDP_SEGMENT", () => {
  it("as an option cuts what is sent into datagrams", () => {
    const [sender, receiver] = ends();
    ok(setsockopt(sender, SOL_UDP, UDP_SEGMENT, new int(1000), sizeof(int)));
    expect(send(sender, Buffer.alloc(2500), 2500, 0)).toBe(2500);
    expect(sizes(receiver)).toEqual([1000, 1000, 500]);
  });

  it("as a control message does so once", () => {
    const [sender, receiver] = ends();
    const data = Buffer.alloc(2500);
    const msg = new msghdr({
      msg_iov: new iovec({ iov_base: data, iov_len: 2500 }),
      msg_iovlen: 1,
      msg_control: Buffer.alloc(CMSG_SPACE(2)),
      msg_controllen: CMSG_SPACE(2),
    });
    const cmsg = CMSG_FIRSTHDR(msg)!;
    cmsg.cmsg_level = SOL_UDP;
    cmsg.cmsg_type = UDP_SEGMENT;
    cmsg.cmsg_len = CMSG_LEN(2);
    cast(uint16_t, CMSG_DATA(cmsg)).value = 1200;
    expect(sendmsg(sender, msg, 0)).toBe(2500);
    expect(sizes(receiver)).toEqual([1200, 1200, 100]);
    expect(send(sender, data, 2500, 0)).toBe(2500);
    expect(sizes(receiver)).toEqual([2500]);
  });
});

it("UDP_GRO keeps together what was cut, and tells the size of the parts", () => {
  const [sender, receiver] = ends();
  ok(setsockopt(receiver, SOL_UDP, UDP_GRO, new int(1), sizeof(int)));
  ok(setsockopt(sender, SOL_UDP, UDP_SEGMENT, new int(1000), sizeof(int)));
  ok(send(sender, Buffer.alloc(2500), 2500, 0));
  const msg = new msghdr({
    msg_iov: new iovec({ iov_base: Buffer.alloc(9000), iov_len: 9000 }),
    msg_iovlen: 1,
    msg_control: Buffer.alloc(64),
    msg_controllen: 64,
  });
  expect(recvmsg(receiver, msg, 0)).toBe(2500);
  const cmsg = CMSG_FIRSTHDR(msg)!;
  expect([cmsg.cmsg_level, cmsg.cmsg_type]).toEqual([SOL_UDP, UDP_GRO]);
  expect(cast(int, CMSG_DATA(cmsg)).value).toBe(1000);
});

it("UDP_CORK gathers one datagram", () => {
  const [sender, receiver] = ends();
  ok(setsockopt(sender, SOL_UDP, UDP_CORK, new int(1), sizeof(int)));
  ok(send(sender, "one", 3, 0));
  ok(send(sender, "two", 3, 0));
  expect(sizes(receiver)).toEqual([]);
  ok(setsockopt(sender, SOL_UDP, UDP_CORK, new int(0), sizeof(int)));
  expect(sizes(receiver)).toEqual([6]);
});
