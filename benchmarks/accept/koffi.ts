import koffi from "koffi";
import { endianness } from "node:os";

const libc = koffi.load(null);
const socket = libc.func("int socket(int domain, int type, int protocol)");
const setsockopt = libc.func("int setsockopt(int fd, int level, int optname, const void *optval, uint32_t optlen)");
const bind = libc.func("int bind(int sockfd, const void *addr, uint32_t addrlen)");
const listen = libc.func("int listen(int sockfd, int backlog)");
const getsockname = libc.func("int getsockname(int sockfd, void *addr, void *addrlen)");
const accept = libc.func("int accept(int sockfd, void *addr, void *addrlen)");
const send = libc.func("long send(int sockfd, const void *buf, size_t len, int flags)");
const close = libc.func("int close(int fd)");

const [AF_INET, SOCK_STREAM, SOL_SOCKET, SO_REUSEADDR] = [2, 1, 1, 2];
const yes = new Int32Array([1]);
const addr = Buffer.from([0, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
addr[endianness() === "LE" ? 0 : 1] = AF_INET;
const addrlen = new Uint32Array([addr.length]);
const greeting = Buffer.from("Hello, world!");

const listener = socket(AF_INET, SOCK_STREAM, 0) as number;
setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, yes, 4);
bind(listener, addr, addr.length);
if (listen(listener, 511) !== 0) process.exit(1);
getsockname(listener, addr, addrlen);
console.log(addr.readUInt16BE(2));

function serve(): never {
  for (;;) {
    const fd = accept(listener, null, null) as number;
    send(fd, greeting, 13, 0);
    close(fd);
  }
}

serve();
