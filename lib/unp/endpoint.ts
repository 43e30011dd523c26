/** Clients and servers, for IPv4 and IPv6 alike. */

import { find, firstUsable, reuseAddress } from "../books.ts";
import { checkInteger, checkStruct, expected, stringOf } from "../check.ts";
import { ECONNABORTED, EPROTO, errno } from "../errno.ts";
import { Accept as acceptOnce, Listen as listenAsTold } from "../generated/wrappers.ts";
import { bytes, cast } from "../memory/index.ts";
import { isPointer, type ptr } from "../memory/pointer.ts";
import { addrinfo, AI_CANONNAME, AI_PASSIVE } from "../netdb.ts";
import { sockaddr_in, sockaddr_in6 } from "../netinet/in.ts";
import { atoi, getenv } from "../stdlib.ts";
import type { Text } from "../string.ts";
import {
  type Address,
  AF_INET,
  AF_UNSPEC,
  bind,
  connect,
  listen,
  SOCK_DGRAM,
  SOCK_STREAM,
  socklen_t,
} from "../sys/socket.ts";
import { gaiError, SystemError, systemError } from "../wrappers.ts";
import { LISTENQ, type SA } from "./constants.ts";

/**
 * accept, again where the client has gone meanwhile: ECONNABORTED, EPROTO.
 *
 * @param fd as accept
 * @param sa as accept
 * @param salenptr as accept
 * @returns as accept
 * @throws SystemError where accept fails otherwise
 */
export function Accept(fd: number, sa: Address, salenptr: socklen_t | null): number {
  for (;;) {
    try {
      return acceptOnce(fd, sa, salenptr);
    } catch (error) {
      if (!(error instanceof SystemError) || ![ECONNABORTED, EPROTO].includes(error.errno)) throw error;
    }
  }
}

/** How many connections may wait: what the environment variable LISTENQ says, or else what the program does. */
function backlogOf(backlog: number): number {
  const text = getenv("LISTENQ");
  return text === null ? backlog : atoi(text);
}

/**
 * listen; the environment variable LISTENQ overrules the backlog.
 *
 * @param fd as listen
 * @param backlog as listen
 * @returns as listen
 * @throws SystemError where listen fails
 */
export function Listen(fd: number, backlog: number): number {
  return listenAsTold(fd, backlogOf(backlog));
}

const describe = (host: Text | null, serv: Text | null): string => {
  const text = (value: Text | null): string => (value === null ? "null" : stringOf("describe", "value", value));
  return ` (${text(host)}, ${text(serv)})`;
};

type Use = (sockfd: number, info: addrinfo) => number;

/** Makes a socket for the first address of a host and a service with which `use` succeeds; throws where none does. */
function endpoint(name: string, host: Text | null, serv: Text | null, hints: addrinfo, use: Use): number {
  const found = find(host, serv, hints);
  if (typeof found === "number") throw gaiError(name, found, describe(host, serv));
  const sockfd = firstUsable(found, use);
  if (sockfd === -1) throw systemError(name, errno, describe(host, serv));
  return sockfd;
}

const hintsOf = (ai_socktype: number, ai_flags = 0): addrinfo =>
  new addrinfo({ ai_family: AF_UNSPEC, ai_socktype, ai_flags });

const connectTo: Use = (sockfd, { ai_addr, ai_addrlen }) => connect(sockfd, ai_addr, ai_addrlen);

/** Notes the length of the address that is used, where the caller asks for it. */
function noteLength(name: string, addrlenp: socklen_t | null, use: Use): Use {
  if (addrlenp === null) return use;
  checkStruct(name, "addrlenp", socklen_t, addrlenp);
  return (sockfd, info) => {
    addrlenp.value = info.ai_addrlen;
    return use(sockfd, info);
  };
}

/**
 * Looks up a host and a service.
 *
 * @param host a name, or an address in numbers; null is this machine
 * @param serv a name or a port's number, or null
 * @param family AF_UNSPEC, AF_INET or AF_INET6
 * @param socktype SOCK_STREAM, SOCK_DGRAM, or 0
 * @returns the addresses, with the canonical name in the first, for freeaddrinfo; null where getaddrinfo fails
 */
export function host_serv(host: Text | null, serv: Text | null, family: number, socktype: number): addrinfo | null {
  const found = findAll(host, serv, family, socktype);
  return typeof found === "number" ? null : found;
}

