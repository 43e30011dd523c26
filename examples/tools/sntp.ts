/**
 * sntp: asks a time server how wrong this machine's clock is (RFC 4330). It does not set it.
 *
 * usage: sntp SERVER [PORT]
 *
 * SERVER is a numeric IPv4 address. The offset is how much the clock is behind, the delay how long the two ways took.
 */

import { sizeof } from "berkeley/memory";
import { POLLIN } from "berkeley/poll";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcmp, memset, strcmp } from "berkeley/string";
import { AF_INET, connect, recv, send, SOCK_DGRAM, socket } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { ipv4_address } from "../support/net.ts";
import {
  ntp_get,
  NTP_LI,
  NTP_MODE,
  NTP_MODE_CLIENT,
  NTP_MODE_SERVER,
  ntp_now,
  NTP_ORIGINATE,
  NTP_PACKETSZ,
  NTP_PORT,
  ntp_put,
  NTP_RECEIVE,
  NTP_REFID,
  ntp_seconds,
  NTP_STRATUM,
  NTP_TRANSMIT,
  NTP_UNSYNCHRONISED,
  NTP_VERSION,
} from "../support/ntp.ts";
import { milliseconds, wait_for } from "../support/wait.ts";

const MAXSTRATUM = 15;
const REFUSAL = "that refuses";
const TRIES = 3;
const VERSION = 4;
const PATIENCE_MS = 1000;

/** What is wrong with an answer; null if nothing is. */
function fault(answer: Buffer, len: number, request: Buffer): string | null {
  if (len < NTP_PACKETSZ) return "too short";
  if (NTP_MODE(answer) !== NTP_MODE_SERVER) return "not of a server";
  // Whoever cannot see the question cannot repeat the time that was in it.
  if (memcmp(answer.subarray(NTP_ORIGINATE), request.subarray(NTP_TRANSMIT), 8) !== 0) return "not to this question";
  if (NTP_VERSION(answer) !== NTP_VERSION(request)) return "of another version";
  if (answer[NTP_STRATUM] === 0) return REFUSAL;
  if (answer[NTP_STRATUM] > MAXSTRATUM) return "of no stratum";
  if (NTP_LI(answer) === NTP_UNSYNCHRONISED) return "of a clock that is not set";
  if (ntp_get(answer, NTP_TRANSMIT) === 0n || ntp_get(answer, NTP_RECEIVE) === 0n) return "without a time";
  return null;
}

/** Prints the four letters that say of which clock a server has the time, or why it refuses. */
function print_refid(answer: Buffer): void {
  for (let i = 0; i < 4 && answer[NTP_REFID + i] !== 0; i++) {
    const c = answer[NTP_REFID + i];
    printf(c > 0x20 && c < 0x7f ? "%c" : "\\%03o", c);
  }
}

/** Tells the offset and the delay. A packet left here at t1, came there at t2, left there at t3, came here at t4. */
function print_clock(host: string, answer: Buffer, t1: bigint, t4: bigint): void {
  const t2 = ntp_get(answer, NTP_RECEIVE);
  const t3 = ntp_get(answer, NTP_TRANSMIT);
  const offset = (ntp_seconds(t2, t1) + ntp_seconds(t3, t4)) / 2;
  const delay = ntp_seconds(t4, t1) - ntp_seconds(t3, t2);

  printf("%s: stratum %d, ", host, answer[NTP_STRATUM]);
  print_refid(answer);
  printf(", offset %+.6f s, delay %.6f s\n", offset, delay);
}

/** Asks, and takes the first right answer. Returns false where none comes in time. */
function ask(sockfd: number, host: string): boolean {
  const request = Buffer.alloc(NTP_PACKETSZ);
  const answer = Buffer.alloc(512);
  const deadline = milliseconds() + PATIENCE_MS;

  memset(request, 0, sizeof(request));
  request[0] = (VERSION << 3) | NTP_MODE_CLIENT;
  const t1 = ntp_now();
  ntp_put(request, NTP_TRANSMIT, t1);
  if (send(sockfd, request, sizeof(request), 0) === -1) {
    perror("send");
    exit(EXIT_FAILURE);
  }
  while (wait_for(sockfd, POLLIN, deadline)) {
    const n = recv(sockfd, answer, sizeof(answer), 0);
    const t4 = ntp_now();
    if (n === -1) {
      perror("recv");
      exit(EXIT_FAILURE);
    }
    const wrong = fault(answer, n, request);
    if (wrong === null) {
      print_clock(host, answer, t1, t4);
      return true;
    }
    fprintf(stderr, "ignored: an answer %s\n", wrong);
    if (strcmp(wrong, REFUSAL) === 0) {
      printf("%s refuses: ", host);
      print_refid(answer);
      printf("\n");
      exit(EXIT_FAILURE); // Whoever is told to keep away must.
    }
  }
  return false;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s SERVER [PORT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const servaddr = ipv4_address(argv[1], argc === 3 ? atoi(argv[2]) : NTP_PORT);
  const sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, servaddr, sizeof(servaddr)) === -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  for (let i = 0; i < TRIES; i++) {
    if (ask(sockfd, argv[1])) {
      close(sockfd);
      return EXIT_SUCCESS;
    }
  }
  fprintf(stderr, "%s: no answer\n", argv[1]);
  close(sockfd);
  return EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
