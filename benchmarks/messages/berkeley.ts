import { array, int } from "berkeley/memory";
import { AF_UNIX, iovec, msghdr, recvmsg, sendmsg, SOCK_STREAM, socketpair } from "berkeley/sys/socket";

import { measure } from "../measure.ts";

const sv = array(int, 2);
if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) !== 0) process.exit(1);
const [a, b] = sv;
const iov = new iovec({ iov_base: Buffer.alloc(64), iov_len: 64 });
const msg = new msghdr({ msg_iov: iov, msg_iovlen: 1 });

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    sendmsg(a, msg, 0);
    recvmsg(b, msg, 0);
  }
}

measure(loop, 500);
