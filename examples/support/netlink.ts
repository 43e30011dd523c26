/** Lists that the kernel tells over netlink: the request for a dump, the walk over its answer, and attributes. */

import { set_errno } from "berkeley/errno";
import {
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DATA,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_LENGTH,
  NLMSG_NEXT,
  NLMSG_OK,
  NLMSG_SPACE,
  nlmsgerr,
  nlmsghdr,
  sockaddr_nl,
} from "berkeley/linux/netlink";
import { RTA_NEXT, RTA_OK, rtattr } from "berkeley/linux/rtnetlink";
import { cast, int, type Memory, sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { memcpy } from "berkeley/string";
import { AF_NETLINK, MSG_TRUNC, recvfrom, sendto, SOCK_RAW, socket, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

/** A dump that is being read. */
export class netlink {
  fd = -1;
  seq = 0;
  len = new int(); // What is left in the buffer.
  nlh = Buffer.alloc(0); // The next message there.
  buf = Buffer.alloc(32768); // The kernel makes no part of a dump longer.
}

let last_seq = 0;

/** Asks for all that a protocol of netlink has of a type: `body`, of `size` bytes, says which. */
export function netlink_dump(nl: netlink, protocol: number, type: number, body: Memory, size: number): void {
  const request = Buffer.alloc(NLMSG_SPACE(size));
  const kernel = new sockaddr_nl({ nl_family: AF_NETLINK });

  nl.seq = ++last_seq;
  nl.len.value = 0;
  const header = cast(nlmsghdr, request);
  header.nlmsg_len = NLMSG_LENGTH(size);
  header.nlmsg_type = type;
  header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header.nlmsg_seq = nl.seq;
  memcpy(NLMSG_DATA(request), body, size);

  nl.fd = socket(AF_NETLINK, SOCK_RAW, protocol);
  if (nl.fd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (sendto(nl.fd, request, sizeof(request), 0, kernel, sizeof(kernel)) === -1) {
    perror("sendto");
    exit(EXIT_FAILURE);
  }
}

/** Waits for more of the dump. Everyone may write to a socket of netlink; the kernel has the number 0. */
function netlink_receive(nl: netlink): void {
  const from = new sockaddr_nl();
  const fromlen = new socklen_t();
  let n: number;

  do {
    fromlen.value = sizeof(from);
    n = recvfrom(nl.fd, nl.buf, sizeof(nl.buf), MSG_TRUNC, from, fromlen);
    if (n === -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
  } while (from.nl_pid !== 0);
  if (n > sizeof(nl.buf)) {
    fprintf(stderr, "netlink: a message of %d bytes\n", n);
    exit(EXIT_FAILURE);
  }
  nl.nlh = nl.buf;
  nl.len.value = n;
}

/** The next message of the dump; null after the last. */
export function netlink_next(nl: netlink): Buffer | null {
  for (;;) {
    if (!NLMSG_OK(nl.nlh, nl.len)) netlink_receive(nl);
    if (!NLMSG_OK(nl.nlh, nl.len)) {
      fprintf(stderr, "netlink: no message where one should be\n");
      exit(EXIT_FAILURE);
    }

    const nlh = nl.nlh;
    const header = cast(nlmsghdr, nlh);
    nl.nlh = NLMSG_NEXT(nlh, nl.len);
    if (header.nlmsg_seq !== nl.seq) continue;
    if (header.nlmsg_flags & NLM_F_DUMP_INTR) fprintf(stderr, "netlink: something changed meanwhile\n");
    if (header.nlmsg_type === NLMSG_ERROR) {
      set_errno(-cast(nlmsgerr, NLMSG_DATA(nlh)).error);
      perror("netlink");
      exit(EXIT_FAILURE);
    }
    if (header.nlmsg_type === NLMSG_DONE) {
      close(nl.fd);
      return null;
    }
    return nlh;
  }
}

/** Sorts attributes by their types, of which `max` is the highest that matters. What is not there is null. */
export function parse_rtattr(tb: (Buffer | null)[], max: number, rta: Buffer, payload: number): void {
  const len = new int(payload);

  for (let i = 0; i <= max; i++) tb[i] = null;
  for (; RTA_OK(rta, len); rta = RTA_NEXT(rta, len)) {
    const attribute = cast(rtattr, rta);
    if (attribute.rta_type <= max) tb[attribute.rta_type] = rta;
  }
}
