import { readdirSync } from "node:fs";
import { networkInterfaces } from "node:os";

import { inet_ntop } from "berkeley/arpa/inet";
import { EPERM } from "berkeley/errno";
import { inet_diag_msg, inet_diag_req_v2, inet_diag_sockid } from "berkeley/linux/inet_diag";
import * as netlink from "berkeley/linux/netlink";
import {
  NETLINK_ROUTE,
  NETLINK_SOCK_DIAG,
  NLA_ALIGN,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_MULTI,
  NLM_F_REQUEST,
  nlattr,
  NLMSG_ALIGN,
  NLMSG_DATA,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_LENGTH,
  NLMSG_NEXT,
  NLMSG_OK,
  NLMSG_PAYLOAD,
  NLMSG_SPACE,
  nlmsgerr,
  nlmsghdr,
  sockaddr_nl,
} from "berkeley/linux/netlink";
import {
  IFA_ADDRESS,
  ifa_cacheinfo,
  IFA_CACHEINFO,
  IFA_LABEL,
  IFA_PAYLOAD,
  IFA_RTA,
  ifaddrmsg,
  ifinfomsg,
  IFLA_ADDRESS,
  IFLA_IFNAME,
  IFLA_MTU,
  IFLA_PAYLOAD,
  IFLA_RTA,
  IFLA_STATS64,
  RTA_ALIGN,
  RTA_DATA,
  RTA_DST,
  RTA_LENGTH,
  RTA_NEXT,
  RTA_OIF,
  RTA_OK,
  RTA_PAYLOAD,
  RTA_SPACE,
  rtattr,
  rtgenmsg,
  RTM_DELLINK,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETROUTE,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTM_NEWROUTE,
  RTM_PAYLOAD,
  RTM_RTA,
  rtmsg,
  rtnl_link_stats64,
} from "berkeley/linux/rtnetlink";
import { SOCK_DIAG_BY_FAMILY, sock_diag_req } from "berkeley/linux/sock_diag";
import { cast, int, sizeof } from "berkeley/memory";
import { IFF_UP, if_nameindex, if_nametoindex } from "berkeley/net/if";
import { htons, IPPROTO_TCP, ntohs } from "berkeley/netinet/in";
import { TCP_LISTEN } from "berkeley/netinet/tcp";
import {
  AF_INET,
  AF_NETLINK,
  AF_UNSPEC,
  bind,
  getsockname,
  recv,
  sendto,
  SOCK_RAW,
  socklen_t,
} from "berkeley/sys/socket";
import { getpid, getuid } from "berkeley/unistd";

import { hasCompiler, itUnprivileged, runC, runModule, unprivileged } from "../support/children.ts";
import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { listener, openedSocket } from "../support/network.ts";
import { thrown } from "../support/thrown.ts";

/** A request with something in it. */
function request(type: number, flags: number, size: number): Buffer {
  const message = Buffer.alloc(NLMSG_SPACE(size));
  const header = cast(nlmsghdr, message);
  header.nlmsg_len = NLMSG_LENGTH(size);
  header.nlmsg_type = type;
  header.nlmsg_flags = NLM_F_REQUEST | flags;
  header.nlmsg_seq = 7;
  return message;
}

/** Sends a request and collects the messages of the answer, each as long as its header says. */
function ask(fd: number, message: Buffer): Buffer[] {
  const kernel = new sockaddr_nl({ nl_family: AF_NETLINK });
  ok(sendto(fd, message, sizeof(message), 0, kernel, sizeof(kernel)));
  const messages: Buffer[] = [];
  for (;;) {
    const buffer = Buffer.alloc(32768);
    const len = new int(ok(recv(fd, buffer, sizeof(buffer), 0)));
    let nlh = buffer;
    for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
      const { nlmsg_type, nlmsg_flags, nlmsg_len, nlmsg_seq } = cast(nlmsghdr, nlh);
      expect(nlmsg_seq).toBe(7);
      if (nlmsg_type === NLMSG_DONE) return messages;
      messages.push(nlh.subarray(0, nlmsg_len));
      if ((nlmsg_flags & NLM_F_MULTI) === 0) return messages;
    }
    expect(len.value).toBe(0);
  }
}

/** The attributes in memory, by their type. */
function attributes(memory: Buffer, payload: number): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  const len = new int(payload);
  for (let rta = memory; RTA_OK(rta, len); rta = RTA_NEXT(rta, len)) {
    found.set(cast(rtattr, rta).rta_type, RTA_DATA(rta).subarray(0, RTA_PAYLOAD(rta)));
  }
  expect(len.value).toBe(0);
  return found;
}

