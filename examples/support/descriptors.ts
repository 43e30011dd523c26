/** Descriptors that pass from one process to another, over a socket of the family AF_UNIX. */

import { cast, int, sizeof } from "berkeley/memory";
import {
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_LEN,
  CMSG_SPACE,
  MSG_CMSG_CLOEXEC,
  MSG_NOSIGNAL,
  msghdr,
  recvmsg,
  SCM_RIGHTS,
  sendmsg,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { iovec } from "berkeley/sys/uio";

/**
 * Sends a descriptor, with some bytes: a message of none would be taken for the end. Returns how many, or -1 with errno.
 *
 * What the other process gets is a descriptor of its own, of the same open file: this one may be closed then.
 */
export function send_fd(sockfd: number, fd: number, buf: Buffer | string, len: number): number {
  const control = Buffer.alloc(CMSG_SPACE(sizeof(int)));
  const msg = new msghdr({
    msg_iov: new iovec({ iov_base: buf, iov_len: len }),
    msg_iovlen: 1,
    msg_control: control,
    msg_controllen: sizeof(control),
  });
  const cmsg = CMSG_FIRSTHDR(msg)!;
  cmsg.cmsg_level = SOL_SOCKET;
  cmsg.cmsg_type = SCM_RIGHTS;
  cmsg.cmsg_len = CMSG_LEN(sizeof(int));
  cast(int, CMSG_DATA(cmsg)).value = fd;
  return sendmsg(sockfd, msg, MSG_NOSIGNAL);
}

/** Receives a descriptor into `fd`, or -1 if there comes none, and bytes. Returns how many, 0 at the end, or -1 with errno. */
export function recv_fd(sockfd: number, fd: int, buf: Buffer, len: number): number {
  const control = Buffer.alloc(CMSG_SPACE(sizeof(int)));
  const msg = new msghdr({
    msg_iov: new iovec({ iov_base: buf, iov_len: len }),
    msg_iovlen: 1,
    msg_control: control,
    msg_controllen: sizeof(control),
  });
  fd.value = -1;
  const n = recvmsg(sockfd, msg, MSG_CMSG_CLOEXEC);
  if (n === -1) return -1;
  const cmsg = CMSG_FIRSTHDR(msg);
  if (cmsg !== null && cmsg.cmsg_level === SOL_SOCKET && cmsg.cmsg_type === SCM_RIGHTS) {
    fd.value = cast(int, CMSG_DATA(cmsg)).value;
  }
  return n;
}
