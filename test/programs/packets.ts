/**
 * In a network namespace of its own: captures one TCP connection on the loopback interface with a packet socket, and
 * prints its segments, a line of JSON for each.
 */

import { errno } from "berkeley/errno";
import { ETH_P_ALL, PACKET_HOST, PACKET_OUTGOING, sockaddr_ll } from "berkeley/linux/if_packet";
import { cast, int, sizeof } from "berkeley/memory";
import { ether_header, ETHERTYPE_IP } from "berkeley/net/ethernet";
import { IFF_UP, if_nametoindex, ifreq } from "berkeley/net/if";
import { htonl, htons, INADDR_LOOPBACK, IPPROTO_TCP, ntohl, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { ip, IPVERSION } from "berkeley/netinet/ip";
import { TH_ACK, TH_FIN, TH_PUSH, TH_SYN, TCP_QUICKACK, tcphdr } from "berkeley/netinet/tcp";
import { ioctl, SIOCGIFFLAGS, SIOCSIFFLAGS } from "berkeley/sys/ioctl";
import {
  accept,
  AF_INET,
  AF_PACKET,
  bind,
  connect,
  getsockname,
  listen,
  MSG_DONTWAIT,
  recv,
  recvfrom,
  send,
  setsockopt,
  SOCK_RAW,
  SOCK_STREAM,
  socket,
  socklen_t,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

function ok(value: number): number {
  if (value === -1) throw new Error(`error ${errno}`);
  return value;
}

const listening = ok(socket(AF_INET, SOCK_STREAM, 0));
const ifr = new ifreq({ ifr_name: "lo" });
ok(ioctl(listening, SIOCGIFFLAGS, ifr));
ifr.ifr_flags |= IFF_UP;
ok(ioctl(listening, SIOCSIFFLAGS, ifr));

const capture = ok(socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
const link = new sockaddr_ll({
  sll_family: AF_PACKET,
  sll_protocol: htons(ETH_P_ALL),
  sll_ifindex: if_nametoindex("lo"),
});
ok(bind(capture, link, sizeof(link)));

const address = new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: htonl(INADDR_LOOPBACK) } });
ok(bind(listening, address, sizeof(address)));
ok(listen(listening, 1));
ok(getsockname(listening, address, new socklen_t(sizeof(address))));
const client = ok(socket(AF_INET, SOCK_STREAM, 0));
ok(connect(client, address, sizeof(address)));
const server = ok(accept(listening, null, null));
const buffer = Buffer.alloc(65536);
ok(send(client, "Hello", 5, 0));
ok(recv(server, buffer, 5, 0));
ok(close(client));
ok(recv(server, buffer, 1, 0)); // The end.
// This acknowledges the client's end at once, or that would go with the server's.
const yes = new int(1);
ok(setsockopt(server, IPPROTO_TCP, TCP_QUICKACK, yes, sizeof(yes)));
ok(close(server));

const flags = [
  [TH_SYN, "SYN"],
  [TH_FIN, "FIN"],
  [TH_PUSH, "PSH"],
  [TH_ACK, "ACK"],
] as const;

const from = new sockaddr_ll();
const length = new socklen_t();
for (;;) {
  length.value = sizeof(from);
  const n = recvfrom(capture, buffer, sizeof(buffer), MSG_DONTWAIT, from, length);
  if (n === -1) break;
  if (ntohs(from.sll_protocol) !== ETHERTYPE_IP) continue;
  // Loopback shows each packet as it goes out and as it comes in.
  if (from.sll_pkttype === PACKET_OUTGOING) continue;
  const frame = buffer.subarray(0, n);
  const ethernet = cast(ether_header, frame);
  const packet = frame.subarray(sizeof(ether_header));
  const header = cast(ip, packet);
  const segment = packet.subarray(header.ip_hl * 4, ntohs(header.ip_len));
  const tcp = cast(tcphdr, segment);
  const bits = [tcp.syn, tcp.fin, tcp.psh, tcp.ack];
  const isFromClient = tcp.th_dport === address.sin_port;
  console.log(
    JSON.stringify({
      isFromClient,
      type: ntohs(ethernet.ether_type) === ETHERTYPE_IP,
      host: from.sll_pkttype === PACKET_HOST,
      version: header.ip_v === IPVERSION,
      protocol: header.ip_p === IPPROTO_TCP,
      addresses: [ntohl(header.ip_src.s_addr), ntohl(header.ip_dst.s_addr)].every((a) => a === INADDR_LOOPBACK),
      isFromServer: tcp.source === address.sin_port,
      flags: flags.filter(([flag]) => (tcp.th_flags & flag) !== 0).map(([, name]) => name),
      bits: flags.filter((_, i) => bits[i] === 1).map(([, name]) => name),
      seq: ntohl(tcp.th_seq),
      ack: ntohl(tcp.ack_seq),
      data: segment.toString("latin1", tcp.th_off * 4),
      sameOffset: tcp.doff === tcp.th_off,
    }),
  );
}
