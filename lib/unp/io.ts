/** Reading and writing: whole counts, lines, descriptors that are passed, and the echo programs' loops. */

import { firstBytes, readFully, Reader, roomForLine, writeFully } from "../books.ts";
import { checkInteger, checkStruct, expected, isInstance } from "../check.ts";
import { EINTR, errno } from "../errno.ts";
import { Fgets, Fputs, Recvfrom, Sendto } from "../generated/wrappers.ts";
import { bytes, cast, int, type Memory, type RawMemory, sizeof } from "../memory/index.ts";
import { isPointer, type ptr } from "../memory/pointer.ts";
import { in_addr, in_pktinfo, IP_PKTINFO, IPPROTO_IP } from "../netinet/in.ts";
import { type FILE, stdout } from "../stdio.ts";
import { strlen } from "../string.ts";
import {
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_LEN,
  CMSG_NXTHDR,
  CMSG_SPACE,
  iovec,
  msghdr,
  recvmsg,
  SCM_CREDENTIALS,
  SCM_RIGHTS,
  sendmsg,
  socklen_t,
  SOL_SOCKET,
  ucred,
} from "../sys/socket.ts";
import { fstat, S_IFMT, stat } from "../sys/stat.ts";
import { close as closeDescriptor, read } from "../unistd.ts";
import { systemError, wrapped } from "../wrappers.ts";
import { MAXLINE, type SA } from "./constants.ts";
import { err_quit } from "./error.ts";

/**
 * Reads as many bytes as are asked for.
 *
 * @param fd the descriptor
 * @param vptr where they go
 * @param n how many
 * @returns how many came: fewer only where the input ended; -1 as read, but not with EINTR
 * @throws RangeError where `vptr` has fewer than `n`
 */
export function readn(fd: number, vptr: Memory, n: number): number {
  return readFully(fd, firstBytes("readn", ["vptr", "n"], vptr, n));
}

/**
 * Writes all bytes.
 *
 * @param fd the descriptor
 * @param vptr the bytes; a string is its UTF-8 with a NUL behind it
 * @param n how many
 * @returns `n`; -1 as write, but not with EINTR
 * @throws RangeError where `vptr` has fewer than `n`
 */
export function writen(fd: number, vptr: Memory | string, n: number): number {
  return writeFully(fd, firstBytes("writen", ["vptr", "n"], vptr, n));
}

/** What readline has read ahead. The book has one buffer for all descriptors, so that they get each other's bytes. */
const readers = new Map<number, Reader>();
let latest: Reader | undefined;

function readerOf(fd: number): Reader {
  latest = readers.get(fd) ?? new Reader(fd, MAXLINE);
  readers.set(fd, latest);
  return latest;
}

/**
 * close, which also forgets what readline has read ahead: another descriptor may get the number.
 *
 * @param fd as close
 * @returns as close
 */
export function close(fd: number): number {
  readers.delete(fd);
  return closeDescriptor(fd);
}

/**
 * Reads a line with its newline; of a long one, as much as there is room for. It reads ahead, so the descriptor is to be
 * read by nothing else until its end, and to be closed by this module's close if that is before.
 *
 * @param fd the descriptor
 * @param vptr where the line goes, with a NUL behind it
 * @param maxlen how many bytes of `vptr` to use, one for the NUL
 * @returns the line's length in bytes, the last line's without a newline if it has none; 0 at the end of the input; -1 as
 *   read, but not with EINTR
 * @throws RangeError where `vptr` has fewer than `maxlen`, or there is no room for the NUL
 */
export function readline(fd: number, vptr: Memory, maxlen: number): number {
  const room = roomForLine("readline", ["vptr", "maxlen"], vptr, maxlen);
  const length = readerOf(checkInteger("readline", "fd", fd)).readLine(room);
  if (length <= 0 && room.length > 1) readers.delete(fd);
  return length;
}

/**
 * Tells what the last readline has read beyond its line.
 *
 * @param vptrptr where those bytes go; left as it is where there are none
 * @returns how many there are
 */
export function readlinebuf(vptrptr: ptr<Buffer>): number {
  if (!isPointer(vptrptr)) throw expected("readlinebuf", "vptrptr", "a ptr", vptrptr);
  const ahead = latest?.ahead ?? Buffer.alloc(0);
  if (ahead.length > 0) vptrptr.value = ahead;
  return ahead.length;
}

/** A message of these bytes, with room for control messages. */
function messageWith(iov_base: Buffer, controlSize: number): msghdr {
  const msg = new msghdr({ msg_iov: new iovec({ iov_base, iov_len: iov_base.length }), msg_iovlen: 1 });
  msg.msg_control = Buffer.alloc(controlSize);
  msg.msg_controllen = controlSize;
  return msg;
}

/**
 * Receives bytes and, if one comes with them, a descriptor.
 *
 * @param fd a socket of the family AF_UNIX
 * @param ptr where the bytes go
 * @param nbytes how many at most
 * @param recvfd where the descriptor goes: -1 if none came
 * @returns how many bytes came, 0 at the end; -1 as recvmsg
 * @throws RangeError where `ptr` has fewer than `nbytes`
 */
