/** A talk in which each side says one thing and hears one thing. What it does first makes all the difference. */

import { errno, EAGAIN } from "berkeley/errno";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { strcmp } from "berkeley/string";
import { MSG_NOSIGNAL, send } from "berkeley/sys/socket";

import { recv_all } from "./recv-all.ts";

const SIZE = 16;

function say(sockfd: number, message: string): number {
  if (send(sockfd, message, SIZE, MSG_NOSIGNAL) === -1) {
    perror("send");
    return -1;
  }
  return 0;
}

function hear(sockfd: number): number {
  const message = Buffer.alloc(SIZE);
  const n = recv_all(sockfd, message, SIZE);
  if (n === SIZE) {
    printf("heard '%.16s'\n", message);
    return 0;
  }
  if (n === -1 && errno === EAGAIN) fprintf(stderr, "nobody speaks: deadlock\n");
  else if (n === -1) perror("recv");
  else fprintf(stderr, "the other side has gone\n");
  return -1;
}

/** Talks, in the order "write" (first) or "read" (first); the message has 16 bytes. Returns 0, -1 if it fails. */
export function talk(sockfd: number, order: string, message: string): number {
  if (strcmp(order, "write") === 0) {
    return say(sockfd, message) === -1 || hear(sockfd) === -1 ? -1 : 0;
  }
  return hear(sockfd) === -1 || say(sockfd, message) === -1 ? -1 : 0;
}

/** Whether this is an order. */
export function is_order(order: string): boolean {
  return strcmp(order, "write") === 0 || strcmp(order, "read") === 0;
}
