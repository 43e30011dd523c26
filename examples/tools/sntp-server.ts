/**
 * sntp-server: tells the time to clients of SNTP (RFC 4330).
 *
 * usage: sntp-server PORT [SKEW [REQUESTS]]
 *
 * Port 0 is any free one, of 127.0.0.1. SKEW seconds are added to the time, so that there is something to see. After
 * REQUESTS packets it ends; without it, it serves until it is killed.
 */

import { inet_ntop } from "berkeley/arpa/inet";
import { sizeof } from "berkeley/memory";
import { INET_ADDRSTRLEN, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atof, atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcpy, memset } from "berkeley/string";
import { AF_INET, recvfrom, sendto, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import {
  NTP_MODE,
  NTP_MODE_CLIENT,
  NTP_MODE_SERVER,
  ntp_now,
  NTP_ORIGINATE,
  NTP_PACKETSZ,
  NTP_POLL,
  NTP_PRECISION,
  ntp_put,
  NTP_RECEIVE,
  NTP_REFERENCE,
  NTP_REFID,
  NTP_STRATUM,
  NTP_TRANSMIT,
  NTP_VERSION,
} from "../support/ntp.ts";
import { local_port, udp_bind } from "../support/udp.ts";

const MAXVERSION = 4;
const MICROSECOND = 0xec; // 2^-20 of a second; the exponent is a signed byte.

function make_answer(answer: Buffer, request: Buffer, received: bigint, skew: bigint): void {
  memset(answer, 0, sizeof(answer));
  answer[0] = (NTP_VERSION(request) << 3) | NTP_MODE_SERVER;
  answer[NTP_STRATUM] = 1;
  answer[NTP_POLL] = request[NTP_POLL];
  answer[NTP_PRECISION] = MICROSECOND;
  memcpy(answer.subarray(NTP_REFID), "LOCL", 4);
  ntp_put(answer, NTP_REFERENCE, received);
  memcpy(answer.subarray(NTP_ORIGINATE), request.subarray(NTP_TRANSMIT), 8);
  ntp_put(answer, NTP_RECEIVE, received);
  ntp_put(answer, NTP_TRANSMIT, ntp_now() + skew);
}

function serve(sockfd: number, skew: bigint): void {
  const request = Buffer.alloc(512);
  const answer = Buffer.alloc(NTP_PACKETSZ);
  const client = new sockaddr_in();
  const clientlen = new socklen_t(sizeof(client));
  const s = Buffer.alloc(INET_ADDRSTRLEN);

  const n = recvfrom(sockfd, request, sizeof(request), 0, client, clientlen);
  const received = ntp_now() + skew;
  if (n === -1) {
    perror("recvfrom");
    return;
  }
  inet_ntop(AF_INET, client.sin_addr, s, sizeof(s));
  const version = NTP_VERSION(request);
  if (n < NTP_PACKETSZ || NTP_MODE(request) !== NTP_MODE_CLIENT || version < 1 || version > MAXVERSION) {
    printf("no request: %d bytes from %s\n", n, s);
    return;
  }
  printf("request of version %d from %s\n", version, s);
  make_answer(answer, request, received, skew);
  if (sendto(sockfd, answer, sizeof(answer), 0, client, clientlen.value) === -1) perror("sendto");
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [SKEW [REQUESTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const skew = BigInt(Math.trunc((argc >= 3 ? atof(argv[2]) : 0) * 4294967296));
  const requests = argc === 4 ? atoi(argv[3]) : 0;

  const sockfd = udp_bind("127.0.0.1", atoi(argv[1]));
  printf("listening on 127.0.0.1 port %d\n", local_port(sockfd));
  fflush(stdout);
  for (let served = 0; requests === 0 || served < requests; served++) {
    serve(sockfd, skew);
    fflush(stdout);
  }
  close(sockfd);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