const text = (value: Buffer | undefined): string => value!.toString("latin1", 0, value!.length - 1);

/** What a dump of routing netlink tells, with a family in its header. */
function dump(type: number, family = AF_UNSPEC): Buffer[] {
  const fd = openedSocket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  const message = request(type, NLM_F_DUMP, sizeof(rtgenmsg));
  cast(rtgenmsg, NLMSG_DATA(message)).rtgen_family = family;
  return ask(fd, message);
}

describe("routing netlink", () => {
  it("dumps the interfaces", () => {
    const links = dump(RTM_GETLINK).map((nlh) => {
      expect(cast(nlmsghdr, nlh).nlmsg_type).toBe(RTM_NEWLINK);
      const info = cast(ifinfomsg, NLMSG_DATA(nlh));
      return { info, rtas: attributes(IFLA_RTA(NLMSG_DATA(nlh)), IFLA_PAYLOAD(nlh)) };
    });
    const names = links.map(({ rtas }) => text(rtas.get(IFLA_IFNAME)));
    expect(names.sort()).toEqual(
      readdirSync("/sys/class/net")
        .filter((name) => name !== "bonding_masters")
        .sort(),
    );
    for (const { info, rtas } of links) {
      expect(info.ifi_index).toBe(if_nametoindex(text(rtas.get(IFLA_IFNAME))));
      expect(rtas.get(IFLA_MTU)!.length).toBe(4);
      expect(sizeof(rtas.get(IFLA_STATS64)!)).toBeGreaterThanOrEqual(sizeof(rtnl_link_stats64));
    }
    const loopback = links.find(({ rtas }) => text(rtas.get(IFLA_IFNAME)) === "lo")!;
    expect(loopback.info.ifi_flags & IFF_UP).toBe(IFF_UP);
    expect(loopback.rtas.get(IFLA_ADDRESS)).toEqual(Buffer.alloc(6));
    const { rx_bytes, tx_bytes } = cast(rtnl_link_stats64, loopback.rtas.get(IFLA_STATS64)!);
    expect(rx_bytes).toBe(tx_bytes);
  });

  it("dumps the addresses", () => {
    const found = dump(RTM_GETADDR, AF_INET).map((nlh) => {
      expect(cast(nlmsghdr, nlh).nlmsg_type).toBe(RTM_NEWADDR);
      const { ifa_prefixlen, ifa_family } = cast(ifaddrmsg, NLMSG_DATA(nlh));
      const rtas = attributes(IFA_RTA(NLMSG_DATA(nlh)), IFA_PAYLOAD(nlh));
      const address = inet_ntop(ifa_family, rtas.get(IFA_ADDRESS)!, null, 64);
      return `${text(rtas.get(IFA_LABEL))} ${address}/${ifa_prefixlen}`;
    });
    const known = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
      addresses!.filter(({ family }) => family === "IPv4").map(({ cidr }) => `${name} ${cidr}`),
    );
    expect(found).toContain("lo 127.0.0.1/8");
    expect(found).toEqual(expect.arrayContaining(known));
  });

  it("tells how long an address is valid", () => {
    const found = dump(RTM_GETADDR, AF_INET).map((nlh) => attributes(IFA_RTA(NLMSG_DATA(nlh)), IFA_PAYLOAD(nlh)));
    const loopback = found.find((rtas) => text(rtas.get(IFA_LABEL)) === "lo")!;
    const { ifa_prefered, ifa_valid } = cast(ifa_cacheinfo, loopback.get(IFA_CACHEINFO)!);
    expect([ifa_prefered, ifa_valid]).toEqual([2 ** 32 - 1, 2 ** 32 - 1]); // For ever.
  });

  it("dumps the routes", () => {
    const loopback = if_nametoindex("lo");
    const found = dump(RTM_GETROUTE, AF_INET).map((nlh) => {
      expect(cast(nlmsghdr, nlh).nlmsg_type).toBe(RTM_NEWROUTE);
      const { rtm_dst_len } = cast(rtmsg, NLMSG_DATA(nlh));
      const rtas = attributes(RTM_RTA(NLMSG_DATA(nlh)), RTM_PAYLOAD(nlh));
      const destination = rtas.has(RTA_DST) ? inet_ntop(AF_INET, rtas.get(RTA_DST)!, null, 64) : "default";
      return `${destination}/${rtm_dst_len} dev ${rtas.get(RTA_OIF)?.readInt32LE()}`;
    });
    expect(found).toContain(`127.0.0.0/8 dev ${loopback}`);
  });

  it("has attributes as other families of netlink have", () => {
    const [link] = dump(RTM_GETLINK);
    const memory = IFLA_RTA(NLMSG_DATA(link));
    const { nla_len, nla_type } = cast(nlattr, memory);
    expect([nla_len, nla_type]).toEqual([RTA_LENGTH(RTA_PAYLOAD(memory)), IFLA_IFNAME]);
  });

  it("answers a request for one interface, or with an error", () => {
    const fd = openedSocket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    const message = request(RTM_GETLINK, 0, sizeof(ifinfomsg));
    cast(ifinfomsg, NLMSG_DATA(message)).ifi_index = if_nametoindex("lo");
    const [link, ...others] = ask(fd, message);
    expect(others).toEqual([]);
    expect(text(attributes(IFLA_RTA(NLMSG_DATA(link)), IFLA_PAYLOAD(link)).get(IFLA_IFNAME))).toBe("lo");

    cast(ifinfomsg, NLMSG_DATA(message)).ifi_index = 2 ** 30;
    const [answer] = ask(fd, message);
    expect(cast(nlmsghdr, answer).nlmsg_type).toBe(NLMSG_ERROR);
    expect(NLMSG_PAYLOAD(answer, sizeof(nlmsgerr))).toBe(answer.length - sizeof(nlmsghdr) - sizeof(nlmsgerr));
    const { error, msg } = cast(nlmsgerr, NLMSG_DATA(answer));
    expect([error, msg.nlmsg_type, msg.nlmsg_len]).toEqual([-19, RTM_GETLINK, NLMSG_LENGTH(sizeof(ifinfomsg))]); // ENODEV
  });

  itUnprivileged()("changes nothing for a user without privileges", () => {
    const { stdout, stderr } = runModule(
      `import * as b from "berkeley";
       const fd = b.socket(b.AF_NETLINK, b.SOCK_RAW, b.NETLINK_ROUTE);
       const message = Buffer.alloc(b.NLMSG_SPACE(b.ifinfomsg.size));
       Object.assign(b.cast(b.nlmsghdr, message), { nlmsg_len: b.NLMSG_LENGTH(b.ifinfomsg.size),
         nlmsg_type: ${RTM_DELLINK}, nlmsg_flags: b.NLM_F_REQUEST | ${NLM_F_ACK} });
       b.cast(b.ifinfomsg, b.NLMSG_DATA(message)).ifi_index = 2 ** 30;
       const kernel = new b.sockaddr_nl({ nl_family: b.AF_NETLINK });
       b.sendto(fd, message, message.length, 0, kernel, b.sizeof(kernel));
       const answer = Buffer.alloc(8192);
       b.recv(fd, answer, answer.length, 0);
       console.log(b.cast(b.nlmsgerr, b.NLMSG_DATA(answer)).error);`,
      unprivileged,
    );
    expect({ stdout, stderr }).toEqual({ stdout: `${-EPERM}\n`, stderr: "" });
  });
});

