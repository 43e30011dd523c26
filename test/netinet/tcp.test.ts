import { int, sizeof } from "berkeley/memory";
import { IPPROTO_TCP } from "berkeley/netinet/in";
import * as tcps from "berkeley/netinet/tcp";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CONGESTION,
  TCP_ESTABLISHED,
  TCP_INFO,
  tcp_info,
  TCP_LISTEN,
} from "berkeley/netinet/tcp";
import { getsockopt, recv, send, setsockopt, SHUT_WR, shutdown, socklen_t } from "berkeley/sys/socket";

import { ok } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { connection, listener, tcp, udp } from "../support/network.ts";

function infoOf(fd: number): tcp_info {
  const info = new tcp_info();
  ok(getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, new socklen_t(sizeof(info))));
  return info;
}

describe("TCP_INFO", () => {
  it("tells the state", () => {
    expect(infoOf(tcp()).tcpi_state).toBe(TCP_CLOSE);
    expect(infoOf(listener()[0]).tcpi_state).toBe(TCP_LISTEN);
    const [client, server] = connection();
    expect(infoOf(client).tcpi_state).toBe(TCP_ESTABLISHED);
    ok(shutdown(client, SHUT_WR));
    expect(recv(server, Buffer.alloc(1), 1, 0)).toBe(0);
    expect(infoOf(server).tcpi_state).toBe(TCP_CLOSE_WAIT);
  });

  it("tells what both ends agreed on", () => {
    const [client] = connection();
    ok(send(client, "Hello", 5, 0));
    const info = infoOf(client);
    expect(info.tcpi_snd_mss).toBeGreaterThan(500);
    expect(info.tcpi_rto).toBeGreaterThan(0);
    expect(info.tcpi_snd_wscale).toBeLessThanOrEqual(14);
    expect(info.tcpi_rcv_wscale).toBeLessThanOrEqual(14);
  });

  it("may be longer in the kernel than in the header", () => {
    const memory = Buffer.alloc(1000);
    const length = new socklen_t(1000);
    expect(getsockopt(tcp(), IPPROTO_TCP, TCP_INFO, memory, length)).toBe(0);
    expect(length.value).toBeGreaterThanOrEqual(sizeof(tcp_info));
  });
});

describe("TCP_CONGESTION", () => {
  const nameOf = (fd: number): string => {
    const name = Buffer.alloc(16);
    ok(getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, new socklen_t(16)));
    return name.toString("utf8", 0, name.indexOf(0));
  };

  it("is a string", () => {
    const fd = tcp();
    // Every kernel has Reno.
    expect(setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", sizeof("reno"))).toBe(0);
    expect(nameOf(fd)).toBe("reno");
    expect(failing(() => setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "no such", 7))).toBe("ENOENT");
    expect(nameOf(fd)).toBe("reno");
  });
});

describe("options of TCP", () => {
  it.each([
    ["TCP_NODELAY", tcps.TCP_NODELAY, 1],
    ["TCP_CORK", tcps.TCP_CORK, 1],
    ["TCP_KEEPIDLE", tcps.TCP_KEEPIDLE, 30],
    ["TCP_KEEPINTVL", tcps.TCP_KEEPINTVL, 5],
    ["TCP_KEEPCNT", tcps.TCP_KEEPCNT, 3],
    ["TCP_SYNCNT", tcps.TCP_SYNCNT, 2],
    ["TCP_USER_TIMEOUT", tcps.TCP_USER_TIMEOUT, 1000],
    ["TCP_NOTSENT_LOWAT", tcps.TCP_NOTSENT_LOWAT, 4096],
  ])("%s is set and read", (_name, option, wanted) => {
    const fd = tcp();
    const value = new int(wanted);
    expect(setsockopt(fd, IPPROTO_TCP, option, value, sizeof(value))).toBe(0);
    value.value = -1;
    expect(getsockopt(fd, IPPROTO_TCP, option, value, new socklen_t(sizeof(value)))).toBe(0);
    expect(value.value).toBe(wanted);
  });

  it.each<[string, string, () => number]>([
    ["EINVAL", "TCP_KEEPCNT out of range", () => setsockopt(tcp(), IPPROTO_TCP, tcps.TCP_KEEPCNT, new int(128), 4)],
    ["EINVAL", "TCP_NODELAY too short", () => setsockopt(tcp(), IPPROTO_TCP, tcps.TCP_NODELAY, new int(), 3)],
    ["ENOPROTOOPT", "an option that is not there", () => setsockopt(tcp(), IPPROTO_TCP, 9999, new int(), 4)],
    [
      "EOPNOTSUPP",
      "a socket of another protocol",
      () => setsockopt(udp(), IPPROTO_TCP, tcps.TCP_NODELAY, new int(), 4),
    ],
  ])("answer %s for %s", (error, _what, call) => {
    expect(["ENOPROTOOPT", error]).toContain(failing(call));
  });
});
