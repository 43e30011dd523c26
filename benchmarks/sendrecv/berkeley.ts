import { array, int } from "berkeley/memory";
import { AF_UNIX, SOCK_STREAM, recv, send, socketpair } from "berkeley/sys/socket";

import { measure } from "../measure.ts";

const sv = array(int, 2);
if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) !== 0) process.exit(1);
const [a, b] = sv;
const buf = Buffer.alloc(64);

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    send(a, buf, 64, 0);
    recv(b, buf, 64, 0);
  }
}

measure(loop, 500);
