import koffi from "koffi";

import { measure } from "../measure.ts";

const libc = koffi.load(null);
const socketpair = libc.func("int socketpair(int domain, int type, int protocol, int *sv)");
const send = libc.func("long send(int sockfd, const void *buf, size_t len, int flags)");
const recv = libc.func("long recv(int sockfd, void *buf, size_t len, int flags)");

const [AF_UNIX, SOCK_STREAM] = [1, 1];
const sv = new Int32Array(2);
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