export function read_fd(fd: number, ptr: Memory, nbytes: number, recvfd: int): number {
  checkStruct("read_fd", "recvfd", int, recvfd);
  const iov_base = firstBytes("read_fd", ["ptr", "nbytes"], ptr, nbytes);
  const msg = messageWith(iov_base, CMSG_SPACE(sizeof(int)));
  msg.msg_controllen = CMSG_LEN(sizeof(int)); // With the padding there would be room for two.
  const n = recvmsg(fd, msg, 0);
  if (n > 0) recvfd.value = passedDescriptor(msg);
  return n;
}

function passedDescriptor(msg: msghdr): number {
  const cmsg = CMSG_FIRSTHDR(msg);
  if (cmsg?.cmsg_len !== CMSG_LEN(sizeof(int))) return -1;
  if (cmsg.cmsg_level !== SOL_SOCKET || cmsg.cmsg_type !== SCM_RIGHTS) return -1;
  return cast(int, CMSG_DATA(cmsg)).value;
}

/**
 * Sends bytes and with them a descriptor.
 *
 * @param fd a socket of the family AF_UNIX
 * @param ptr the bytes; a string is its UTF-8 with a NUL behind it
 * @param nbytes how many: at least one, or no descriptor goes over a stream
 * @param sendfd the descriptor
 * @returns how many bytes were sent; -1 as sendmsg
 * @throws RangeError where `ptr` has fewer than `nbytes`
 */
export function write_fd(fd: number, ptr: Memory | string, nbytes: number, sendfd: number): number {
  const iov_base = firstBytes("write_fd", ["ptr", "nbytes"], ptr, nbytes);
  const msg = messageWith(iov_base, CMSG_SPACE(sizeof(int)));
  const cmsg = CMSG_FIRSTHDR(msg)!;
  cmsg.cmsg_len = CMSG_LEN(sizeof(int));
  cmsg.cmsg_level = SOL_SOCKET;
  cmsg.cmsg_type = SCM_RIGHTS;
  cast(int, CMSG_DATA(cmsg)).value = checkInteger("write_fd", "sendfd", sendfd);
  return sendmsg(fd, msg, 0);
}

/**
 * Receives bytes and, if it comes with them, who has sent them. The socket must have SO_PASSCRED.
 *
 * @param fd a socket of the family AF_UNIX
 * @param ptr where the bytes go
 * @param nbytes how many at most
 * @param credptr who it is: `pid` is 0 if that did not come
 * @returns how many bytes came, 0 at the end; -1 as recvmsg
 * @throws RangeError where `ptr` has fewer than `nbytes`
 */
export function read_cred(fd: number, ptr: Memory, nbytes: number, credptr: ucred): number {
  checkStruct("read_cred", "credptr", ucred, credptr);
  const iov_base = firstBytes("read_cred", ["ptr", "nbytes"], ptr, nbytes);
  const msg = messageWith(iov_base, CMSG_SPACE(sizeof(ucred)));
  credptr.pid = 0;
  const n = recvmsg(fd, msg, 0);
  const cmsg = n > 0 ? CMSG_FIRSTHDR(msg) : null;
  if (cmsg?.cmsg_level !== SOL_SOCKET || cmsg.cmsg_type !== SCM_CREDENTIALS) return n;
  bytes(credptr).set(CMSG_DATA(cmsg).subarray(0, sizeof(credptr)));
  return n;
}

/** Where a datagram has come in. */
export class unp_in_pktinfo {
  /** Where it was sent to. */
  ipi_addr = new in_addr();
  /** The index of the interface. */
  ipi_ifindex = 0;
}

/** Room for all control messages that a socket of IPv4 may have asked for. */
const CONTROL_SIZE = 512;

/**
 * recvfrom that also tells how it was received, and where it came in.
 *
 * @param fd the socket
 * @param ptr where the bytes go
 * @param nbytes how many at most
 * @param flagsp recvfrom's flags; becomes MSG_TRUNC, MSG_CTRUNC, ... or-ed
 * @param sa as recvfrom
 * @param salenptr as recvfrom
 * @param pktp where it came in, of a socket of IPv4 that has IP_PKTINFO, else all zeros; or null
 * @returns how many bytes came; -1 as recvmsg
 * @throws RangeError where `ptr` has fewer than `nbytes`, or `sa` than its length says
 */
