import { array, sizeof } from "berkeley/memory";
import { AF_INET, connect, iovec, mmsghdr, recvmmsg, sendmmsg, SOCK_DGRAM, socket } from "berkeley/sys/socket";

import { measure } from "../measure.ts";
import { boundSocket } from "../sockets.ts";

const BATCH = 32;
const SIZE = 64;

const [to, addr] = boundSocket();
const from = socket(AF_INET, SOCK_DGRAM, 0);
if (connect(from, addr, sizeof(addr)) !== 0) process.exit(1);
const [sent, received] = [0, 1].map(() => {
  const iov = array(
    iovec,
    Array.from({ length: BATCH }, () => ({ iov_base: Buffer.alloc(SIZE), iov_len: SIZE })),
  );
  return array(
    mmsghdr,
    Array.from(iov, (one) => ({ msg_hdr: { msg_iov: one, msg_iovlen: 1 } })),
  );
});

function loop(count: number): void {
  for (let i = 0; i < count; i += BATCH) {
    if (sendmmsg(from, sent, BATCH, 0) !== BATCH) process.exit(1);
    if (recvmmsg(to, received, BATCH, 0, null) !== BATCH) process.exit(1);
  }
}

measure(loop, 10 * BATCH);
