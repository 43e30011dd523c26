/** Sockets on the loopback interface. All of them give up waiting after a while, so that a failing test ends. */

import { inet_pton } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { htonl, htons, INADDR_LOOPBACK, in6addr_loopback, sockaddr_in, sockaddr_in6 } from "berkeley/netinet/in";
import {
  accept,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  bind,
  connect,
  getsockname,
  listen,
  setsockopt,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { sockaddr_un, SUN_LEN } from "berkeley/sys/un";

import { ok, opened, openedPair } from "./descriptors.ts";

export type Address = sockaddr_in | sockaddr_in6 | sockaddr_un;

/** An address on 127.0.0.1, by default with a port that the kernel chooses. */
export function loopback(port = 0): sockaddr_in {
  return new sockaddr_in({
    sin_family: AF_INET,
    sin_port: htons(port),
    sin_addr: { s_addr: htonl(INADDR_LOOPBACK) },
  });
}

/** An address on ::1. */
export function loopback6(port = 0): sockaddr_in6 {
  return new sockaddr_in6({ sin6_family: AF_INET6, sin6_port: htons(port), sin6_addr: in6addr_loopback });
}

export function pathAddress(path: string): sockaddr_un {
  return new sockaddr_un({ sun_family: AF_UNIX, sun_path: path });
}

/** An IPv4 address from numbers and dots. */
export function ipv4(text: string, port = 0): sockaddr_in {
  const address = new sockaddr_in({ sin_family: AF_INET, sin_port: htons(port) });
  ok(inet_pton(AF_INET, text, address.sin_addr));
  return address;
}

export function withTimeout(fd: number): number {
  const timeout = new timeval({ tv_sec: 10 });
  ok(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, sizeof(timeout)));
  ok(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, timeout, sizeof(timeout)));
  return fd;
}

export function openedSocket(domain: number, type: number, protocol = 0): number {
  return withTimeout(opened(socket(domain, type, protocol)));
}

export const tcp = (domain = AF_INET): number => openedSocket(domain, SOCK_STREAM);
export const udp = (domain = AF_INET): number => openedSocket(domain, SOCK_DGRAM);

const lengthOf = (address: Address): number => (address instanceof sockaddr_un ? SUN_LEN(address) : sizeof(address));

/** A socket that is bound to `address`, which becomes the address that it got. */
export function boundSocket<T extends Address>(type: number, address: T): number {
  const family = address instanceof sockaddr_in ? AF_INET : address instanceof sockaddr_in6 ? AF_INET6 : AF_UNIX;
  const fd = openedSocket(family, type);
  ok(bind(fd, address, lengthOf(address)));
  if (family !== AF_UNIX) ok(getsockname(fd, address, new socklen_t(sizeof(address))));
  return fd;
}

/** A listening socket, and its address. */
export function listener<T extends Address = sockaddr_in>(
  address: T = loopback() as T,
  type = SOCK_STREAM,
): [number, T] {
  const fd = boundSocket(type, address);
  ok(listen(fd, 5));
  return [fd, address];
}

/** The two ends of a connection: the client's, then the server's. */
export function connection(address: Address = loopback(), type = SOCK_STREAM): [number, number] {
  const [listening] = listener(address, type);
  const family = address instanceof sockaddr_in ? AF_INET : address instanceof sockaddr_in6 ? AF_INET6 : AF_UNIX;
  const client = openedSocket(family, type);
  ok(connect(client, address, lengthOf(address)));
  return [client, withTimeout(opened(accept(listening, null, null)))];
}

/** Two connected sockets of the family AF_UNIX. */
export function unixPair(type = SOCK_STREAM): [number, number] {
  const pair = openedPair((fds) => socketpair(AF_UNIX, type, 0, fds));
  pair.forEach(withTimeout);
  return pair;
}