describe("sockaddr_nl", () => {
  it("is a socket's address", () => {
    const fd = openedSocket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    const address = new sockaddr_nl({ nl_family: AF_NETLINK });
    expect(bind(fd, address, sizeof(address))).toBe(0);
    const length = new socklen_t(sizeof(address));
    expect(getsockname(fd, address, length)).toBe(0);
    expect([address.nl_family, address.nl_pid > 0, address.nl_groups, length.value]).toEqual([AF_NETLINK, true, 0, 12]);
    expect(failing(() => bind(fd, new sockaddr_nl({ nl_family: AF_NETLINK, nl_pid: getpid() + 1 }), 12))).toBe(
      "EINVAL",
    );
  });
});

describe("sock_diag", () => {
  it("finds a listening socket", () => {
    const [, address] = listener();
    const fd = openedSocket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
    const message = request(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sizeof(inet_diag_req_v2));
    const wanted = cast(inet_diag_req_v2, NLMSG_DATA(message));
    // Every request of this kind begins alike.
    Object.assign(cast(sock_diag_req, NLMSG_DATA(message)), { sdiag_family: AF_INET, sdiag_protocol: IPPROTO_TCP });
    wanted.idiag_states = 1 << TCP_LISTEN;
    wanted.id = new inet_diag_sockid({ idiag_sport: address.sin_port });
    const sockets = ask(fd, message).map((nlh) => cast(inet_diag_msg, NLMSG_DATA(nlh)));
    const found = sockets.find(({ id }) => id.idiag_sport === address.sin_port)!;
    expect([found.idiag_family, found.idiag_state, found.idiag_uid]).toEqual([AF_INET, TCP_LISTEN, getuid()]);
    expect(inet_ntop(AF_INET, found.id.idiag_src, null, 64)).toBe("127.0.0.1");
    expect([ntohs(found.id.idiag_dport), found.idiag_wqueue]).toEqual([0, 5]); // The backlog.
    expect(found.id.idiag_dport).toBe(htons(0));
    expect([wanted.sdiag_family, wanted.sdiag_protocol]).toEqual([AF_INET, IPPROTO_TCP]);
  });
});

