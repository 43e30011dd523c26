import { bytes, sizeof } from "berkeley/memory";
import {
  ICMP6_FILTER,
  icmp6_filter,
  ICMP6_FILTER_SETBLOCK,
  ICMP6_FILTER_SETBLOCKALL,
  ICMP6_FILTER_SETPASS,
  ICMP6_FILTER_SETPASSALL,
  ICMP6_FILTER_WILLBLOCK,
  ICMP6_FILTER_WILLPASS,
} from "berkeley/netinet/icmp6";
import { IPPROTO_ICMPV6 } from "berkeley/netinet/in";
import { AF_INET6, getsockopt, MSG_DONTWAIT, recv, sendto, setsockopt, SOCK_RAW, socklen_t } from "berkeley/sys/socket";

import { hasCompiler, isRoot, runC } from "../support/children.ts";
import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { loopback6, openedSocket } from "../support/network.ts";

(hasCompiler ? it : it.skip)("the macros set C's bits (skipped without a C compiler)", () => {
  const types = [0, 1, 31, 32, 100, 128, 129, 255];
  const printed = runC(`
    #include <netinet/icmp6.h>
    #include <stdio.h>
    static void print(const struct icmp6_filter *f, int type) {
      for (size_t i = 0; i < sizeof *f; i++) printf("%02x", ((const unsigned char *)f)[i]);
      printf(" %d %d\\n", ICMP6_FILTER_WILLPASS(type, f) != 0, ICMP6_FILTER_WILLBLOCK(type, f) != 0);
    }
    int main(void) {
      struct icmp6_filter f;
      ${types
        .map(
          (type) => `
            ICMP6_FILTER_SETBLOCKALL(&f); ICMP6_FILTER_SETPASS(${type}, &f); print(&f, ${type});
            ICMP6_FILTER_SETPASSALL(&f); ICMP6_FILTER_SETBLOCK(${type}, &f); print(&f, ${type});`,
        )
        .join("")}
    }`);
  const filter = new icmp6_filter();
  const print = (type: number): string =>
    `${bytes(filter).toString("hex")} ${Number(ICMP6_FILTER_WILLPASS(type, filter))} ` +
    `${Number(ICMP6_FILTER_WILLBLOCK(type, filter))}\n`;
  const lines = types.map((type) => {
    ICMP6_FILTER_SETBLOCKALL(filter);
    ICMP6_FILTER_SETPASS(type, filter);
    const passing = print(type);
    ICMP6_FILTER_SETPASSALL(filter);
    ICMP6_FILTER_SETBLOCK(type, filter);
    return passing + print(type);
  });
  expect(lines.join("")).toBe(printed);
});

(isRoot ? it : it.skip)("ICMP6_FILTER blocks messages of a raw socket (skipped without root)", () => {
  const [ECHO_REQUEST, ECHO_REPLY] = [128, 129];
  const fd = openedSocket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
  const filter = new icmp6_filter();
  ICMP6_FILTER_SETBLOCKALL(filter);
  ICMP6_FILTER_SETPASS(ECHO_REPLY, filter);
  ok(setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, filter, sizeof(filter)));
  const read = new icmp6_filter();
  ok(getsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, read, new socklen_t(sizeof(read))));
  expect(read).toEqual(filter);

  const request = Buffer.from([ECHO_REQUEST, 0, 0, 0, 0x12, process.pid & 0xff, 0, 1]);
  ok(sendto(fd, request, request.length, 0, loopback6(), 28));
  const answer = Buffer.alloc(100);
  // Others' replies may come, too; the request itself does not.
  do expect(recv(fd, answer, 100, 0)).toBeGreaterThan(0);
  while (answer.readUInt16BE(4) !== request.readUInt16BE(4));
  expect(answer[0]).toBe(ECHO_REPLY);
  expect(failing(() => recv(fd, answer, 100, MSG_DONTWAIT))).toBe("EAGAIN");
});
