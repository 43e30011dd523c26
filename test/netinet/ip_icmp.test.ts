import { ICMP6_ECHO_REPLY, ICMP6_ECHO_REQUEST, icmp6_hdr } from "berkeley/netinet/icmp6";
import {
  htonl,
  htons,
  INADDR_LOOPBACK,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_RAW,
  IPPROTO_UDP,
  ntohl,
  ntohs,
} from "berkeley/netinet/in";
import { IP_DF, ip, iphdr, IPDEFTTL, IPVERSION } from "berkeley/netinet/ip";
import { ip6_hdr } from "berkeley/netinet/ip6";
import {
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_UNREACH,
  ICMP_UNREACH_PORT,
  icmp,
  icmphdr,
  icmphdr_echo,
  icmphdr_frag,
  icmphdr_un,
} from "berkeley/netinet/ip_icmp";
import { tcphdr } from "berkeley/netinet/tcp";
import { udphdr } from "berkeley/netinet/udp";
import { ether_arp } from "berkeley/netinet/if_ether";
import { bytes, cast, sizeof } from "berkeley/memory";
import { AF_INET, AF_INET6, recv, SOCK_DGRAM, SOCK_RAW, sendto, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { ok, opened } from "../support/descriptors.ts";
import { boundSocket, loopback, loopback6, openedSocket } from "../support/network.ts";
import { describeIf } from "../support/processes.ts";

/** The internet's checksum: over bytes in the order of the network, so that it is the same in either order. */
function in_cksum(memory: Buffer): number {
  let sum = 0;
  for (let i = 0; i < memory.length; i += 2) sum += memory[i] + ((memory[i + 1] ?? 0) << 8);
  while (sum >>> 16 !== 0) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function isPermitted(domain: number, type: number, protocol: number): boolean {
  const fd = socket(domain, type, protocol);
  close(fd);
  return fd !== -1;
}

describeIf(isPermitted(AF_INET, SOCK_RAW, IPPROTO_ICMP), "raw sockets: they are not permitted here")("icmp", () => {
  /** What comes, until it is as wanted. */
  function receive(fd: number, isWanted: (header: ip, message: Buffer) => boolean): [ip, Buffer] {
    const buffer = Buffer.alloc(2000);
    for (;;) {
      const packet = buffer.subarray(0, ok(recv(fd, buffer, sizeof(buffer), 0)));
      const header = cast(ip, packet);
      const message = packet.subarray(header.ip_hl << 2);
      if (isWanted(header, message)) return [header, message];
    }
  }

  it("is echoed", () => {
    const fd = openedSocket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    const request = Buffer.alloc(56 + 8);
    const echo = cast(icmp, request);
    echo.icmp_type = ICMP_ECHO;
    echo.icmp_id = process.pid & 0xffff;
    echo.icmp_seq = htons(3);
    request.write("data", 8);
    expect(echo.icmp_data[0]).toBe("d".charCodeAt(0));
    echo.icmp_cksum = in_cksum(request);
    expect(sendto(fd, request, sizeof(request), 0, loopback(), 16)).toBe(64);

    const isReply = (_header: ip, message: Buffer): boolean => {
      const reply = cast(icmp, message);
      return reply.icmp_type === ICMP_ECHOREPLY && reply.icmp_id === (process.pid & 0xffff);
    };
    const [header, message] = receive(fd, isReply);
    expect([header.ip_v, header.ip_hl, ntohs(header.ip_len), header.ip_p]).toEqual([IPVERSION, 5, 84, IPPROTO_ICMP]);
    expect([ntohl(header.ip_src.s_addr), header.ip_ttl]).toEqual([INADDR_LOOPBACK, IPDEFTTL]);
    expect(in_cksum(bytes(header))).toBe(0);
    expect(in_cksum(message)).toBe(0);
    expect(ntohs(cast(icmp, message).icmp_seq)).toBe(3);
    expect(message.toString("latin1", 8, 12)).toBe("data");
    const linux = cast(icmphdr, message);
    expect([linux.type, ntohs(linux.un.echo.sequence), linux.un.echo.id]).toEqual([
      ICMP_ECHOREPLY,
      3,
      process.pid & 0xffff,
    ]);
  });

  it("tells that nobody listens at a port, with the header of what was sent", () => {
    const fd = openedSocket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    const address = loopback();
    close(boundSocket(SOCK_DGRAM, address)); // Its port is free now.
    const sender = loopback();
    const udp = boundSocket(SOCK_DGRAM, sender);
    ok(sendto(udp, "Hello", 5, 0, address, sizeof(address)));
    const isOurs = (_header: ip, message: Buffer): boolean => {
      const error = cast(icmp, message);
      if (error.icmp_type !== ICMP_UNREACH || error.icmp_code !== ICMP_UNREACH_PORT) return false;
      return cast(udphdr, message.subarray(8 + (error.icmp_ip.ip_hl << 2))).uh_dport === address.sin_port;
    };
    const [, message] = receive(fd, isOurs);
    const { icmp_ip } = cast(icmp, message);
    expect([icmp_ip.ip_p, ntohl(icmp_ip.ip_dst.s_addr)]).toEqual([IPPROTO_UDP, INADDR_LOOPBACK]);
    const header = cast(udphdr, message.subarray(28));
    expect([header.uh_sport, ntohs(header.uh_ulen), header.source, ntohs(header.len)]).toEqual([
      sender.sin_port,
      13,
      sender.sin_port,
      13,
    ]);
  });

  it("goes out under a header of the program's own", () => {
    const raw = opened(socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    const packet = Buffer.alloc(20 + 8 + 5);
    const header = cast(ip, packet);
    Object.assign(header, {
      ip_v: IPVERSION,
      ip_hl: 5,
      ip_len: htons(33),
      ip_off: htons(IP_DF),
      ip_ttl: 9,
      ip_p: IPPROTO_UDP,
    });
    header.ip_src.s_addr = htonl(INADDR_LOOPBACK + 1);
    header.ip_dst.s_addr = htonl(INADDR_LOOPBACK);
    const datagram = cast(udphdr, packet.subarray(20));
    Object.assign(datagram, { uh_sport: htons(9), uh_dport: address.sin_port, uh_ulen: htons(13) });
    packet.write("Hello", 28);
    expect(sendto(raw, packet, sizeof(packet), 0, address, sizeof(address))).toBe(33);
    const buffer = Buffer.alloc(10);
    expect(recv(receiver, buffer, 10, 0)).toBe(5);
    expect(buffer.toString("latin1", 0, 5)).toBe("Hello");
    expect(cast(iphdr, packet)).toMatchObject({
      version: 4,
      ihl: 5,
      ttl: 9,
      protocol: IPPROTO_UDP,
      tot_len: htons(33),
    });
  });
});

describeIf(isPermitted(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6), "raw sockets: they are not permitted here")("icmp6", () => {
  it("is echoed; the kernel makes the sum", () => {
    const fd = openedSocket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
    const request = new icmp6_hdr({
      icmp6_type: ICMP6_ECHO_REQUEST,
      icmp6_id: process.pid & 0xffff,
      icmp6_seq: htons(7),
    });
    ok(sendto(fd, request, sizeof(request), 0, loopback6(), 28));
    const reply = new icmp6_hdr();
    do ok(recv(fd, reply, sizeof(reply), 0));
    while (reply.icmp6_type !== ICMP6_ECHO_REPLY || reply.icmp6_id !== request.icmp6_id);
    expect([reply.icmp6_code, ntohs(reply.icmp6_seq)]).toEqual([0, 7]);
    expect(reply.icmp6_data8.readUInt16BE(2)).toBe(7);
  });
});

describe("headers", () => {
  it("have the members of Linux's union over each other", () => {
    const un = new icmphdr_un({ echo: new icmphdr_echo({ id: htons(0x0102), sequence: htons(0x0304) }) });
    expect(new icmphdr({ type: ICMP_ECHO, un }).un.gateway).toBe(htonl(0x01020304));
    expect(un.frag.mtu).toBe(htons(0x0304));
    un.frag = new icmphdr_frag({ mtu: htons(1400) });
    expect(ntohs(un.echo.sequence)).toBe(1400);
  });

  it("are packets' bytes in the network's order", () => {
    const segment = new tcphdr({
      th_sport: htons(0x1234),
      th_seq: htonl(0x01020304),
      th_off: 5,
      syn: 1,
      th_win: htons(0xabcd),
    });
    expect(bytes(segment).toString("hex")).toBe(
      "1234" + "0000" + "01020304" + "00000000" + "50" + "02" + "abcd" + "00000000",
    );
    segment.ack = 1;
    segment.fin = 1;
    segment.syn = 0;
    expect([segment.th_flags, segment.doff, segment.urg, segment.rst]).toEqual([0x11, 5, 0, 0]);

    const header = new ip6_hdr({ ip6_flow: htonl(0x60012345), ip6_plen: htons(20), ip6_nxt: 6, ip6_hlim: 64 });
    expect(bytes(header).toString("hex", 0, 8)).toBe("6001234500140640");
    expect([header.ip6_vfc >> 4, header.ip6_hops, sizeof(ip6_hdr)]).toEqual([6, 64, 40]);
  });

  it("are those that real packets begin with", () => {
    // Who has 10.0.0.2? Tell 10.0.0.1.
    const arp = cast(
      ether_arp,
      Buffer.from("0001080006040001" + "0242ac110002" + "0a000001" + "000000000000" + "0a000002", "hex"),
    );
    expect([ntohs(arp.arp_hrd), ntohs(arp.ea_hdr.ar_pro), arp.arp_hln, arp.arp_pln, ntohs(arp.arp_op)]).toEqual([
      1, 0x0800, 6, 4, 1,
    ]);
    expect([...arp.arp_spa, ...arp.arp_tpa]).toEqual([10, 0, 0, 1, 10, 0, 0, 2]);
  });
});
