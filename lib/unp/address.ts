/** Socket addresses, whatever their family. */

import { inet_ntop } from "../arpa/inet.ts";
import { checkInteger } from "../check.ts";
import { EAFNOSUPPORT, set_errno } from "../errno.ts";
import { bytes, cast, sizeof, type RawMemory } from "../memory/index.ts";
import {
  in6_addr,
  in6addr_any,
  in_addr,
  type in_port_t,
  INADDR_ANY,
  INET6_ADDRSTRLEN,
  IPPROTO_IP,
  IPPROTO_IPV6,
  ntohs,
  sockaddr_in,
  sockaddr_in6,
} from "../netinet/in.ts";
import { AF_INET, AF_INET6, AF_UNIX, bind, getsockname, sockaddr, sockaddr_storage, socklen_t } from "../sys/socket.ts";
import { sockaddr_un } from "../sys/un.ts";
import { wrapped } from "../wrappers.ts";
import type { SA } from "./constants.ts";

/** An address: a struct of the sockaddr kind, or its bytes. */
type Address = SA | RawMemory;

/** errno is what the kernel says of such a family. */
function unsupported(): -1 {
  set_errno(EAFNOSUPPORT);
  return -1;
}

/** An address as its family's struct; null of another family. */
function internet(sa: Address): sockaddr_in | sockaddr_in6 | null {
  const family = familyOf(sa);
  if (family === AF_INET) return cast(sockaddr_in, sa);
  return family === AF_INET6 ? cast(sockaddr_in6, sa) : null;
}

const familyOf = (sa: Address): number => cast(sockaddr, sa).sa_family;

const isIPv4 = (address: sockaddr_in | sockaddr_in6): address is sockaddr_in => address instanceof sockaddr_in;

const portOf = (address: sockaddr_in | sockaddr_in6): in_port_t =>
  isIPv4(address) ? address.sin_port : address.sin6_port;

const hostOf = (address: sockaddr_in | sockaddr_in6): in_addr | in6_addr =>
  isIPv4(address) ? address.sin_addr : address.sin6_addr;

/** The path of an AF_UNIX address. */
function pathOf(sa: Address): string {
  const path = cast(sockaddr_un, sa).sun_path;
  const end = path.indexOf(0);
  return end === 0 ? "(no pathname bound)" : path.toString("utf8", 0, end === -1 ? path.length : end);
}

function checkSize(name: string, sa: Address, salen: number): void {
  const { length } = bytes(sa);
  if (checkInteger(name, "salen", salen) <= length) return;
  throw new RangeError(`${name}: salen: ${salen} bytes asked for, but the memory has ${length}`);
}

/**
 * An address as text: "127.0.0.1:9877", "[::1]:9877", "/tmp/unix.str". Without the port where that is 0: "::1".
 *
 * @param sa the address
 * @param salen its length in bytes
 * @returns the text
 * @throws RangeError where `sa` has fewer bytes than `salen`, or than its family's struct
 */
export function sock_ntop(sa: Address, salen: number): string {
  checkSize("sock_ntop", sa, salen);
  const address = internet(sa);
  const host = hostText(sa, salen);
  const port = address === null ? 0 : ntohs(portOf(address));
  if (address === null || port === 0) return host;
  return isIPv4(address) ? `${host}:${port}` : `[${host}]:${port}`;
}

/**
 * sock_ntop without the port.
 *
 * @param sa as sock_ntop
 * @param salen as sock_ntop
 * @returns the text
 * @throws as sock_ntop
 */
export function sock_ntop_host(sa: Address, salen: number): string {
  checkSize("sock_ntop_host", sa, salen);
  return hostText(sa, salen);
}

function hostText(sa: Address, salen: number): string {
  const address = internet(sa);
  const family = familyOf(sa);
  if (address !== null) return inet_ntop(family, hostOf(address), null, INET6_ADDRSTRLEN)!;
  return family === AF_UNIX ? pathOf(sa) : `sock_ntop: unknown AF_xxx: ${family}, len ${salen}`;
}

/**
 * Gives a socket the wildcard address and a free port.
 *
 * @param sockfd the socket
 * @param family its family: AF_INET or AF_INET6
 * @returns the port, in network byte order; -1 as bind, with EAFNOSUPPORT for another family
 */
