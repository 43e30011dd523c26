/** sys/socket.h: sockets. */

import type { socklen_t } from "../generated/sys/socket.ts";
import type { Memory, RawMemory } from "../memory/access.ts";
import type { ValueOf } from "../memory/option.ts";
import type { Struct } from "../memory/struct.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/socket.ts";

export type sa_family_t = number;

/** Any of the sockaddr structs: what C casts to `struct sockaddr *`. */
export type sockaddr_any = Struct<`sockaddr${string}`>;

/** An address as the calls take it: its struct, its bytes, or null for NULL. */
export type Address = sockaddr_any | RawMemory | null;

/**
 * Makes an endpoint of communication.
 *
 * @param domain the address family: AF_INET, AF_INET6, AF_UNIX, ...
 * @param type SOCK_STREAM, SOCK_DGRAM, ..., with SOCK_NONBLOCK and SOCK_CLOEXEC or-ed in
 * @param protocol 0 for the type's usual one, or IPPROTO_TCP, ...
 * @returns a descriptor; -1 with EAFNOSUPPORT, EPROTONOSUPPORT, EPROTOTYPE, EINVAL, EPERM (raw and packet sockets need
 *   CAP_NET_RAW), EMFILE, ENFILE
 * @see socket(2)
 */
export function socket(domain: number, type: number, protocol: number): number {
  return result(native.socket(domain, type, protocol));
}

/**
 * Makes two sockets that are connected to each other.
 *
 * @param domain AF_UNIX
 * @param type as socket
 * @param protocol 0
 * @param sv where the two descriptors go: `array(int, 2)`
 * @returns 0; -1 with EAFNOSUPPORT, EPROTONOSUPPORT, EOPNOTSUPP (the family has no pairs), EMFILE, ENFILE, EFAULT
 * @see socketpair(2)
 */
export function socketpair(domain: number, type: number, protocol: number, sv: Int32Array | null): number {
  return result(native.socketpair(domain, type, protocol, sv));
}

/**
 * Gives a socket its own address.
 *
 * @param sockfd the socket
 * @param addr the address: the struct of the socket's family, or its bytes
 * @param addrlen the address's length in bytes: `sizeof(addr)`
 * @returns 0; -1 with EADDRINUSE, EADDRNOTAVAIL, EACCES (a port below 1024; a directory of the path), EINVAL (bound
 *   already; too short), EAFNOSUPPORT, EBADF, ENOTSOCK, EFAULT; for AF_UNIX ENOENT, ENOTDIR, EROFS, ...
 * @see bind(2)
 */
export function bind(sockfd: number, addr: Address, addrlen: number): number {
  return result(native.bind(sockfd, addr, addrlen));
}

/**
 * Makes a socket accept connections.
 *
 * @param sockfd the socket
 * @param backlog how many connections may wait for accept; at most net.core.somaxconn
 * @returns 0; -1 with EADDRINUSE, EINVAL, EBADF, ENOTSOCK, EOPNOTSUPP (not a kind that listens)
 * @see listen(2)
 */
export function listen(sockfd: number, backlog: number): number {
  return result(native.listen(sockfd, backlog));
}

/**
 * Waits for a connection and takes it.
 *
 * @param sockfd the listening socket
 * @param addr where the peer's address goes, or null
 * @param addrlen the size of `addr` in bytes; becomes the length of the address, which may be more than fitted; null
 *   where `addr` is
 * @returns the connection's descriptor; -1 with EAGAIN (non-blocking, or SO_RCVTIMEO ran out), ECONNABORTED, EINTR,
 *   EINVAL (not listening), EMFILE, ENFILE, EBADF, ENOTSOCK, EOPNOTSUPP, EFAULT
 * @see accept(2)
 */
export function accept(sockfd: number, addr: Address, addrlen: socklen_t | null): number {
  return result(native.accept(sockfd, addr, addrlen));
}

