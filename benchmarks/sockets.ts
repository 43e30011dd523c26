/** Descriptors to wait for, as in c/sockets.h. */

import { sizeof } from "berkeley/memory";
import { htonl, INADDR_LOOPBACK, sockaddr_in } from "berkeley/netinet/in";
import { getrlimit, rlimit, RLIMIT_NOFILE, setrlimit } from "berkeley/sys/resource";
import { AF_INET, bind, getsockname, sendto, SOCK_DGRAM, socket, socklen_t } from "berkeley/sys/socket";

export function boundSocket(): [fd: number, addr: sockaddr_in] {
  const addr = new sockaddr_in({ sin_family: AF_INET, sin_addr: { s_addr: htonl(INADDR_LOOPBACK) } });
  const fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(fd, addr, sizeof(addr)) !== 0) process.exit(1);
  getsockname(fd, addr, new socklen_t(sizeof(addr)));
  return [fd, addr];
}

export function openSockets(count: number): number[] {
  const limit = new rlimit();
  getrlimit(RLIMIT_NOFILE, limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, limit);
  const fds = Array.from({ length: count - 1 }, () => socket(AF_INET, SOCK_DGRAM, 0));
  const [last, addr] = boundSocket();
  sendto(last, "x", 1, 0, addr, sizeof(addr));
  fds.push(last);
  if (fds.includes(-1)) process.exit(1);
  return fds;
}

export const passes = (count: number): number => Math.max(1, Math.floor(20000 / count));
