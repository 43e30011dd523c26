import { int, sizeof } from "berkeley/memory";
import { INADDR_LOOPBACK, htonl, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, printf, stdout } from "berkeley/stdio";
import {
  AF_INET,
  SOCK_STREAM,
  SOL_SOCKET,
  SO_REUSEADDR,
  accept,
  bind,
  getsockname,
  listen,
  send,
  setsockopt,
  socket,
  socklen_t,
} from "berkeley/sys/socket";
import { WNOHANG, waitpid } from "berkeley/sys/wait";
import { _exit, close, fork } from "berkeley/unistd";

const yes = new int(1);
const addr = new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: htonl(INADDR_LOOPBACK) } });
const addrlen = new socklen_t(sizeof(addr));
const greeting = Buffer.from("Hello, world!");

const listener = socket(AF_INET, SOCK_STREAM, 0);
setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes));
bind(listener, addr, sizeof(addr));
if (listen(listener, 511) !== 0) process.exit(1);
getsockname(listener, addr, addrlen);
printf("%d\n", ntohs(addr.sin_port));
fflush(stdout);

function serve(): never {
  for (;;) {
    const fd = accept(listener, null, null);
    if (fork() === 0) {
      send(fd, greeting, 13, 0);
      _exit(0);
    }
    close(fd);
    while (waitpid(-1, null, WNOHANG) > 0);
  }
}

serve();
