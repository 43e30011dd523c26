/** Messages of the domain name system (RFC 1035), written and read by hand, and their way to a server and back. */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import {
  NS_CMPRSFLGS,
  NS_HFIXEDSZ,
  NS_IN6ADDRSZ,
  NS_INADDRSZ,
  NS_INT16SZ,
  NS_INT32SZ,
  NS_MAXCDNAME,
  NS_MAXDNAME,
  NS_MAXLABEL,
  NS_QFIXEDSZ,
  NS_RRFIXEDSZ,
  ns_c_in,
  ns_o_query,
  ns_r_formerr,
  ns_r_noerror,
  ns_r_notimpl,
  ns_r_nxdomain,
  ns_r_refused,
  ns_r_servfail,
  ns_t_a,
  ns_t_aaaa,
  ns_t_any,
  ns_t_cname,
  ns_t_mx,
  ns_t_ns,
  ns_t_ptr,
  ns_t_soa,
  ns_t_srv,
  ns_t_txt,
} from "berkeley/arpa/nameser";
import { tolower } from "berkeley/ctype";
import { EINPROGRESS, errno, set_errno } from "berkeley/errno";
import { F_SETFL, fcntl, O_NONBLOCK, O_RDONLY, open } from "berkeley/fcntl";
import { bytes, int, ptr, sizeof, uint16_t } from "berkeley/memory";
import { addrinfo, AI_NUMERICHOST, freeaddrinfo, gai_strerror, getaddrinfo } from "berkeley/netdb";
import { in6_addr, in_addr, INET6_ADDRSTRLEN } from "berkeley/netinet/in";
import { POLLIN, POLLOUT } from "berkeley/poll";
import { fprintf, perror, printf, putchar, snprintf, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { memcmp, memcpy, strchr, strcmp, strcspn, strlen } from "berkeley/string";
import { strcasecmp } from "berkeley/strings";
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  connect,
  getsockopt,
  MSG_NOSIGNAL,
  recv,
  send,
  SO_ERROR,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { close, read } from "berkeley/unistd";

import { milliseconds, wait_for } from "./wait.ts";

export const DNS_MAXMSG = 65535;

// The flags of a message's header.
export const DNS_QR = 0x8000;
export const DNS_AA = 0x0400;
export const DNS_TC = 0x0200;
export const DNS_RD = 0x0100;
export const DNS_RA = 0x0080;
export const dns_opcode = (flags: number): number => (flags >> 11) & 15;
export const dns_rcode = (flags: number): number => flags & 15;

export class dns_header {
  id = 0;
  flags = 0;
  qdcount = 0;
  ancount = 0;
  nscount = 0;
  arcount = 0;
}

export class dns_record {
  name = Buffer.alloc(NS_MAXDNAME);
  type = 0;
  class = 0;
  ttl = 0;
  rdata = 0; // Where it begins in the message.
  rdlength = 0;
}

/** Whom to ask, and how patiently. */
export class dns_server {
  host = "";
  port = "53";
  tcp = false;
  seconds = 5;
  tries = 3;
}

const types: [type: number, name: string][] = [
  [ns_t_a, "A"],
  [ns_t_ns, "NS"],
  [ns_t_cname, "CNAME"],
  [ns_t_soa, "SOA"],
  [ns_t_ptr, "PTR"],
  [ns_t_mx, "MX"],
  [ns_t_txt, "TXT"],
  [ns_t_aaaa, "AAAA"],
  [ns_t_srv, "SRV"],
  [ns_t_any, "ANY"],
];

/** The type that is called so; -1 if none is. */
export function dns_type(name: string | Buffer): number {
  for (const type of types) {
    if (strcasecmp(type[1], name) === 0) return type[0];
  }
  return -1;
}

export function dns_print_type(type: number): void {
  for (const known of types) {
    if (known[0] === type) {
      printf("%s", known[1]);
      return;
    }
  }
  printf("TYPE%d", type);
}

export function dns_get16(msg: Buffer, offset: number): number {
  return (msg[offset] << 8) | msg[offset + 1];
}

export function dns_get32(msg: Buffer, offset: number): number {
  return dns_get16(msg, offset) * 65536 + dns_get16(msg, offset + 2);
}

export function dns_put16(msg: Buffer, offset: number, value: number): void {
  msg[offset] = value >> 8;
  msg[offset + 1] = value;
}

export function dns_put32(msg: Buffer, offset: number, value: number): void {
  dns_put16(msg, offset, value >>> 16);
  dns_put16(msg, offset + 2, value & 0xffff);
}

/** Writes a name, label by label. Returns where it ends, or -1 where it is no name. */
export function dns_put_name(msg: Buffer, offset: number, name: string | Buffer): number {
  let s = strcmp(name, ".") === 0 ? Buffer.alloc(0) : Buffer.from(name);
  let p = offset;

  while (strlen(s) > 0) {
    const len = strcspn(s, ".");
    if (len === 0 || len > NS_MAXLABEL || p + 1 + len + 1 - offset > NS_MAXCDNAME) return -1;
    msg[p++] = len;
    memcpy(msg.subarray(p), s, len);
    p += len;
    s = s.subarray(len);
    if (strlen(s) > 0) s = s.subarray(1); // The dot.
  }
  msg[p++] = 0;
  return p;
}

/**
 * Reads a name as text. Where it is compressed, it goes on at a pointer. Each pointer must lead to before the part that
 * it ends, as no name of a message can be made otherwise: so the walk comes to an end.
 *
 * Returns where the name ends, or -1 where it is malformed.
 */
export function dns_get_name(msg: Buffer, len: number, offset: number, name: Buffer): number {
  let end = -1;
  let p = offset;
  let begin = offset; // Of the part that is being read.
  let size = 1;
  let n = 0;

  for (;;) {
    if (p >= len) return -1;
    const c = msg[p];
    if ((c & NS_CMPRSFLGS) === NS_CMPRSFLGS) {
      if (p + NS_INT16SZ > len) return -1;
      if (end === -1) end = p + NS_INT16SZ;
      p = dns_get16(msg, p) & ~(NS_CMPRSFLGS << 8);
      if (p >= begin) return -1;
      begin = p;
      continue;
    }
    if (c > NS_MAXLABEL || p + 1 + c > len) return -1;
    p++;
    if (c === 0) break;
    size += 1 + c;
    if (size > NS_MAXCDNAME) return -1;
    for (const stop = p + c; p < stop; p++) {
      if (msg[p] <= 0x20 || msg[p] >= 0x7f) n += snprintf(name.subarray(n), 5, "\\%03d", msg[p]);
      else n += snprintf(name.subarray(n), 3, strchr('.\\"();@$', msg[p]) !== null ? "\\%c" : "%c", msg[p]);
    }
    n += snprintf(name.subarray(n), 2, ".");
  }
  if (n === 0) snprintf(name, 2, ".");
  return end === -1 ? p : end;
}

/** The name under which PTR records of an address are. Returns -1 where it is no address. */
export function dns_reverse_name(address: string, name: Buffer): number {
  const in4 = new in_addr();
  const in6 = new in6_addr();
  let n = 0;

  if (inet_pton(AF_INET, address, in4) === 1) {
    const b = bytes(in4);
    snprintf(name, sizeof(name), "%d.%d.%d.%d.in-addr.arpa", b[3], b[2], b[1], b[0]);
    return 0;
  }
  if (inet_pton(AF_INET6, address, in6) === 1) {
    for (let i = 15; i >= 0; i--) {
      n += snprintf(name.subarray(n), 5, "%x.%x.", in6.s6_addr[i] & 15, in6.s6_addr[i] >> 4);
    }
    snprintf(name.subarray(n), 9, "ip6.arpa");
    return 0;
  }
  return -1;
}

/** A number that nobody can guess, who would like to answer in the server's place. */
function random_id(): number {
  const id = new uint16_t();
  const fd = open("/dev/urandom", O_RDONLY);
  if (fd === -1 || read(fd, id, sizeof(id)) !== sizeof(id)) {
    perror("/dev/urandom");
    exit(EXIT_FAILURE);
  }
  close(fd);
  return id.value;
}

/** Writes a question. Returns its length, or -1 where the name is none. */
export function dns_query(msg: Buffer, name: string | Buffer, type: number): number {
  dns_put16(msg, 0, random_id());
  dns_put16(msg, 2, DNS_RD);
  dns_put16(msg, 4, 1); // Questions.
  dns_put32(msg, 6, 0); // Answers and authorities.
  dns_put16(msg, 10, 0); // Additional records.
  const p = dns_put_name(msg, NS_HFIXEDSZ, name);
  if (p === -1) return -1;
  dns_put16(msg, p, type);
  dns_put16(msg, p + NS_INT16SZ, ns_c_in);
  return p + NS_QFIXEDSZ;
}

export function dns_get_header(msg: Buffer, header: dns_header): void {
  header.id = dns_get16(msg, 0);
  header.flags = dns_get16(msg, 2);
  header.qdcount = dns_get16(msg, 4);
  header.ancount = dns_get16(msg, 6);
  header.nscount = dns_get16(msg, 8);
  header.arcount = dns_get16(msg, 10);
}

/** Reads a question. Returns where it ends, or -1 where it is malformed. */
export function dns_get_question(msg: Buffer, len: number, offset: number, question: dns_record): number {
  const p = dns_get_name(msg, len, offset, question.name);
  if (p === -1 || p + NS_QFIXEDSZ > len) return -1;
  question.type = dns_get16(msg, p);
  question.class = dns_get16(msg, p + NS_INT16SZ);
  return p + NS_QFIXEDSZ;
}

/** Reads a record up to its data. Returns where it ends, or -1 where it is malformed. */
export function dns_get_record(msg: Buffer, len: number, offset: number, rr: dns_record): number {
  const p = dns_get_name(msg, len, offset, rr.name);
  if (p === -1 || p + NS_RRFIXEDSZ > len) return -1;
  rr.type = dns_get16(msg, p);
  rr.class = dns_get16(msg, p + 2);
  rr.ttl = dns_get32(msg, p + 4);
  rr.rdlength = dns_get16(msg, p + 8);
  rr.rdata = p + NS_RRFIXEDSZ;
  return rr.rdata + rr.rdlength > len ? -1 : rr.rdata + rr.rdlength;
}

/** Strings, each with its length before it. */
function print_strings(msg: Buffer, begin: number, end: number): number {
  let p = begin;

  while (p < end) p += 1 + msg[p];
  if (p !== end || begin === end) return -1;
  for (p = begin; p < end;) {
    printf(p === begin ? '"' : ' "');
    const stop = p + 1 + msg[p];
    for (p++; p < stop; p++) {
      if (msg[p] < 0x20 || msg[p] >= 0x7f) printf("\\%03d", msg[p]);
      else printf(strchr('\\"', msg[p]) !== null ? "\\%c" : "%c", msg[p]);
    }
    putchar('"');
  }
  return 0;
}

/** Prints the data of a record. Returns -1, having printed nothing, where it is malformed. */
export function dns_print_rdata(msg: Buffer, rr: dns_record): number {
  const end = rr.rdata + rr.rdlength;
  const name = Buffer.alloc(NS_MAXDNAME);
  const rname = Buffer.alloc(NS_MAXDNAME);
  const s = Buffer.alloc(INET6_ADDRSTRLEN);
  let p = rr.rdata;

  switch (rr.type) {
    case ns_t_a:
      if (rr.rdlength !== NS_INADDRSZ) return -1;
      printf("%s", inet_ntop(AF_INET, msg.subarray(p), s, sizeof(s)));
      return 0;
    case ns_t_aaaa:
      if (rr.rdlength !== NS_IN6ADDRSZ) return -1;
      printf("%s", inet_ntop(AF_INET6, msg.subarray(p), s, sizeof(s)));
      return 0;
    case ns_t_ns:
    case ns_t_cname:
    case ns_t_ptr:
      if (dns_get_name(msg, end, p, name) !== end) return -1;
      printf("%s", name);
      return 0;
    case ns_t_mx:
      if (dns_get_name(msg, end, p + NS_INT16SZ, name) !== end) return -1;
      printf("%d %s", dns_get16(msg, p), name);
      return 0;
    case ns_t_srv:
      if (dns_get_name(msg, end, p + 3 * NS_INT16SZ, name) !== end) return -1;
      printf("%d %d %d %s", dns_get16(msg, p), dns_get16(msg, p + 2), dns_get16(msg, p + 4), name);
      return 0;
    case ns_t_soa:
      if ((p = dns_get_name(msg, end, p, name)) === -1) return -1;
      if ((p = dns_get_name(msg, end, p, rname)) === -1 || end - p !== 5 * NS_INT32SZ) return -1;
      printf("%s %s", name, rname);
      for (; p < end; p += NS_INT32SZ) printf(" %u", dns_get32(msg, p));
      return 0;
    case ns_t_txt:
      return print_strings(msg, p, end);
    default: // As RFC 3597 writes what it does not know.
      printf("\\# %d", rr.rdlength);
      if (p < end) putchar(" ");
      for (; p < end; p++) printf("%02X", msg[p]);
      return 0;
  }
}

/** Whether a message answers a query: it has its number and its question, which some servers write in other letters. */
function is_answer(query: Buffer, qlen: number, answer: Buffer, len: number): boolean {
  if (len < NS_HFIXEDSZ || dns_get16(answer, 0) !== dns_get16(query, 0)) return false;
  const flags = dns_get16(answer, 2);
  if (!(flags & DNS_QR) || dns_opcode(flags) !== ns_o_query) return false;
  if (dns_get16(answer, 4) === 0) return dns_rcode(flags) !== ns_r_noerror; // It could not even read the question.
  if (dns_get16(answer, 4) !== 1 || len < qlen) return false;
  for (let i = NS_HFIXEDSZ; i < qlen - NS_QFIXEDSZ; i++) {
    if (tolower(answer[i]) !== tolower(query[i])) return false;
  }
  return memcmp(answer.subarray(qlen - NS_QFIXEDSZ), query.subarray(qlen - NS_QFIXEDSZ), NS_QFIXEDSZ) === 0;
}

/** Makes a socket that is connected, or with TCP on its way to be, to the server. */
function dns_connect(server: dns_server, type: number): number {
  const hints = new addrinfo({ ai_family: AF_UNSPEC, ai_socktype: type, ai_flags: AI_NUMERICHOST });
  const res = new ptr<addrinfo>();

  const rv = getaddrinfo(server.host, server.port, hints, res);
  if (rv !== 0) {
    fprintf(stderr, "%s: %s\n", server.host, gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  const { ai_family, ai_addr, ai_addrlen } = res.value!;
  const sockfd = socket(ai_family, type, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (fcntl(sockfd, F_SETFL, O_NONBLOCK) === -1) {
    perror("fcntl");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, ai_addr, ai_addrlen) === -1 && errno !== EINPROGRESS) {
    perror("connect");
    exit(EXIT_FAILURE);
  }
  freeaddrinfo(res.value);
  return sockfd;
}

function timed_out(): number {
  fprintf(stderr, ";; timed out: no answer\n");
  return -1;
}

function exchange_udp(server: dns_server, query: Buffer, qlen: number, answer: Buffer): number {
  const sockfd = dns_connect(server, SOCK_DGRAM);

  for (let i = 0; i < server.tries; i++) {
    const deadline = milliseconds() + 1000 * server.seconds;
    if (send(sockfd, query, qlen, 0) === -1) {
      perror("send");
      close(sockfd);
      return -1;
    }
    while (wait_for(sockfd, POLLIN, deadline)) {
      const n = recv(sockfd, answer, DNS_MAXMSG, 0);
      if (n === -1) {
        perror("recv"); // Connection refused: a message of ICMP says that nobody is there.
        close(sockfd);
        return -1;
      }
      if (is_answer(query, qlen, answer, n)) {
        close(sockfd);
        return n;
      }
      fprintf(stderr, ";; ignored: %d bytes that do not answer the question\n", n);
    }
  }
  close(sockfd);
  return timed_out();
}

/** Receives `len` bytes of a connection. Returns -1 where they do not come in time, or not at all. */
function receive_all(sockfd: number, buf: Buffer, len: number, deadline: number): number {
  for (let got = 0; got < len;) {
    if (!wait_for(sockfd, POLLIN, deadline)) return timed_out();
    const n = recv(sockfd, buf.subarray(got), len - got, 0);
    if (n === -1) {
      perror("recv");
      return -1;
    }
    if (n === 0) {
      fprintf(stderr, ";; the connection ended after %d of %d bytes\n", got, len);
      return -1;
    }
    got += n;
  }
  return len;
}

/** Over TCP, the length of each message goes before it. */
function exchange_connected(sockfd: number, query: Buffer, qlen: number, answer: Buffer, deadline: number): number {
  const message = Buffer.alloc(512);
  const length = Buffer.alloc(NS_INT16SZ);
  const error = new int();

  if (!wait_for(sockfd, POLLOUT, deadline)) return timed_out();
  if (getsockopt(sockfd, SOL_SOCKET, SO_ERROR, error, new socklen_t(sizeof(error))) === -1) {
    perror("getsockopt");
    return -1;
  }
  if (error.value !== 0) {
    set_errno(error.value);
    perror("connect");
    return -1;
  }

  dns_put16(message, 0, qlen);
  memcpy(message.subarray(NS_INT16SZ), query, qlen);
  if (send(sockfd, message, NS_INT16SZ + qlen, MSG_NOSIGNAL) !== NS_INT16SZ + qlen) {
    perror("send");
    return -1;
  }
  if (receive_all(sockfd, length, sizeof(length), deadline) === -1) return -1;
  const n = receive_all(sockfd, answer, dns_get16(length, 0), deadline);
  if (n !== -1 && !is_answer(query, qlen, answer, n)) {
    fprintf(stderr, ";; %d bytes that do not answer the question\n", n);
    return -1;
  }
  return n;
}

function exchange_tcp(server: dns_server, query: Buffer, qlen: number, answer: Buffer): number {
  const sockfd = dns_connect(server, SOCK_STREAM);
  const deadline = milliseconds() + 1000 * server.seconds;
  const n = exchange_connected(sockfd, query, qlen, answer, deadline);
  close(sockfd);
  return n;
}

/** Asks a server; over TCP where the answer is too long for UDP. Returns the answer's length, or -1 and says why. */
export function dns_exchange(server: dns_server, query: Buffer, qlen: number, answer: Buffer): number {
  if (!server.tcp) {
    const n = exchange_udp(server, query, qlen, answer);
    if (n === -1 || !(dns_get16(answer, 2) & DNS_TC)) return n;
    fprintf(stderr, ";; truncated: asking again over TCP\n");
    server.tcp = true;
  }
  return exchange_tcp(server, query, qlen, answer);
}

/** The name of a status. */
export function dns_status_name(rcode: number): string {
  switch (rcode) {
    case ns_r_noerror:
      return "NOERROR";
    case ns_r_formerr:
      return "FORMERR";
    case ns_r_servfail:
      return "SERVFAIL";
    case ns_r_nxdomain:
      return "NXDOMAIN";
    case ns_r_notimpl:
      return "NOTIMP";
    case ns_r_refused:
      return "REFUSED";
    default:
      return "UNKNOWN";
  }
}
