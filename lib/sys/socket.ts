/**
 * sys/socket.h: sockets.
 *
 * @see socket(7)
 */

import { endianness } from "node:os";

import { checkSize, checkStruct } from "../check.ts";
import type { sock_fprog } from "../generated/linux/filter.ts";
import type { timespec } from "../generated/time.ts";
import { cmsghdr, type mmsghdr, msghdr, type socklen_t } from "../generated/sys/socket.ts";
import { cast, type Memory, type RawMemory } from "../memory/access.ts";
import type { StructArray } from "../memory/array.ts";
import type { Option, ValueOf } from "../memory/option.ts";
import { behind, pointersOf, pointersTo } from "../memory/pointers.ts";
import type { Struct } from "../memory/struct.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/socket.ts";
export { iovec } from "../generated/sys/uio.ts";

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
 * Sends a message that is gathered from several places, to an address, with control messages.
 *
 *     const iov = new iovec({ iov_base: buf, iov_len: sizeof(buf) });
 *     const msg = new msghdr({ msg_iov: iov, msg_iovlen: 1 });
 *     sendmsg(fd, msg, 0);
 *
 * @param sockfd the socket
 * @param msg where to, what, and the control messages
 * @param flags as send
 * @returns as sendto; -1 also with EMSGSIZE (more than UIO_MAXIOV iovecs), EINVAL (a malformed control message),
 *   EBADF (a descriptor to pass), ETOOMANYREFS, EPERM (credentials of others)
 * @throws RangeError where a length is more than its memory has
 * @see sendmsg(2), cmsg(3)
 */
export function sendmsg(sockfd: number, msg: msghdr | null, flags: number): number {
  const { list, first } = pointersTo("sendmsg", "msg", "msghdr", msg);
  return result(native.sendmsg(sockfd, msg, list, first, flags));
}

/**
 * Receives a message into several places, with its sender's address and its control messages.
 *
 * @param sockfd the socket
 * @param msg where the parts go; msg_namelen, msg_controllen and msg_flags become what came: MSG_TRUNC where data were
 *   lost, MSG_CTRUNC where control messages were
 * @param flags as recv, and MSG_ERRQUEUE, MSG_CMSG_CLOEXEC
 * @returns as recv; -1 also with EMSGSIZE (more than UIO_MAXIOV iovecs)
 * @throws RangeError where a length is more than its memory has
 * @see recvmsg(2), cmsg(3)
 */
export function recvmsg(sockfd: number, msg: msghdr | null, flags: number): number {
  const { list, first } = pointersTo("recvmsg", "msg", "msghdr", msg);
  return result(native.recvmsg(sockfd, msg, list, first, flags));
}

/**
 * Sends several messages at once.
 *
 * @param sockfd the socket
 * @param msgvec the messages, `array(mmsghdr, n)`; their msg_len become how many bytes of each were sent
 * @param vlen how many messages; the kernel takes 1024 at most
 * @param flags as sendmsg
 * @returns how many messages were sent, which may be fewer; -1 as sendmsg where the first was not
 * @throws RangeError where a length is more than its memory has
 * @see sendmmsg(2)
 */
export function sendmmsg(sockfd: number, msgvec: MessageVector, vlen: number, flags: number): number {
  const { list, first } = pointersTo("sendmmsg", "msgvec", "mmsghdr", msgvec);
  return result(native.sendmmsg(sockfd, msgvec, list, first, vlen, flags));
}

/**
 * Receives several messages at once.
 *
 * @param sockfd the socket
 * @param msgvec where they go, `array(mmsghdr, n)`; their msg_len become how many bytes came
 * @param vlen how many at most
 * @param flags as recvmsg, and MSG_WAITFORONE: do not wait for more than one
 * @param timeout how long to wait, which the kernel looks at only when a message has come; becomes what was left.
 *   null: until all have come
 * @returns how many messages came; -1 as recvmsg where none did
 * @throws RangeError where a length is more than its memory has
 * @see recvmmsg(2)
 */
export function recvmmsg(
  sockfd: number,
  msgvec: MessageVector,
  vlen: number,
  flags: number,
  timeout: timespec | null,
): number {
  const { list, first } = pointersTo("recvmmsg", "msgvec", "mmsghdr", msgvec);
  return result(native.recvmmsg(sockfd, msgvec, list, first, vlen, flags, timeout));
}

/** Messages for sendmmsg and recvmmsg. */
export type MessageVector = mmsghdr | StructArray<mmsghdr> | null;

/**
 * A length rounded up to where the next control message may begin.
 *
 * @param length the length in bytes
 * @returns the multiple of a long's size
 * @see cmsg(3)
 */
export function CMSG_ALIGN(length: number): number {
  return checkSize("CMSG_ALIGN", "length", length) + padding(length);
}

/** What is missing to a multiple. */
const padding = (length: number): number => (unit - (length % unit)) % unit;
const unit = native.structs.size_t.size;
const dataOffset = cmsghdr.size + padding(cmsghdr.size);

/**
 * How much of a control buffer a message takes: `Buffer.alloc(CMSG_SPACE(sizeof(int)))`.
 *
 * @param length the length of the message's data in bytes
 * @returns the bytes with the header, and those up to the next header
 * @see cmsg(3)
 */
