import { readFileSync } from "node:fs";

import { F_SETFL, fcntl, O_NONBLOCK } from "berkeley/fcntl";
import { BPF_K, BPF_RET, BPF_STMT, sock_filter, sock_fprog } from "berkeley/linux/filter";
import { array, int, sizeof } from "berkeley/memory";
import { IPPROTO_TCP, ntohs, type sockaddr_in } from "berkeley/netinet/in";
import * as tcps from "berkeley/netinet/tcp";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CONGESTION,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_INFO,
  tcp_info,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_SENT,
} from "berkeley/netinet/tcp";
import { poll, pollfd, POLLOUT } from "berkeley/poll";
import {
  accept,
  connect,
  getsockopt,
  recv,
  send,
  setsockopt,
  SHUT_WR,
  shutdown,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";

import { ok, opened } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { connection, listener, tcp, udp, withTimeout } from "../support/network.ts";

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

  // What a socket's filter drops has not arrived: the connection stays in the state before.
  it("tells the states of both ends from SYN to TIME_WAIT", () => {
    const [listening, address] = listener();
    const client = tcp();
    ok(fcntl(client, F_SETFL, O_NONBLOCK));
    drop(listening);
    expect(failing(() => connect(client, address, sizeof(address)))).toBe("EINPROGRESS");
    expect(infoOf(client).tcpi_state).toBe(TCP_SYN_SENT);
    pass(listening);
    // The server answers to what the client sends again. Until the client hears it, the connection is no socket yet.
    drop(client);
    keeps(address, SYN_RECV);
    expect(infoOf(client).tcpi_state).toBe(TCP_SYN_SENT);
    pass(client);
    expect(poll(new pollfd({ fd: client, events: POLLOUT }), 1, 10_000)).toBe(1);
    const server = withTimeout(opened(accept(listening, null, null)));
    ok(fcntl(client, F_SETFL, 0));
    expect([client, server].map(stateOf)).toEqual([TCP_ESTABLISHED, TCP_ESTABLISHED]);

    drop(server);
    ok(shutdown(client, SHUT_WR));
    expect([client, server].map(stateOf)).toEqual([TCP_FIN_WAIT1, TCP_ESTABLISHED]);
    pass(server);
    expect(recv(server, Buffer.alloc(1), 1, 0)).toBe(0);
    expect(stateOf(server)).toBe(TCP_CLOSE_WAIT);
    becomes(client, TCP_FIN_WAIT2);

    drop(client);
    ok(shutdown(server, SHUT_WR));
    expect([client, server].map(stateOf)).toEqual([TCP_FIN_WAIT2, TCP_LAST_ACK]);
    pass(client);
    expect(recv(client, Buffer.alloc(1), 1, 0)).toBe(0);
    becomes(server, TCP_CLOSE);
    // Who closed first has no connection any more; the kernel keeps its state.
    becomes(client, TCP_CLOSE);
    keeps(address, TIME_WAIT);
  });

  const stateOf = (fd: number): number => infoOf(fd).tcpi_state;
  const nothing = array(sock_filter, [BPF_STMT(BPF_RET | BPF_K, 0)]);

  function drop(fd: number): void {
    const bpf = new sock_fprog({ len: 1, filter: nothing });
    ok(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, bpf, sizeof(bpf)));
  }

  function pass(fd: number): void {
    ok(setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, new int(), sizeof(int)));
  }

  /** What the other end's acknowledgement makes of it, which is on its way. */
  function becomes(fd: number, state: number): void {
    const begun = Date.now();
    while (stateOf(fd) !== state && Date.now() - begun < 10_000);
    expect(stateOf(fd)).toBe(state);
  }

  const SYN_RECV = (server: string): string => `${server} 0100007F:[0-9A-F]{4} 03`;
  const TIME_WAIT = (server: string): string => `0100007F:[0-9A-F]{4} ${server} 06`;

  /** Waits until the kernel has a connection that is no socket: before it is one, or when it was one. */
  function keeps({ sin_port }: sockaddr_in, row: (server: string) => string): void {
    const port = ntohs(sin_port).toString(16).toUpperCase().padStart(4, "0");
    const wanted = new RegExp(` ${row(`0100007F:${port}`)} `);
    const read = (): string => readFileSync("/proc/net/tcp", "latin1");
    const begun = Date.now();
    while (!wanted.test(read()) && Date.now() - begun < 10_000);
    expect(read()).toMatch(wanted);
  }

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
