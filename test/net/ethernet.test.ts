import { cast, sizeof } from "berkeley/memory";
import { ETH_ALEN, ETH_HLEN, ETH_P_ARP, ETH_P_IP, ether_addr, ether_header, ethhdr } from "berkeley/net/ethernet";
import { if_nametoindex } from "berkeley/net/if";
import { sockaddr_ll } from "berkeley/linux/if_packet";
import { ARPHRD_ETHER, ARPOP_REQUEST, arphdr } from "berkeley/net/if_arp";
import { ether_arp } from "berkeley/netinet/if_ether";
import { htonl, htons, INADDR_LOOPBACK, in_addr } from "berkeley/netinet/in";
import { AF_PACKET, bind, recv, sendto, SOCK_RAW, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { ok } from "../support/descriptors.ts";
import { openedSocket } from "../support/network.ts";
import { describeIf } from "../support/processes.ts";

const probe = socket(AF_PACKET, SOCK_RAW, 0);
close(probe);

describeIf(probe !== -1, "packet sockets: they are not permitted here")("a frame of Ethernet", () => {
  it("goes over the loopback interface and comes back, with ARP in it", () => {
    const lo = new sockaddr_ll({
      sll_family: AF_PACKET,
      sll_protocol: htons(ETH_P_ARP),
      sll_ifindex: if_nametoindex("lo"),
    });
    const receiver = openedSocket(AF_PACKET, SOCK_RAW, htons(ETH_P_ARP));
    expect(bind(receiver, lo, sizeof(lo))).toBe(0);

    const mac = new ether_addr({ ether_addr_octet: Buffer.from([2, 0, 0, 0, 0, 7]) });
    const frame = Buffer.alloc(ETH_HLEN + sizeof(ether_arp));
    const header = cast(ethhdr, frame);
    header.h_dest = Buffer.alloc(ETH_ALEN);
    header.h_source = mac.ether_addr_octet;
    header.h_proto = htons(ETH_P_ARP);
    const request = cast(ether_arp, frame.subarray(ETH_HLEN));
    request.ea_hdr = new arphdr({
      ar_hrd: htons(ARPHRD_ETHER),
      ar_pro: htons(ETH_P_IP),
      ar_hln: ETH_ALEN,
      ar_pln: sizeof(in_addr),
      ar_op: htons(ARPOP_REQUEST),
    });
    request.arp_sha = mac.ether_addr_octet;
    cast(in_addr, request.arp_tpa).s_addr = htonl(INADDR_LOOPBACK);
    expect(sendto(receiver, frame, sizeof(frame), 0, lo, sizeof(lo))).toBe(42);

    // An interface that is a loop shows a frame when it goes and when it comes.
    const received = Buffer.alloc(100);
    expect(ok(recv(receiver, received, sizeof(received), 0))).toBe(42);
    expect(received.subarray(0, 42)).toEqual(frame);
    const { ether_shost, ether_type } = cast(ether_header, received);
    expect([ether_shost, ether_type]).toEqual([mac.ether_addr_octet, htons(ETH_P_ARP)]);
    expect(received.toString("hex", ETH_HLEN, ETH_HLEN + 14)).toBe(
      "0001" + "0800" + "06" + "04" + "0001" + "020000000007",
    );
    expect(received.toString("hex", 38, 42)).toBe("7f000001");
  });
});