/**
 * Looks up a host and a service.
 *
 * @param host as host_serv
 * @param serv as host_serv
 * @param family as host_serv
 * @param socktype as host_serv
 * @returns as host_serv
 * @throws SystemError where getaddrinfo fails
 */
export function Host_serv(host: Text | null, serv: Text | null, family: number, socktype: number): addrinfo {
  const found = findAll(host, serv, family, socktype);
  if (typeof found === "number") throw gaiError("host_serv", found, describe(host, serv));
  return found;
}

function findAll(host: Text | null, serv: Text | null, ai_family: number, ai_socktype: number): addrinfo | number {
  checkInteger("host_serv", "family", ai_family);
  checkInteger("host_serv", "socktype", ai_socktype);
  return find(host, serv, new addrinfo({ ai_flags: AI_CANONNAME, ai_family, ai_socktype }));
}

/**
 * Connects to a server over TCP.
 *
 * @param host its host: a name, or an address in numbers
 * @param serv its service: a name or a port's number
 * @returns the connected socket
 * @throws SystemError where getaddrinfo fails; or as socket and connect, with the host's last address
 */
export function tcp_connect(host: Text | null, serv: Text | null): number {
  return endpoint("tcp_connect", host, serv, hintsOf(SOCK_STREAM), connectTo);
}

/**
 * Makes a TCP socket that listens.
 *
 * @param host the address to listen on, or its name; null is all
 * @param serv the service: a name or a port's number; "0" is any free port
 * @param addrlenp where the length of the clients' addresses goes, in bytes; or null
 * @returns the socket
 * @throws SystemError where getaddrinfo fails; as socket and bind, with the last address; as listen
 */
export function tcp_listen(host: Text | null, serv: Text | null, addrlenp: socklen_t | null): number {
  const use = noteLength("tcp_listen", addrlenp, (sockfd, { ai_addr, ai_addrlen }) => {
    if (reuseAddress(sockfd) === -1 || bind(sockfd, ai_addr, ai_addrlen) === -1) return -1;
    return listen(sockfd, backlogOf(LISTENQ));
  });
  return endpoint("tcp_listen", host, serv, hintsOf(SOCK_STREAM, AI_PASSIVE), use);
}

/**
 * Makes a UDP socket to talk to a server with.
 *
 * @param host as tcp_connect
 * @param serv as tcp_connect
 * @param saptr where the server's address goes, for sendto
 * @param lenp where its length goes, in bytes
 * @returns the socket, which is not connected
 * @throws SystemError where getaddrinfo fails; or as socket
 */
export function udp_client(host: Text | null, serv: Text | null, saptr: ptr<SA>, lenp: socklen_t): number {
  if (!isPointer(saptr)) throw expected("udp_client", "saptr", "a ptr", saptr);
  checkStruct("udp_client", "lenp", socklen_t, lenp);
  return endpoint("udp_client", host, serv, hintsOf(SOCK_DGRAM), (_sockfd, { ai_family, ai_addr, ai_addrlen }) => {
    // The list's own memory is freed.
    const copy = Buffer.from(bytes(ai_addr).subarray(0, ai_addrlen));
    saptr.value = ai_family === AF_INET ? cast(sockaddr_in, copy) : cast(sockaddr_in6, copy);
    lenp.value = ai_addrlen;
    return 0;
  });
}

/**
 * Makes a UDP socket that is connected to a server.
 *
 * @param host as tcp_connect
 * @param serv as tcp_connect
 * @returns the socket; whether somebody is there shows when something is sent
 * @throws as tcp_connect
 */
export function udp_connect(host: Text | null, serv: Text | null): number {
  return endpoint("udp_connect", host, serv, hintsOf(SOCK_DGRAM), connectTo);
}

/**
 * Makes a UDP socket with a port for clients.
 *
 * @param host as tcp_listen
 * @param serv as tcp_listen
 * @param addrlenp as tcp_listen
 * @returns the socket
 * @throws SystemError where getaddrinfo fails; as socket and bind, with the last address
 */
export function udp_server(host: Text | null, serv: Text | null, addrlenp: socklen_t | null): number {
  const use = noteLength("udp_server", addrlenp, (sockfd, { ai_addr, ai_addrlen }) =>
    bind(sockfd, ai_addr, ai_addrlen),
  );
  return endpoint("udp_server", host, serv, hintsOf(SOCK_DGRAM, AI_PASSIVE), use);
}

export {
  tcp_connect as Tcp_connect,
  tcp_listen as Tcp_listen,
  udp_client as Udp_client,
  udp_connect as Udp_connect,
  udp_server as Udp_server,
};