describe("macros", () => {
  (hasCompiler ? it : it.skip)("compute what C's do (skipped without a C compiler)", () => {
    const sizes = [0, 1, 3, 4, 5, 16, 17, 4095, 65535];
    const functions = { NLMSG_ALIGN, NLMSG_LENGTH, NLMSG_SPACE, NLA_ALIGN, RTA_ALIGN, RTA_LENGTH, RTA_SPACE };
    const rows = Object.entries(functions).flatMap(([name, call]) => sizes.map((size) => ({ name, call, size })));
    const expected = runC(`
      #include <stdio.h>
      #include <sys/socket.h>
      #include <linux/netlink.h>
      #include <linux/rtnetlink.h>
      int main(void) { ${rows.map(({ name, size }) => `printf("${name}(${size}) = %d\\n", (int)${name}(${size}));`).join("\n")} }`);
    expect(rows.map(({ name, call, size }) => `${name}(${size}) = ${call(size)}`)).toEqual(
      expected.trimEnd().split("\n"),
    );
  });

  it("do not read outside of their memory", () => {
    const big = Buffer.alloc(32, 0xff);
    expect(NLMSG_OK(big, 2 ** 31 - 1)).toBe(false); // nlmsg_len is 2^32 - 1.
    expect(RTA_OK(big, 2 ** 31 - 1)).toBe(false);
    for (let size = 0; size < 16; size++) {
      expect(NLMSG_OK(big.subarray(0, size), 1000)).toBe(false);
      expect(thrown(() => NLMSG_NEXT(big.subarray(0, size), new int(100)))).toBe(
        `RangeError: NLMSG_NEXT: nlh: the header has 16 bytes, but the memory has ${size}`,
      );
      expect(thrown(() => NLMSG_PAYLOAD(big.subarray(0, size), 0))).toMatch(/^RangeError: NLMSG_PAYLOAD: nlh/);
      expect(NLMSG_DATA(big.subarray(0, size)).length).toBe(0);
    }
    for (let size = 0; size < 4; size++) {
      expect(RTA_OK(big.subarray(0, size), 1000)).toBe(false);
      expect(thrown(() => RTA_NEXT(big.subarray(0, size), new int(100)))).toMatch(/^RangeError: RTA_NEXT: rta/);
      expect(thrown(() => RTA_PAYLOAD(big.subarray(0, size)))).toMatch(/^RangeError: RTA_PAYLOAD: rta/);
      expect(RTA_DATA(big.subarray(0, size)).length).toBe(0);
    }
    expect(NLMSG_NEXT(big, new int(32)).length).toBe(0);
  });

  it("end a walk over whatever there is", () => {
    let state = 1;
    const random = (below: number): number => (state = (state * 1103515245 + 12345) % 2 ** 31) % below;
    for (let i = 0; i < 2000; i++) {
      const memory = Buffer.from(Array.from({ length: random(120) }, () => (random(3) === 0 ? random(40) : 0)));
      const len = new int(random(200) - 20);
      let steps = 0;
      for (let nlh = memory; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) steps++;
      expect(steps).toBeLessThanOrEqual(memory.length / 16);
      len.value = random(200) - 20;
      steps = 0;
      for (let rta = memory; RTA_OK(rta, len); rta = RTA_NEXT(rta, len)) steps++;
      expect(steps).toBeLessThanOrEqual(memory.length / 4);
    }
  });

  it("have no other name in the library", () => {
    expect(
      Object.keys(netlink)
        .filter((name) => /^[a-z]/.test(name))
        .sort(),
    ).toEqual(["nlattr", "nlmsgerr", "nlmsghdr", "sockaddr_nl"]);
    expect(if_nameindex()!.length).toBeGreaterThan(1);
  });
});
