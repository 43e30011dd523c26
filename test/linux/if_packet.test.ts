import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import {
  ETH_P_ALL,
  ETH_P_IP,
  PACKET_ADD_MEMBERSHIP,
  PACKET_DROP_MEMBERSHIP,
  PACKET_MR_MULTICAST,
  PACKET_MR_PROMISC,
  packet_mreq,
  sockaddr_ll,
} from "berkeley/linux/if_packet";
import { sizeof } from "berkeley/memory";
import { ARPHRD_LOOPBACK } from "berkeley/net/if_arp";
import { if_nametoindex } from "berkeley/net/if";
import { htons } from "berkeley/netinet/in";
import {
  AF_PACKET,
  bind,
  getsockname,
  setsockopt,
  SOCK_DGRAM,
  SOCK_RAW,
  socket,
  socklen_t,
  SOL_PACKET,
} from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { itUnprivileged, runModule, unprivileged } from "../support/children.ts";
import { opened } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { hasNamespaces, inNamespace } from "../support/namespaces.ts";
import { describeIf, testProgram } from "../support/processes.ts";

const probe = socket(AF_PACKET, SOCK_RAW, 0);
close(probe);

describeIf(probe !== -1, "packet sockets: they are not permitted here")("sockaddr_ll", () => {
  it("is a packet socket's address", () => {
    const fd = opened(socket(AF_PACKET, SOCK_DGRAM, 0));
    const address = new sockaddr_ll({
      sll_family: AF_PACKET,
      sll_protocol: htons(ETH_P_IP),
      sll_ifindex: if_nametoindex("lo"),
    });
    expect(bind(fd, address, sizeof(address))).toBe(0);
    const found = new sockaddr_ll();
    const length = new socklen_t(sizeof(found));
    expect(getsockname(fd, found, length)).toBe(0);
    expect([found.sll_family, found.sll_protocol, found.sll_ifindex]).toEqual([
      AF_PACKET,
      htons(ETH_P_IP),
      if_nametoindex("lo"),
    ]);
    expect([found.sll_hatype, found.sll_halen, length.value]).toEqual([ARPHRD_LOOPBACK, 6, 18]);
    expect(found.sll_addr).toEqual(Buffer.alloc(8));
    address.sll_ifindex = 2 ** 30;
    expect(failing(() => bind(fd, address, sizeof(address)))).toBe("ENODEV");
    expect(failing(() => bind(fd, address, sizeof(address) - 1))).toBe("EINVAL");
  });

  it("joins and leaves groups of its interface", () => {
    const fd = opened(socket(AF_PACKET, SOCK_RAW, 0));
    const mr_ifindex = if_nametoindex("lo");
    const group = "01005e7f4321";
    const mr_address = Buffer.from(group, "hex");
    const request = new packet_mreq({ mr_ifindex, mr_type: PACKET_MR_MULTICAST, mr_alen: 6, mr_address });
    const isJoined = (): boolean => readFileSync("/proc/net/dev_mcast", "utf8").includes(group);
    const change = (option: number, size = sizeof(request)): number =>
      setsockopt(fd, SOL_PACKET, option, request, size);
    expect(isJoined()).toBe(false);
    expect(failing(() => change(PACKET_ADD_MEMBERSHIP, 15))).toBe("EINVAL");
    expect([change(PACKET_ADD_MEMBERSHIP), isJoined()]).toEqual([0, true]);
    expect(failing(() => change(PACKET_DROP_MEMBERSHIP, 15))).toBe("EINVAL");
    expect([change(PACKET_DROP_MEMBERSHIP), isJoined()]).toEqual([0, false]);
  });

  it("has memberships", () => {
    const fd = opened(socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
    const request = new packet_mreq({ mr_ifindex: if_nametoindex("lo"), mr_type: PACKET_MR_PROMISC });
    expect(setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, request, sizeof(request))).toBe(0);
    request.mr_ifindex = 2 ** 30;
    expect(failing(() => setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, request, sizeof(request)))).toBe("ENODEV");
  });
});

itUnprivileged()("packet sockets are not for users without privileges", () => {
  const { stdout } = runModule(
    `import { AF_PACKET, EPERM, errno, SOCK_RAW, socket } from "berkeley";
     console.log(socket(AF_PACKET, SOCK_RAW, 0), errno === EPERM);`,
    unprivileged,
  );
  expect(stdout).toBe("-1 true\n");
});

interface Segment {
  readonly isFromClient: boolean;
  readonly isFromServer: boolean;
  readonly flags: string[];
  readonly bits: string[];
  readonly seq: number;
  readonly ack: number;
  readonly data: string;
}

describeIf(hasNamespaces, "packets of a network namespace: it is not permitted here")("a packet socket", () => {
  it("sees the three-way handshake and the four-way close of a connection", () => {
    const [file, ...args] = inNamespace(testProgram("packets"));
    const lines = execFileSync(file, args, { encoding: "utf8" }).trimEnd().split("\n");
    const segments = lines.map((line) => JSON.parse(line) as Segment);
    for (const segment of segments) {
      expect(segment).toMatchObject({
        type: true,
        host: true,
        version: true,
        protocol: true,
        addresses: true,
        sameOffset: true,
      });
      expect(segment.isFromServer).toBe(!segment.isFromClient);
      expect(segment.bits).toEqual(segment.flags);
    }
    const [syn, synAck] = segments;
    const next = (number: number, more: number): number => (number + more) % 2 ** 32;
    /** What has been counted since each side's SYN. */
    const relative = segments.map(({ isFromClient, flags, seq, ack, data }) => {
      const [own, other] = isFromClient ? [syn.seq, synAck.seq] : [synAck.seq, syn.seq];
      const acknowledged = flags.includes("ACK") ? next(ack, 2 ** 32 - other) : 0;
      return `${isFromClient ? "client" : "server"} ${flags.join("+")} ${next(seq, 2 ** 32 - own)} ${acknowledged} ${data}`;
    });
    expect(relative).toEqual([
      "client SYN 0 0 ",
      "server SYN+ACK 0 1 ",
      "client ACK 1 1 ",
      "client PSH+ACK 1 1 Hello",
      "server ACK 1 6 ",
      "client FIN+ACK 6 1 ",
      "server ACK 1 7 ",
      "server FIN+ACK 1 7 ",
      "client ACK 7 2 ",
    ]);
  });
});
