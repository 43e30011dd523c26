/** Each call that sends or receives messages or vectors, as parity.test.ts compares it with the C twin. */

import { O_RDWR, O_TMPFILE, open, splice, SPLICE_F_MOVE, tee } from "berkeley/fcntl";
import { BPF_K, BPF_RET, BPF_STMT, sock_filter, sock_fprog } from "berkeley/linux/filter";
import { array, int, sizeof } from "berkeley/memory";
import { memcpy } from "berkeley/string";
import { sendfile } from "berkeley/sys/sendfile";
import {
  AF_UNIX,
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_LEN,
  CMSG_SPACE,
  mmsghdr,
  MSG_CMSG_CLOEXEC,
  MSG_DONTWAIT,
  MSG_WAITFORONE,
  msghdr,
  recvmmsg,
  recvmsg,
  SCM_RIGHTS,
  sendmmsg,
  sendmsg,
  setsockopt,
  SO_ATTACH_FILTER,
  SOCK_DGRAM,
  socketpair,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { off_t } from "berkeley/sys/types";
import { iovec, preadv, pwritev, readv, writev } from "berkeley/sys/uio";
import { sockaddr_un } from "berkeley/sys/un";
import { dup2, pipe, pwrite } from "berkeley/unistd";

const out = array(iovec, [
  { iov_base: "one ", iov_len: 4 },
  { iov_base: "two", iov_len: 3 },
]);
const into = array(iovec, [
  { iov_base: Buffer.alloc(2), iov_len: 2 },
  { iov_base: Buffer.alloc(100), iov_len: 100 },
]);

function send_all(): void {
  const control = Buffer.alloc(CMSG_SPACE(sizeof(int)));
  const msg = new msghdr({ msg_iov: out, msg_iovlen: 2, msg_control: control, msg_controllen: sizeof(control) });
  const cmsg = CMSG_FIRSTHDR(msg)!;
  cmsg.cmsg_level = SOL_SOCKET;
  cmsg.cmsg_type = SCM_RIGHTS;
  cmsg.cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(cmsg), new int(100), sizeof(int));
  sendmsg(100, msg, 0);
  sendmsg(-1, msg, MSG_DONTWAIT);
  sendmsg(100, null, 0);

  const messages = array(mmsghdr, 2);
  for (let i = 0; i < 2; i++) {
    messages[i].msg_hdr.msg_iov = out[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  sendmmsg(100, messages, 2, 0);
}

function receive_all(): void {
  const address = new sockaddr_un();
  const control = Buffer.alloc(256);
  const msg = new msghdr({ msg_name: address, msg_namelen: sizeof(address), msg_iov: into, msg_iovlen: 2 });
  msg.msg_control = control;
  msg.msg_controllen = sizeof(control);
  recvmsg(101, msg, MSG_CMSG_CLOEXEC);

  const messages = array(mmsghdr, 2);
  for (let i = 0; i < 2; i++) {
    messages[i].msg_hdr.msg_iov = into[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  recvmmsg(101, messages, 2, MSG_WAITFORONE, null);
  recvmsg(101, msg, MSG_DONTWAIT);
}

function pipes(): void {
  writev(103, out, 2);
  readv(102, into, 2);
  writev(103, out, 0);
  preadv(104, into, 1, 1);
  pwritev(104, out, 1, 5);
  const offset = new off_t(2);
  sendfile(103, 104, offset, 3);
  tee(102, 105, 3, 0);
  splice(102, null, 105, null, 3, SPLICE_F_MOVE);
}

function filter(): void {
  const code = array(sock_filter, [BPF_STMT(BPF_RET | BPF_K, 0)]);
  const bpf = new sock_fprog({ len: 1, filter: code });
  setsockopt(101, SOL_SOCKET, SO_ATTACH_FILTER, bpf, sizeof(bpf));
}

const fds = array(int, 2);
socketpair(AF_UNIX, SOCK_DGRAM, 0, fds);
dup2(fds[0], 100);
dup2(fds[1], 101);
pipe(fds);
dup2(fds[0], 102);
dup2(fds[1], 103);
dup2(open("/tmp", O_TMPFILE | O_RDWR, 0o600), 104);
pipe(fds);
dup2(fds[1], 105);
pwrite(104, "0123456789", 10, 0);
send_all();
receive_all();
pipes();
filter();