export function recvfrom_flags(
  fd: number,
  ptr: Memory,
  nbytes: number,
  flagsp: int,
  sa: SA | RawMemory | null,
  salenptr: socklen_t | null,
  pktp: unp_in_pktinfo | null,
): number {
  checkStruct("recvfrom_flags", "flagsp", int, flagsp);
  if (salenptr !== null) checkStruct("recvfrom_flags", "salenptr", socklen_t, salenptr);
  if (pktp !== null && !isInstance(unp_in_pktinfo, pktp)) {
    throw expected("recvfrom_flags", "pktp", "an unp_in_pktinfo or null", pktp);
  }
  const iov_base = firstBytes("recvfrom_flags", ["ptr", "nbytes"], ptr, nbytes);
  const msg = messageWith(iov_base, CONTROL_SIZE);
  msg.msg_name = sa;
  msg.msg_namelen = salenptr?.value ?? 0;
  const n = recvmsg(fd, msg, flagsp.value);
  if (n === -1) return -1;
  flagsp.value = msg.msg_flags;
  if (salenptr !== null) salenptr.value = msg.msg_namelen;
  if (pktp !== null) Object.assign(pktp, placeOf(msg));
  return n;
}

function placeOf(msg: msghdr): unp_in_pktinfo {
  const place = new unp_in_pktinfo();
  for (let cmsg = CMSG_FIRSTHDR(msg); cmsg !== null; cmsg = CMSG_NXTHDR(msg, cmsg)) {
    if (cmsg.cmsg_level !== IPPROTO_IP || cmsg.cmsg_type !== IP_PKTINFO) continue;
    const { ipi_addr, ipi_ifindex } = cast(in_pktinfo, CMSG_DATA(cmsg));
    Object.assign(place, { ipi_addr, ipi_ifindex });
  }
  return place;
}

/**
 * Tells whether a descriptor is of a kind.
 *
 * @param sockfd the descriptor
 * @param fdtype the kind: S_IFSOCK, ...
 * @returns 1 or 0; -1 as fstat
 */
export function isfdtype(sockfd: number, fdtype: number): number {
  checkInteger("isfdtype", "fdtype", fdtype);
  const buf = new stat();
  if (fstat(sockfd, buf) === -1) return -1;
  return Number((buf.st_mode & S_IFMT) === fdtype);
}

/** Those of the functions above that can fail, but throw a SystemError where they do. */
export const { Close, Isfdtype, Read_cred, Read_fd, Readline, Readn, Recvfrom_flags, Write_fd, Writen } = wrapped(
  { close, isfdtype, read_cred, read_fd, readline, readn, recvfrom_flags, write_fd, writen },
  {},
);

/**
 * Sends back what comes over a connection, until its end.
 *
 * @param sockfd the connection
 * @throws SystemError as read and write
 */
export function str_echo(sockfd: number): void {
  const buf = Buffer.alloc(MAXLINE);
  for (let n; (n = read(sockfd, buf, sizeof(buf))) !== 0;) {
    if (n > 0) Writen(sockfd, buf, n);
    else if (errno !== EINTR) throw systemError("str_echo");
  }
}

/**
 * Sends the lines of a stream over a connection, and prints the line that comes back for each. Where the server closes the
 * connection before, that ends the process.
 *
 * @param fp the stream
 * @param sockfd the connection
 * @throws SystemError as fgets, write, read and fputs
 */
export function str_cli(fp: FILE, sockfd: number): void {
  const sendline = Buffer.alloc(MAXLINE);
  const recvline = Buffer.alloc(MAXLINE);
  while (Fgets(sendline, MAXLINE, fp) !== null) {
    Writen(sockfd, sendline, strlen(sendline));
    if (Readline(sockfd, recvline, MAXLINE) === 0) err_quit("str_cli: server terminated prematurely");
    Fputs(recvline, stdout);
  }
}

/**
 * Sends each datagram back to where it came from.
 *
 * @param sockfd the socket
 * @param pcliaddr where the senders' addresses go
 * @param clilen the size of `pcliaddr` in bytes
 * @throws SystemError as recvfrom and sendto: it never returns
 */
export function dg_echo(sockfd: number, pcliaddr: SA | RawMemory, clilen: number): never {
  checkInteger("dg_echo", "clilen", clilen);
  const mesg = Buffer.alloc(MAXLINE);
  for (;;) {
    const len = new socklen_t(clilen);
    const n = Recvfrom(sockfd, mesg, MAXLINE, 0, pcliaddr, len);
    Sendto(sockfd, mesg, n, 0, pcliaddr, len.value);
  }
}

/**
 * Sends the lines of a stream as datagrams, and prints the datagram that comes back for each.
 *
 * @param fp the stream
 * @param sockfd the socket
 * @param pservaddr where to
 * @param servlen the address's length in bytes
 * @throws SystemError as fgets, sendto, recvfrom and fputs
 */
export function dg_cli(fp: FILE, sockfd: number, pservaddr: SA | RawMemory, servlen: number): void {
  const sendline = Buffer.alloc(MAXLINE);
  const recvline = Buffer.alloc(MAXLINE + 1);
  while (Fgets(sendline, MAXLINE, fp) !== null) {
    Sendto(sockfd, sendline, strlen(sendline), 0, pservaddr, servlen);
    const n = Recvfrom(sockfd, recvline, MAXLINE, 0, null, null);
    recvline[n] = 0;
    Fputs(recvline, stdout);
  }
}
