import { bytes, cast, sizeof } from "berkeley/memory";
import { htonl, htons, in6addr_loopback, IPPROTO_DSTOPTS, IPPROTO_FRAGMENT } from "berkeley/netinet/in";
import { IPPROTO_RAW, IPPROTO_UDP } from "berkeley/netinet/in";
import { ip6_ext, ip6_frag, ip6_hdr } from "berkeley/netinet/ip6";
import { udphdr } from "berkeley/netinet/udp";
import { AF_INET6, recv, sendto, SOCK_DGRAM, SOCK_RAW, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { openedSocket, boundSocket, loopback6 } from "../support/network.ts";
import { describeIf } from "../support/processes.ts";

const probe = socket(AF_INET6, SOCK_RAW, IPPROTO_RAW);
close(probe);

/** UDP's checksum between ::1 and ::1; the kernel drops what has a wrong one. */
function checksum(segment: Buffer): number {
  const pseudo = Buffer.concat([in6addr_loopback.s6_addr, in6addr_loopback.s6_addr, Buffer.alloc(8), segment]);
  pseudo.writeUInt32BE(segment.length, 32);
  pseudo[39] = IPPROTO_UDP;
  let sum = 0;
  for (let i = 0; i < pseudo.length; i += 2) sum += (pseudo[i] << 8) + (pseudo[i + 1] ?? 0);
  while (sum >>> 16 !== 0) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

describeIf(probe !== -1, "raw sockets: they are not permitted here")("IPv6 with headers of the program's own", () => {
  it("is put together from a fragment behind an extension", () => {
    const address = loopback6();
    const receiver = boundSocket(SOCK_DGRAM, address);
    const segment = Buffer.alloc(8 + 6);
    const length = htons(segment.length);
    Object.assign(cast(udphdr, segment), { uh_sport: htons(9), uh_dport: address.sin6_port, uh_ulen: length });
    segment.write("Hello!", 8);
    cast(udphdr, segment).uh_sum = htons(checksum(segment));

    const packet = Buffer.alloc(sizeof(ip6_hdr) + 8 + sizeof(ip6_frag) + segment.length);
    const header = cast(ip6_hdr, packet);
    header.ip6_flow = htonl(6 << 28);
    header.ip6_plen = htons(packet.length - sizeof(ip6_hdr));
    header.ip6_nxt = IPPROTO_DSTOPTS;
    header.ip6_hlim = 9;
    header.ip6_src = in6addr_loopback;
    header.ip6_dst = in6addr_loopback;
    const options = packet.subarray(sizeof(ip6_hdr)); // 8 bytes: the extension, and a PadN of 6.
    Object.assign(cast(ip6_ext, options), { ip6e_nxt: IPPROTO_FRAGMENT, ip6e_len: 0 });
    options.set([1, 4], sizeof(ip6_ext));
    const fragment = new ip6_frag({ ip6f_nxt: IPPROTO_UDP, ip6f_offlg: htons(0), ip6f_ident: htonl(7) });
    bytes(fragment).copy(options, 8);
    segment.copy(options, 16);

    const raw = openedSocket(AF_INET6, SOCK_RAW, IPPROTO_RAW);
    expect(sendto(raw, packet, sizeof(packet), 0, loopback6(), sizeof(address))).toBe(packet.length);
    const buffer = Buffer.alloc(10);
    expect(recv(receiver, buffer, 10, 0)).toBe(6);
    expect(buffer.toString("latin1", 0, 6)).toBe("Hello!");
  });
});
