/** Looks up names at a nameserver that sends it signals, as signal-lookups.c says. */

import { inet_pton } from "berkeley/arpa/inet";
import { ptr, sizeof } from "berkeley/memory";
import { IFF_UP, ifreq } from "berkeley/net/if";
import {
  type addrinfo,
  getaddrinfo,
  gethostbyaddr,
  gethostbyname,
  gethostbyname2,
  getnameinfo,
  h_errno,
  NI_NAMEREQD,
} from "berkeley/netdb";
import { htonl, htons, INADDR_LOOPBACK, sockaddr_in } from "berkeley/netinet/in";
import { kill, sigaction, SIGKILL, SIGUSR1 } from "berkeley/signal";
import { perror, printf } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { ioctl, SIOCSIFFLAGS } from "berkeley/sys/ioctl";
import { AF_INET, AF_INET6, bind, recvfrom, sendto, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";
import { waitpid } from "berkeley/sys/wait";
import { close, fork, getppid } from "berkeley/unistd";

let handled = 0;

function handler(): void {
  handled = 1;
}

function serve(fd: number): never {
  const buf = Buffer.alloc(512);
  const client = new sockaddr_in();
  for (;;) {
    const len = new socklen_t(sizeof(client));
    const n = recvfrom(fd, buf, sizeof(buf), 0, client, len);
    kill(getppid(), SIGUSR1);
    buf[2] |= 0x80; // An answer:
    buf[3] = 0x83; // no such name.
    sendto(fd, buf, n, 0, client, len.value);
  }
}

function report(name: string, result: number, ran: number): void {
  printf("%s %d, handled %d\n", name, result, ran);
  handled = 0;
}

const addr = new sockaddr_in({
  sin_family: AF_INET,
  sin_port: htons(53),
  sin_addr: { s_addr: htonl(INADDR_LOOPBACK) },
});
const fd = socket(AF_INET, SOCK_DGRAM, 0);
const ifr = new ifreq({ ifr_name: "lo", ifr_flags: IFF_UP });
if (ioctl(fd, SIOCSIFFLAGS, ifr) === -1 || bind(fd, addr, sizeof(addr)) === -1) {
  perror("signal-lookups");
  exit(EXIT_FAILURE);
}
const pid = fork();
if (pid === 0) serve(fd);
close(fd);
const act = new sigaction({ sa_handler: handler });
sigaction(SIGUSR1, act, null);

// What `handled` is, is asked before any other call, which would run a handler that is still to run.
const res = new ptr<addrinfo>();
report("getaddrinfo", getaddrinfo("nowhere.example.", null, null, res), handled);
const host = Buffer.alloc(100);
const other = new sockaddr_in({ sin_family: AF_INET });
inet_pton(AF_INET, "192.0.2.9", other.sin_addr);
report("getnameinfo", getnameinfo(other, sizeof(other), host, sizeof(host), null, 0, NI_NAMEREQD), handled);
report("gethostbyname", gethostbyname("nowhere.example.") === null ? h_errno : 0, handled);
report("gethostbyname2", gethostbyname2("nowhere.example.", AF_INET6) === null ? h_errno : 0, handled);
const { sin_addr } = other;
report("gethostbyaddr", gethostbyaddr(sin_addr, sizeof(sin_addr), AF_INET) === null ? h_errno : 0, handled);

kill(pid, SIGKILL);
waitpid(pid, null, 0);
exit(EXIT_SUCCESS);