/**
 * accept with flags for the new descriptor.
 *
 * @param sockfd the listening socket
 * @param addr as accept
 * @param addrlen as accept
 * @param flags SOCK_NONBLOCK, SOCK_CLOEXEC, or 0
 * @returns as accept; -1 also with EINVAL for other flags
 * @see accept4(2)
 */
export function accept4(sockfd: number, addr: Address, addrlen: socklen_t | null, flags: number): number {
  return result(native.accept4(sockfd, addr, addrlen, flags));
}

/**
 * Connects a socket to an address; a datagram socket only notes its peer.
 *
 * @param sockfd the socket
 * @param addr the peer's address; the family AF_UNSPEC dissolves a datagram socket's connection
 * @param addrlen the address's length in bytes: `sizeof(addr)`
 * @returns 0; -1 with ECONNREFUSED, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH, EINPROGRESS (non-blocking), EALREADY,
 *   EISCONN, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EACCES, EPROTOTYPE, EINVAL, EINTR, EBADF, ENOTSOCK, EFAULT; for
 *   AF_UNIX ENOENT, EAGAIN
 * @see connect(2)
 */
export function connect(sockfd: number, addr: Address, addrlen: number): number {
  return result(native.connect(sockfd, addr, addrlen));
}

/**
 * Tells a socket's own address.
 *
 * @param sockfd the socket
 * @param addr where the address goes
 * @param addrlen the size of `addr` in bytes; becomes the length of the address, which may be more than fitted
 * @returns 0; -1 with EBADF, ENOTSOCK, EFAULT
 * @see getsockname(2)
 */
export function getsockname(sockfd: number, addr: Address, addrlen: socklen_t | null): number {
  return result(native.getsockname(sockfd, addr, addrlen));
}

/**
 * Tells the address of a socket's peer.
 *
 * @param sockfd the socket
 * @param addr where the address goes
 * @param addrlen the size of `addr` in bytes; becomes the length of the address, which may be more than fitted
 * @returns 0; -1 with ENOTCONN, EBADF, ENOTSOCK, EFAULT
 * @see getpeername(2)
 */
export function getpeername(sockfd: number, addr: Address, addrlen: socklen_t | null): number {
  return result(native.getpeername(sockfd, addr, addrlen));
}

/**
 * Sends over a connected socket.
 *
 * @param sockfd the socket
 * @param buf the bytes; a string is its UTF-8 with a NUL behind it
 * @param len how many of them, at most `sizeof(buf)`
 * @param flags MSG_DONTWAIT, MSG_MORE, MSG_NOSIGNAL, MSG_OOB, ... or 0
 * @returns how many bytes were taken, which on a stream may be fewer; -1 with EAGAIN, ECONNRESET, EDESTADDRREQ,
 *   EMSGSIZE (a datagram that is too long), ENOTCONN, EPIPE, EINTR, ENOBUFS, EOPNOTSUPP (also MSG_ZEROCOPY), EBADF,
 *   ENOTSOCK, EFAULT
 * @see send(2)
 */
export function send(sockfd: number, buf: Memory | string | null, len: number, flags: number): number {
  return result(native.send(sockfd, buf, len, flags));
}

/**
 * Sends a message to an address.
 *
 * @param sockfd the socket
 * @param buf the bytes; a string is its UTF-8 with a NUL behind it
 * @param len how many of them, at most `sizeof(buf)`
 * @param flags as send
 * @param dest_addr where to, or null over a connected socket
 * @param addrlen the address's length in bytes: `sizeof(dest_addr)`; 0 for null
 * @returns as send; -1 also with EISCONN, EAFNOSUPPORT, EINVAL, EACCES, ENETUNREACH, EHOSTUNREACH
 * @see sendto(2)
 */
export function sendto(
  sockfd: number,
  buf: Memory | string | null,
  len: number,
  flags: number,
  dest_addr: Address,
  addrlen: number,
): number {
  return result(native.sendto(sockfd, buf, len, flags, dest_addr, addrlen));
}

