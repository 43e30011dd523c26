/**
 * dns-server: answers questions of the domain name system from a file, over UDP and TCP.
 *
 * usage: dns-server PORT FILE [REQUESTS]
 *
 * Port 0 is any free one, of 127.0.0.1. Each line of FILE is a record: NAME TTL TYPE DATA, for example
 *
 *     www.example.org  300  A      192.0.2.1
 *     example.org      300  MX     10 mail.example.org
 *
 * It knows A, AAAA, CNAME, MX, NS, PTR, SOA and TXT. After REQUESTS messages it ends; without it, it serves until it is
 * killed.
 */

import { inet_pton } from "berkeley/arpa/inet";
import {
  ns_c_in,
  NS_CMPRSFLGS,
  NS_HFIXEDSZ,
  NS_IN6ADDRSZ,
  NS_INADDRSZ,
  NS_INT16SZ,
  ns_o_query,
  NS_PACKETSZ,
  ns_r_formerr,
  ns_r_noerror,
  ns_r_notimpl,
  ns_r_nxdomain,
  NS_RRFIXEDSZ,
  ns_t_a,
  ns_t_aaaa,
  ns_t_any,
  ns_t_cname,
  ns_t_mx,
  ns_t_ns,
  ns_t_ptr,
  ns_t_soa,
  ns_t_txt,
} from "berkeley/arpa/nameser";
import { EADDRINUSE, errno } from "berkeley/errno";
import { array, int, sizeof, type StructArray, uint32_t } from "berkeley/memory";
import { ntohs, sockaddr_in } from "berkeley/netinet/in";
import { poll, pollfd, POLLIN } from "berkeley/poll";
import { fclose, fflush, fgets, fopen, fprintf, perror, printf, sscanf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcpy, strcspn, strdup, strlen } from "berkeley/string";
import { strcasecmp } from "berkeley/strings";
import {
  accept,
  AF_INET,
  AF_INET6,
  bind,
  listen,
  MSG_NOSIGNAL,
  MSG_WAITALL,
  recv,
  recvfrom,
  send,
  sendto,
  setsockopt,
  SO_RCVTIMEO,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { timeval } from "berkeley/sys/time";
import { close } from "berkeley/unistd";

import {
  DNS_AA,
  dns_get16,
  dns_get_header,
  dns_get_question,
  dns_header,
  DNS_MAXMSG,
  dns_opcode,
  dns_print_type,
  dns_put16,
  dns_put32,
  dns_put_name,
  DNS_QR,
  dns_rcode,
  DNS_RD,
  dns_record,
  DNS_TC,
  dns_type,
} from "../support/dns.ts";
import { BACKLOG, ipv4_address } from "../support/net.ts";
import { local_port, udp_bind } from "../support/udp.ts";

const MAXLINE = 1024;
const MAXRECORDS = 1000;
const MAXALIASES = 8;
const MAXRECORD = 12 + 2 * MAXLINE; // What a record needs at most, of which a line told.
const MAXPOINTER = 0x3fff;
const OPCODE = 0x7800;
const PATIENCE = 5; // In seconds.

interface zone_record {
  name: Buffer;
  ttl: number;
  type: number;
  data: Buffer;
}
const zone: zone_record[] = [];

/** Writes text as strings of at most 255 bytes, each with its length before it. */
function put_strings(msg: Buffer, offset: number, text: Buffer): number {
  let p = offset;

  for (let left = strlen(text); left > 0;) {
    const len = Math.min(left, 255);
    msg[p++] = len;
    memcpy(msg.subarray(p), text, len);
    p += len;
    text = text.subarray(len);
    left -= len;
  }
  return p;
}

/** Writes the data of a record. Returns where it ends, or -1 where the file had no such data. */
function put_rdata(msg: Buffer, offset: number, record: zone_record): number {
  const name = Buffer.alloc(MAXLINE);
  const rname = Buffer.alloc(MAXLINE);
  const preference = new int();
  const numbers = array(uint32_t, 5);
  let p = offset;

  switch (record.type) {
    case ns_t_a:
      return inet_pton(AF_INET, record.data, msg.subarray(p)) === 1 ? p + NS_INADDRSZ : -1;
    case ns_t_aaaa:
      return inet_pton(AF_INET6, record.data, msg.subarray(p)) === 1 ? p + NS_IN6ADDRSZ : -1;
    case ns_t_cname:
    case ns_t_ns:
    case ns_t_ptr:
      return dns_put_name(msg, p, record.data);
    case ns_t_mx:
      if (sscanf(record.data, "%d %1023s", preference, name) !== 2) return -1;
      dns_put16(msg, p, preference.value);
      return dns_put_name(msg, p + NS_INT16SZ, name);
    case ns_t_soa:
      if (
        sscanf(
          record.data,
          "%1023s %1023s %u %u %u %u %u",
          name,
          rname,
          numbers.subarray(0),
          numbers.subarray(1),
          numbers.subarray(2),
          numbers.subarray(3),
          numbers.subarray(4),
        ) !== 7
      ) {
        return -1;
      }
      if ((p = dns_put_name(msg, p, name)) === -1) return -1;
      if ((p = dns_put_name(msg, p, rname)) === -1) return -1;
      for (let i = 0; i < 5; i++) {
        dns_put32(msg, p, numbers[i]);
        p += 4;
      }
      return p;
    case ns_t_txt:
      return put_strings(msg, p, record.data);
    default:
      return -1;
  }
}

/** Writes a record. Its name has been written already: a pointer leads there. Returns where it ends, or -1. */
function put_record(msg: Buffer, offset: number, name_at: number, record: zone_record): number {
  const rdata = offset + NS_INT16SZ + NS_RRFIXEDSZ;

  dns_put16(msg, offset, (NS_CMPRSFLGS << 8) | name_at);
  dns_put16(msg, offset + 2, record.type);
  dns_put16(msg, offset + 4, ns_c_in);
  dns_put32(msg, offset + 6, record.ttl);
  const end = put_rdata(msg, rdata, record);
  if (end !== -1) dns_put16(msg, offset + 10, end - rdata);
  return end;
}

function read_zone(path: string): void {
  const line = Buffer.alloc(MAXLINE);
  const name = Buffer.alloc(MAXLINE);
  const ttl = new int();
  const type = Buffer.alloc(16);
  const data = Buffer.alloc(MAXLINE);
  const scratch = Buffer.alloc(2 * MAXRECORD);

  const file = fopen(path, "r");
  if (file === null) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  while (fgets(line, sizeof(line), file) !== null) {
    if (strcspn(line, "#\n") === 0) continue;
    const fields = sscanf(line, "%1023s %d %15s %1023[^\n]", name, ttl, type, data);
    const record = { name: strdup(name)!, ttl: ttl.value, type: dns_type(type), data: strdup(data)! };
    if (fields !== 4 || put_record(scratch, 0, NS_HFIXEDSZ, record) === -1 || zone.length === MAXRECORDS) {
      fprintf(stderr, "%s: not a record, or one too many: %s", path, line);
      exit(EXIT_FAILURE);
    }
    zone.push(record);
  }
  fclose(file);
}

/** Writes the records that answer a question, those behind an alias too. Returns where they end. */
function put_answers(msg: Buffer, offset: number, question: dns_record, header: dns_header): number {
  let name: Buffer = question.name;
  let name_at = NS_HFIXEDSZ;
  let p = offset;

  header.flags |= ns_r_nxdomain;
  for (let i = 0; i < MAXALIASES; i++) {
    let alias: Buffer | null = null;
    let alias_at = 0;
    for (const record of zone) {
      if (strcasecmp(record.name, name) !== 0) continue;
      header.flags &= ~15; // There is such a name.
      if (record.type === ns_t_cname && question.type !== ns_t_cname && question.type !== ns_t_any) {
        alias = record.data;
        alias_at = p + NS_INT16SZ + NS_RRFIXEDSZ;
      } else if (record.type !== question.type && question.type !== ns_t_any) {
        continue;
      }
      if (p + MAXRECORD > DNS_MAXMSG) return p;
      p = put_record(msg, p, name_at, record);
      header.ancount++;
    }
    if (alias === null || alias_at > MAXPOINTER) break;
    name = alias;
    name_at = alias_at;
  }
  return p;
}

/** Makes the answer to a message. Returns its length, which is 0 where there should be none. */
function make_answer(msg: Buffer, len: number, answer: Buffer, limit: number, protocol: string): number {
  const header = new dns_header();
  const question = new dns_record();
  let end = NS_HFIXEDSZ;
  let p: number;

  if (len < NS_HFIXEDSZ || dns_get16(msg, 2) & DNS_QR) {
    printf("%d bytes over %s are no question\n", len, protocol);
    return 0; // Two servers that answered answers would never stop.
  }
  dns_get_header(msg, header);
  header.ancount = header.nscount = header.arcount = 0;
  const opcode = dns_opcode(header.flags);
  header.flags = DNS_QR | DNS_AA | (header.flags & (OPCODE | DNS_RD));
  if (opcode !== ns_o_query) {
    header.flags |= ns_r_notimpl;
  } else if (header.qdcount !== 1 || (end = dns_get_question(msg, len, NS_HFIXEDSZ, question)) === -1) {
    header.flags |= ns_r_formerr;
  }
  if (dns_rcode(header.flags) !== ns_r_noerror) {
    printf("%d bytes over %s are malformed\n", len, protocol);
    header.qdcount = 0;
    p = end = NS_HFIXEDSZ;
  } else {
    memcpy(answer, msg, end);
    if (strlen(question.name) > 1) question.name[strlen(question.name) - 1] = 0; // The dot.
    printf("%s ", question.name);
    dns_print_type(question.type);
    printf(" over %s\n", protocol);
    p = put_answers(answer, end, question, header);
  }
  if (p > limit) {
    header.flags |= DNS_TC;
    header.ancount = 0;
    p = end;
  }

  dns_put16(answer, 0, header.id);
  dns_put16(answer, 2, header.flags);
  dns_put16(answer, 4, header.qdcount);
  dns_put16(answer, 6, header.ancount);
  dns_put32(answer, 8, 0);
  return p;
}

/** Binds sockets of UDP and TCP to the same port. One that is free for the first may not be for the second. */
function bind_both(fds: StructArray<pollfd>, port: number): number {
  for (;;) {
    const udpfd = udp_bind("127.0.0.1", port);
    const addr = ipv4_address("127.0.0.1", local_port(udpfd));
    const listenfd = socket(AF_INET, SOCK_STREAM, 0);
    if (listenfd === -1) {
      perror("socket");
      exit(EXIT_FAILURE);
    }
    if (bind(listenfd, addr, sizeof(addr)) === 0 && listen(listenfd, BACKLOG) === 0) {
      fds[0].fd = udpfd;
      fds[1].fd = listenfd;
      return ntohs(addr.sin_port);
    }
    if (port !== 0 || errno !== EADDRINUSE) {
      perror("bind");
      exit(EXIT_FAILURE);
    }
    close(listenfd);
    close(udpfd);
  }
}

function serve_udp(sockfd: number, msg: Buffer, answer: Buffer): void {
  const client = new sockaddr_in();
  const clientlen = new socklen_t(sizeof(client));

  const n = recvfrom(sockfd, msg, DNS_MAXMSG, 0, client, clientlen);
  if (n === -1) {
    perror("recvfrom");
    return;
  }
  const len = make_answer(msg, n, answer, NS_PACKETSZ, "UDP");
  if (len > 0 && sendto(sockfd, answer, len, 0, client, clientlen.value) === -1) perror("sendto");
}

/** Serves a client until it ends, or is silent for too long. Returns how many messages it sent. */
function serve_tcp(listenfd: number, msg: Buffer, answer: Buffer): number {
  const length = Buffer.alloc(NS_INT16SZ);
  const timeout = new timeval({ tv_sec: PATIENCE });
  let messages = 0;

  const connfd = accept(listenfd, null, null);
  if (connfd === -1) {
    perror("accept");
    return 0;
  }
  if (setsockopt(connfd, SOL_SOCKET, SO_RCVTIMEO, timeout, sizeof(timeout)) === -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  while (recv(connfd, length, sizeof(length), MSG_WAITALL) === sizeof(length)) {
    const n = dns_get16(length, 0);
    if (recv(connfd, msg, n, MSG_WAITALL) !== n) break;
    messages++;
    const len = make_answer(msg, n, answer, DNS_MAXMSG, "TCP");
    dns_put16(length, 0, len);
    if (len === 0 || send(connfd, length, sizeof(length), MSG_NOSIGNAL) === -1) break;
    if (send(connfd, answer, len, MSG_NOSIGNAL) === -1) break;
  }
  close(connfd);
  return messages;
}

function main(argc: number, argv: string[]): number {
  const msg = Buffer.alloc(DNS_MAXMSG);
  const answer = Buffer.alloc(DNS_MAXMSG);
  const fds = array(pollfd, 2);

  if (argc < 3 || argc > 4) {
    fprintf(stderr, "usage: %s PORT FILE [REQUESTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const requests = argc === 4 ? atoi(argv[3]) : 0;
  read_zone(argv[2]);

  printf("listening on 127.0.0.1 port %d\n", bind_both(fds, atoi(argv[1])));
  fflush(stdout);
  fds[0].events = fds[1].events = POLLIN;
  for (let served = 0; requests === 0 || served < requests;) {
    if (poll(fds, 2, -1) === -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }
    if (fds[0].revents !== 0) {
      serve_udp(fds[0].fd, msg, answer);
      served++;
    }
    if (fds[1].revents !== 0) served += serve_tcp(fds[1].fd, msg, answer);
    fflush(stdout);
  }
  close(fds[1].fd);
  close(fds[0].fd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