export function CMSG_SPACE(length: number): number {
  return dataOffset + CMSG_ALIGN(checkSize("CMSG_SPACE", "length", length));
}

/**
 * What cmsg_len is for data of a length.
 *
 * @param length the length of the data in bytes
 * @returns the bytes with the header
 * @see cmsg(3)
 */
export function CMSG_LEN(length: number): number {
  return dataOffset + checkSize("CMSG_LEN", "length", length);
}

/**
 * The first control message of a msghdr.
 *
 *     for (let cmsg = CMSG_FIRSTHDR(msg); cmsg !== null; cmsg = CMSG_NXTHDR(msg, cmsg)) { ... }
 *
 * @param mhdr the msghdr
 * @returns its header, a view of the control buffer; null where the buffer has no room for one
 * @see cmsg(3)
 */
export function CMSG_FIRSTHDR(mhdr: msghdr): cmsghdr | null {
  checkStruct("CMSG_FIRSTHDR", "mhdr", msghdr, mhdr);
  const control = mhdr.msg_control as DataView | null;
  return control === null || controlLength(mhdr, control) < cmsghdr.size ? null : cast(cmsghdr, control);
}

/**
 * The control message behind another.
 *
 * @param mhdr the msghdr
 * @param cmsg the other: CMSG_FIRSTHDR's result, or this function's
 * @returns its header; null where the buffer ends, or `cmsg` has a length that cannot be
 * @see cmsg(3)
 */
export function CMSG_NXTHDR(mhdr: msghdr, cmsg: cmsghdr): cmsghdr | null {
  checkStruct("CMSG_NXTHDR", "mhdr", msghdr, mhdr);
  const { buffer, byteOffset } = checkStruct("CMSG_NXTHDR", "cmsg", cmsghdr, cmsg) as unknown as DataView;
  const control = mhdr.msg_control as DataView | null;
  if (control?.buffer !== buffer) return null;
  const end = control.byteOffset + controlLength(mhdr, control);
  const length = lengthOf(cmsg);
  const next = byteOffset + length + padding(length);
  if (length < cmsghdr.size || next + cmsghdr.size > end) return null;
  return cast(cmsghdr, new DataView(buffer, next, control.byteOffset + control.byteLength - next));
}

/** What msg_controllen says, as far as there is memory. */
function controlLength({ msg_controllen }: msghdr, control: DataView): number {
  return Math.min(msg_controllen, control.byteLength);
}

const [{ type: lengthType }] = native.structs.cmsghdr.fields;

/** cmsg_len: a number that is too large for one is no error here. */
function lengthOf(cmsg: cmsghdr): number {
  const isLittle = endianness() === "LE";
  return lengthType === "Uint64" ? Number((cmsg as unknown as DataView).getBigUint64(0, isLittle)) : cmsg.cmsg_len;
}

/**
 * The data of a control message.
 *
 *     const fds = new Int32Array(1);
 *     memcpy(fds, CMSG_DATA(cmsg), sizeof(fds));
 *     const credentials = cast(ucred, CMSG_DATA(cmsg));
 *
 * @param cmsg the message's header
 * @returns the bytes from where the data begin to the end of the control buffer: `cmsg.cmsg_len - CMSG_LEN(0)` of them
 *   are this message's
 * @see cmsg(3)
 */
export function CMSG_DATA(cmsg: cmsghdr): Buffer {
  return behind(checkStruct("CMSG_DATA", "cmsg", cmsghdr, cmsg), dataOffset);
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
 * @throws TypeError for an option whose value holds an address (docs/messages.md); RangeError where the value says how
 *   much follows, and `optval` has no room for it: MCAST_MSFILTER, SO_GET_FILTER
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

/** Bytes that stand for an option's value. None can stand for a filter: its value holds an address. */
type RawValueOf<Name extends number> = Name extends Option<sock_fprog> ? never : RawMemory;

/**
 * Sets an option of a socket.
 *
 * @param sockfd the socket
 * @param level SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, ...
 * @param optname the option; its type says what `optval` must be
 * @param optval the value
 * @param optlen the value's length in bytes: `sizeof(optval)`
 * @returns 0; -1 with ENOPROTOOPT, EINVAL, EDOM, EPERM, EISCONN, EOPNOTSUPP, EBADF, ENOTSOCK, EFAULT
 * @throws TypeError for an option whose value holds an address, other than a sock_fprog
 * @see setsockopt(2), socket(7), ip(7), ipv6(7), tcp(7)
 */
export function setsockopt<Name extends number>(
  sockfd: number,
  level: number,
  optname: Name,
  optval: ValueOf<Name, Memory | string> | RawValueOf<Name> | null,
  optlen: number,
): number {
  const pointers = pointersOf(optval);
  if (pointers?.type === "sock_fprog") {
    const { list, first } = pointers;
    return result(native.setsockopt_filter(sockfd, level, optname, optval as sock_fprog, list, first, optlen));
  }
  return result(native.setsockopt(sockfd, level, optname, optval as Memory | string | null, optlen));
}