/**
 * Receives from a socket.
 *
 * @param sockfd the socket
 * @param buf where the bytes go
 * @param len how many at most, in bytes
 * @param flags MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT, MSG_TRUNC, MSG_OOB, ... or 0
 * @returns how many came, 0 at the end of a stream; -1 with EAGAIN (non-blocking, or SO_RCVTIMEO ran out),
 *   ECONNREFUSED, ECONNRESET, ENOTCONN, EINTR, EINVAL (no out-of-band data), EBADF, ENOTSOCK, EFAULT
 * @see recv(2)
 */
export function recv(sockfd: number, buf: Memory | null, len: number, flags: number): number {
  return result(native.recv(sockfd, buf, len, flags));
}

/**
 * Receives a message and its sender's address.
 *
 * @param sockfd the socket
 * @param buf where the bytes go
 * @param len how many at most, in bytes; what a datagram has beyond is lost
 * @param flags as recv
 * @param src_addr where the sender's address goes, or null
 * @param addrlen the size of `src_addr` in bytes; becomes the length of the address, which may be more than fitted;
 *   null where `src_addr` is
 * @returns as recv
 * @see recvfrom(2)
 */
export function recvfrom(
  sockfd: number,
  buf: Memory | null,
  len: number,
  flags: number,
  src_addr: Address,
  addrlen: socklen_t | null,
): number {
  return result(native.recvfrom(sockfd, buf, len, flags, src_addr, addrlen));
}

/**
 * Ends one or both directions of a connection, for all who share it.
 *
 * @param sockfd the socket
 * @param how SHUT_RD, SHUT_WR or SHUT_RDWR
 * @returns 0; -1 with ENOTCONN, EINVAL, EBADF, ENOTSOCK
 * @see shutdown(2)
 */
export function shutdown(sockfd: number, how: number): number {
  return result(native.shutdown(sockfd, how));
}

/**
 * Whether the next byte to read is the one that was sent with MSG_OOB.
 *
 * @param sockfd the socket
 * @returns 1 or 0; -1 with EBADF, ENOTTY (no such socket)
 * @see sockatmark(3)
 */
export function sockatmark(sockfd: number): number {
  return result(native.sockatmark(sockfd));
}

/**
 * Reads an option of a socket.
 *
 * @param sockfd the socket
 * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, ...
 * @param optname the option; its type says what `optval` must be
 * @param optval where the value goes
 * @param optlen the size of `optval` in bytes; becomes the length of the value
 * @returns 0; -1 with ENOPROTOOPT, EINVAL, EOPNOTSUPP, EBADF, ENOTSOCK, EFAULT
 * @throws TypeError for an option whose value holds an address, or counts its own length
 * @see getsockopt(2), socket(7), ip(7), ipv6(7), tcp(7)
 */
export function getsockopt<Name extends number>(
  sockfd: number,
  level: number,
  optname: Name,
  optval: Exclude<ValueOf<Name, Memory>, string> | RawMemory | null,
  optlen: socklen_t | null,
): number {
  return result(native.getsockopt(sockfd, level, optname, optval as Memory | null, optlen));
}

/**
 * Sets an option of a socket.
 *
 * @param sockfd the socket
 * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, ...
 * @param optname the option; its type says what `optval` must be
 * @param optval the value
 * @param optlen the value's length in bytes: `sizeof(optval)`
 * @returns 0; -1 with ENOPROTOOPT, EINVAL, EDOM, EPERM, EISCONN, EOPNOTSUPP, EBADF, ENOTSOCK, EFAULT
 * @throws TypeError for an option whose value holds an address
 * @see setsockopt(2), socket(7), ip(7), ipv6(7), tcp(7)
 */
export function setsockopt<Name extends number>(
  sockfd: number,
  level: number,
  optname: Name,
  optval: ValueOf<Name, Memory | string> | RawMemory | null,
  optlen: number,
): number {
  return result(native.setsockopt(sockfd, level, optname, optval as Memory | string | null, optlen));
}