export function sock_bind_wild(sockfd: number, family: number): in_port_t | -1 {
  checkInteger("sock_bind_wild", "family", family);
  const address = new sockaddr_storage({ ss_family: family }); // The wildcard is all zeros.
  if (family !== AF_INET && family !== AF_INET6) return unsupported();
  const len = new socklen_t(family === AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
  if (bind(sockfd, address, len.value) === -1) return -1;
  if (getsockname(sockfd, address, len) === -1) return -1;
  return sock_get_port(address, len.value);
}

/**
 * Compares the hosts of two addresses, or the paths.
 *
 * @param sa1 one
 * @param sa2 the other
 * @param salen their length in bytes
 * @returns 0 if they are the same; -1 for different families or one that has no hosts
 * @throws as sock_ntop
 */
export function sock_cmp_addr(sa1: Address, sa2: Address, salen: number): number {
  checkSize("sock_cmp_addr", sa1, salen);
  checkSize("sock_cmp_addr", sa2, salen);
  const family = familyOf(sa1);
  if (family !== familyOf(sa2)) return -1;
  const [address1, address2] = [internet(sa1), internet(sa2)];
  if (address1 !== null && address2 !== null) return bytes(hostOf(address1)).compare(bytes(hostOf(address2)));
  return family === AF_UNIX ? Number(pathOf(sa1) !== pathOf(sa2)) : -1;
}

/**
 * Compares the ports of two addresses.
 *
 * @param sa1 one
 * @param sa2 the other
 * @param salen their length in bytes
 * @returns 0 if they are the same; -1 for different families or one that has no ports
 * @throws as sock_ntop
 */
export function sock_cmp_port(sa1: Address, sa2: Address, salen: number): number {
  checkSize("sock_cmp_port", sa1, salen);
  checkSize("sock_cmp_port", sa2, salen);
  const [address1, address2] = [internet(sa1), internet(sa2)];
  if (address1 === null || address2 === null || isIPv4(address1) !== isIPv4(address2)) return -1;
  return Number(portOf(address1) !== portOf(address2));
}

/**
 * The port of an address.
 *
 * @param sa the address
 * @param salen its length in bytes
 * @returns the port, in network byte order; -1 with EAFNOSUPPORT for a family that has no ports
 * @throws as sock_ntop
 */
export function sock_get_port(sa: Address, salen: number): in_port_t | -1 {
  checkSize("sock_get_port", sa, salen);
  const address = internet(sa);
  return address === null ? unsupported() : portOf(address);
}

/**
 * Sets the host of an address; one of a family that has no hosts stays as it is.
 *
 * @param sa the address
 * @param salen its length in bytes
 * @param addr the host: an in_addr or in6_addr, as `sa`'s family says, or its bytes
 * @throws as sock_ntop; RangeError where `addr` has too few bytes
 */
export function sock_set_addr(sa: Address, salen: number, addr: in_addr | in6_addr | RawMemory): void {
  checkSize("sock_set_addr", sa, salen);
  const address = internet(sa);
  if (address === null) return;
  if (isIPv4(address)) address.sin_addr = cast(in_addr, addr);
  else address.sin6_addr = cast(in6_addr, addr);
}

/**
 * Sets the port of an address; one of a family that has no ports stays as it is.
 *
 * @param sa the address
 * @param salen its length in bytes
 * @param port the port, in network byte order
 * @throws as sock_ntop
 */
export function sock_set_port(sa: Address, salen: number, port: in_port_t | 0): void {
  checkSize("sock_set_port", sa, salen);
  checkInteger("sock_set_port", "port", port);
  const address = internet(sa);
  if (address === null) return;
  if (isIPv4(address)) address.sin_port = port;
  else address.sin6_port = port;
}

/**
 * Sets the host of an address to the wildcard; one of a family that has no hosts stays as it is.
 *
 * @param sa the address
 * @param salen its length in bytes
 * @throws as sock_ntop
 */
export function sock_set_wild(sa: Address, salen: number): void {
  checkSize("sock_set_wild", sa, salen);
  const address = internet(sa);
  if (address === null) return;
  if (isIPv4(address)) address.sin_addr.s_addr = INADDR_ANY;
  else address.sin6_addr = in6addr_any;
}

/**
 * The family of a socket.
 *
 * @param sockfd the socket
 * @returns AF_INET, ...; -1 as getsockname
 */
export function sockfd_to_family(sockfd: number): number {
  const address = new sockaddr_storage();
  return getsockname(sockfd, address, new socklen_t(sizeof(address))) === -1 ? -1 : address.ss_family;
}

/**
 * The level of a family's socket options.
 *
 * @param family AF_INET or AF_INET6
 * @returns IPPROTO_IP or IPPROTO_IPV6; -1 with EAFNOSUPPORT for another
 */
export function family_to_level(family: number): number {
  if (checkInteger("family_to_level", "family", family) === AF_INET) return IPPROTO_IP;
  return family === AF_INET6 ? IPPROTO_IPV6 : unsupported();
}

/** Those of the functions above that can fail, but throw a SystemError where they do; and sock_ntop's, as the book has. */
export const { Family_to_level, Sock_bind_wild, Sock_get_port, Sock_ntop, Sock_ntop_host, Sockfd_to_family } = wrapped(
  { family_to_level, sock_bind_wild, sock_get_port, sock_ntop, sock_ntop_host, sockfd_to_family },
  {},
);
