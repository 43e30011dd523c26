/**
 * What must compile, and what must not: each `@ts-expect-error` is an error if its line compiles. Nothing here is run.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import * as csapp from "berkeley/csapp";
import { errno, set_errno } from "berkeley/errno";
import {
  F_DUPFD,
  F_GETFD,
  F_GETLK,
  F_GETOWN_EX,
  F_SETFD,
  F_SETLK,
  f_owner_ex,
  fcntl,
  FD_CLOEXEC,
  flock,
  open,
  O_RDONLY,
  splice,
} from "berkeley/fcntl";
import { setgroups } from "berkeley/grp";
import { BPF_K, BPF_RET, BPF_STMT, sock_filter, sock_fprog } from "berkeley/linux/filter";
import { array, cast, int, ptr, resize, sizeof, uint16_t, uint32_t } from "berkeley/memory";
import {
  type be16,
  group_filter,
  htonl,
  htons,
  in6_addr,
  in6addr_any,
  in_addr,
  INADDR_ANY,
  INADDR_BROADCAST,
  INADDR_LOOPBACK,
  INADDR_NONE,
  IP_ADD_MEMBERSHIP,
  ip_mreq,
  ip_mreqn,
  ip_msfilter,
  IPPROTO_IP,
  IPPROTO_TCP,
  ipv6_mreq,
  MCAST_MSFILTER,
  ntohl,
  ntohs,
  sockaddr_in,
  sockaddr_in6,
} from "berkeley/netinet/in";
import {
  addrinfo,
  AI_PASSIVE,
  freeaddrinfo,
  gai_strerror,
  getaddrinfo,
  gethostbyaddr,
  gethostbyname,
  getnameinfo,
  getservbyname,
  getservbyport,
  h_errno,
  hostent,
  NI_MAXHOST,
} from "berkeley/netdb";
import { TCP_CONGESTION, TCP_INFO, tcp_info, TCP_NODELAY } from "berkeley/netinet/tcp";
import { poll, pollfd, ppoll } from "berkeley/poll";
import { kill, SIGTERM } from "berkeley/signal";
import { fprintf, printf, stderr } from "berkeley/stdio";
import { atexit, setenv, strtol } from "berkeley/stdlib";
import { memset, strchr, strcpy, strlen } from "berkeley/string";
import { epoll_ctl, EPOLL_CTL_ADD, epoll_event, epoll_wait, EPOLLIN } from "berkeley/sys/epoll";
import { eventfd_read, eventfd_t, eventfd_write } from "berkeley/sys/eventfd";
import { getrlimit, getrusage, RLIM_INFINITY, rlimit, RLIMIT_NOFILE, rusage, RUSAGE_SELF } from "berkeley/sys/resource";
import {
  accept,
  AF_INET,
  bind,
  CMSG_DATA,
  CMSG_FIRSTHDR,
  CMSG_NXTHDR,
  type cmsghdr,
  connect,
  getpeername,
  getsockopt,
  iovec,
  linger,
  mmsghdr,
  msghdr,
  recv,
  recvfrom,
  recvmmsg,
  recvmsg,
  send,
  sendmmsg,
  sendmsg,
  setsockopt,
  SO_ATTACH_FILTER,
  SO_BINDTODEVICE,
  SO_LINGER,
  SO_PEERCRED,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  sockaddr,
  sockaddr_storage,
  SOCK_STREAM,
  socket,
  socketpair,
  socklen_t,
  SOL_SOCKET,
  ucred,
} from "berkeley/sys/socket";
import { getifaddrs, ifaddrs } from "berkeley/ifaddrs";
import { NLMSG_NEXT, nlmsghdr } from "berkeley/linux/netlink";
import { ifconf, ifreq } from "berkeley/net/if";
import { icmp } from "berkeley/netinet/ip_icmp";
import { ip } from "berkeley/netinet/ip";
import { tcphdr } from "berkeley/netinet/tcp";
import { FIOCLEX, FIONBIO, FIONREAD, ioctl, SIOCGIFADDR, SIOCGIFCONF, TIOCGWINSZ, winsize } from "berkeley/sys/ioctl";
import { MAP_ANONYMOUS, MAP_FAILED, MAP_SHARED, mmap, munmap, PROT_READ, PROT_WRITE } from "berkeley/sys/mman";
import { FD_ISSET, FD_SET, fd_set, pselect, select, timespec } from "berkeley/sys/select";
import { fstat, S_ISREG, stat } from "berkeley/sys/stat";
import { timeval } from "berkeley/sys/time";
import { readv, writev } from "berkeley/sys/uio";
import { sockaddr_un } from "berkeley/sys/un";
import { P_ALL, siginfo_t, wait, waitid, waitpid, WEXITED, WIFEXITED } from "berkeley/sys/wait";
import {
  close,
  environ,
  execl,
  execle,
  execv,
  execve,
  execvp,
  getcwd,
  getgroups,
  getresuid,
  gid_t,
  pipe,
  read,
  uid_t,
  write,
} from "berkeley/unistd";
import * as unp from "berkeley/unp";

const fd = socket(AF_INET, SOCK_STREAM, 0);
const buffer = Buffer.alloc(16);

export function byteOrder(address: sockaddr_in, address6: sockaddr_in6): void {
  address.sin_port = htons(80);
  address.sin_port = 0;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_addr.s_addr = INADDR_ANY;
  address.sin_addr.s_addr = INADDR_BROADCAST;
  address.sin_addr.s_addr = INADDR_NONE;
  address.sin_addr.s_addr = 0;
  address6.sin6_port = address.sin_port;
  const port: number = ntohs(address.sin_port);
  new sockaddr_in({ sin_family: AF_INET, sin_port: htons(port), sin_addr: { s_addr: htonl(INADDR_ANY) } });
  new sockaddr_in({ sin_port: 0, sin_addr: { s_addr: 0 } });
  htons(ntohs(0) + ntohl(0) + ntohl(INADDR_ANY));
  // What a uint16_t or uint32_t holds was received, or is to be sent.
  const length = new uint32_t(htonl(5));
  length.value = htonl(ntohl(length.value));
  length.value = 5;
  htonl(length.value);
  address.sin_port = new uint16_t(htons(80)).value;
  ntohs(array(uint16_t, 2)[0] as be16);
  new sockaddr_in(address);

  // @ts-expect-error htons is forgotten
  address.sin_port = 80;
  // @ts-expect-error htons is forgotten
  address.sin_port = port;
  // @ts-expect-error htons is forgotten
  address6.sin6_port = 80;
  // @ts-expect-error htons is forgotten in an initialiser
  new sockaddr_in({ sin_port: 80 });
  // @ts-expect-error htonl is forgotten
  address.sin_addr.s_addr = INADDR_LOOPBACK;
  // @ts-expect-error htonl is forgotten
  address.sin_addr.s_addr = 0x7f000001;
  // @ts-expect-error htonl is forgotten in an initialiser
  new sockaddr_in({ sin_addr: { s_addr: INADDR_LOOPBACK } });
  // @ts-expect-error 32 bits for 16
  address.sin_port = htonl(80);
  // @ts-expect-error 16 bits for 32
  address.sin_addr.s_addr = htons(80);
  // @ts-expect-error it is in network byte order already
  htons(htons(80));
  // @ts-expect-error it is in network byte order already
  htonl(address.sin_addr.s_addr);
  // @ts-expect-error it is in host byte order already
  ntohs(port);
  // @ts-expect-error it is in host byte order already
  ntohs(ntohs(address.sin_port));
  // @ts-expect-error it is in host byte order already
  ntohl(INADDR_LOOPBACK);
  // @ts-expect-error 16 bits for 32
  ntohl(address.sin_port);
  // @ts-expect-error 32 bits for 16
  ntohs(address.sin_addr.s_addr);
  // @ts-expect-error its type does not tell the byte order
  ntohs(array(uint16_t, 2)[0]);
}

export function structs(address: sockaddr_in): void {
  new sockaddr_un({ sun_path: "/path" }).sun_path = buffer;
  new in6_addr(in6addr_any);
  new sockaddr_in6({ sin6_addr: in6addr_any });
  const value: number = new int(1).value;
  cast(sockaddr_in, new sockaddr_storage()).sin_family = value;
  const addresses = array(sockaddr_in, 3);
  addresses[0].sin_family = AF_INET;
  resize(addresses, 5)[4].sin_family = AF_INET;
  const numbers: Int32Array = array(int, 2);
  const ports: Uint16Array = array(uint16_t, numbers[0]);
  const pointer: in_addr | null = new ptr<in_addr>().value;
  memset(buffer, 0, sizeof(ports) + sizeof(address) + sizeof(sockaddr_in) + sizeof("text") + sizeof(addresses));
  memset(buffer, 0, sizeof(ptr));

  // @ts-expect-error no such field
  new sockaddr_in({ sin_prot: htons(80) });
  // @ts-expect-error no such field in the nested struct
  new sockaddr_in({ sin_addr: { address: htonl(1) } });
  // @ts-expect-error no such field
  address.sin6_port = htons(80);
  // @ts-expect-error a string for a number
  new linger({ l_onoff: "1" });
  // @ts-expect-error another struct
  address.sin_addr = new in6_addr();
  // @ts-expect-error a number for bytes
  new sockaddr_un({ sun_path: 1 });
  // @ts-expect-error it may be NULL
  pointer.s_addr = 0;
  // @ts-expect-error a number has no size: C's sizeof(int) is sizeof(int) here too
  sizeof(4);
  // @ts-expect-error a plain array is no memory
  cast(sockaddr_in, [1, 2, 3]);
  // @ts-expect-error an int is no linger, though both are structs
  const other: linger = new int();
  memset(other, 0, sizeof(other));
}

export function addresses(address: sockaddr_in, length: socklen_t): void {
  bind(fd, address, sizeof(address));
  bind(fd, new sockaddr_un(), sizeof(sockaddr_un));
  bind(fd, new sockaddr(), sizeof(sockaddr));
  bind(fd, buffer, 12);
  connect(fd, null, 0);
  accept(fd, address, length);
  accept(fd, null, null);
  getpeername(fd, new sockaddr_storage(), length);
  recvfrom(fd, buffer, 16, 0, buffer, length);

  // @ts-expect-error a linger is no address
  bind(fd, new linger(), sizeof(linger));
  // @ts-expect-error an in_addr is no socket's address
  connect(fd, new in_addr(), 4);
  // @ts-expect-error a string is no address
  bind(fd, "127.0.0.1", 9);
  // @ts-expect-error the length is passed by value
  bind(fd, address, length);
  // @ts-expect-error an int is no socklen_t
  accept(fd, address, new int());
  // @ts-expect-error the length is passed by address
  accept(fd, address, sizeof(address));
  // @ts-expect-error an int is no socklen_t
  getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, new int(), new int());
  // @ts-expect-error a string is no descriptor
  bind("3", address, sizeof(address));
  // @ts-expect-error a string is no descriptor
  close("3");
  // @ts-expect-error undefined is no descriptor
  close();
}

export function options(length: socklen_t): void {
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, new int(1), sizeof(int));
  setsockopt(fd, SOL_SOCKET, SO_LINGER, new linger({ l_onoff: 1 }), sizeof(linger));
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, new timeval({ tv_sec: 1 }), sizeof(timeval));
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, buffer, 16);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, null, 0);
  setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
  setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", 5);
  setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, new ip_mreq(), sizeof(ip_mreq));
  setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, new ip_mreqn(), sizeof(ip_mreqn));
  setsockopt(fd, IPPROTO_IP, MCAST_MSFILTER, new group_filter({ gf_slist: [{ ss_family: 2 }] }), 264);
  getsockopt(fd, SOL_SOCKET, SO_PEERCRED, new ucred(), length);
  getsockopt(fd, IPPROTO_TCP, TCP_INFO, new tcp_info(), length);
  getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, buffer, length);
  // What is not known here takes any memory.
  setsockopt(fd, 1234, 99, new int(), sizeof(int));
  setsockopt(fd, 1234, 99, new linger(), sizeof(linger));
  setsockopt(fd, 1234, 99, "text", 5);
  getsockopt(fd, 1234, 99, new linger(), length);

  // @ts-expect-error SO_LINGER takes a linger
  setsockopt(fd, SOL_SOCKET, SO_LINGER, new int(1), sizeof(int));
  // @ts-expect-error SO_RCVTIMEO takes a timeval
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, new int(1), sizeof(int));
  // @ts-expect-error SO_REUSEADDR takes an int
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, new linger(), sizeof(linger));
  // @ts-expect-error an int is passed by address
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1, 4);
  // @ts-expect-error SO_REUSEADDR takes no string
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, "1", 2);
  // @ts-expect-error TCP_CONGESTION takes a string
  setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, new int(), sizeof(int));
  // @ts-expect-error TCP_NODELAY takes an int, and a socklen_t is another class
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, length, sizeof(length));
  // @ts-expect-error IP_ADD_MEMBERSHIP takes no ipv6_mreq
  setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, new ipv6_mreq(), sizeof(ipv6_mreq));
  // @ts-expect-error MCAST_MSFILTER takes a group_filter
  setsockopt(fd, IPPROTO_IP, MCAST_MSFILTER, new ip_msfilter(), sizeof(ip_msfilter));
  // @ts-expect-error its list is one of addresses
  new group_filter({ gf_slist: [{ sin_port: 0 }] });
  // @ts-expect-error SO_LINGER gives a linger
  getsockopt(fd, SOL_SOCKET, SO_LINGER, new int(), length);
  // @ts-expect-error a string cannot be written to
  getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "reno", length);
  // @ts-expect-error a string cannot be written to, whatever the option
  getsockopt(fd, 1234, 99, "text", length);
}

export function messages(address: sockaddr_in, length: socklen_t): void {
  const iov = array(iovec, [{ iov_base: buffer, iov_len: 1 }, { iov_base: "text" }, { iov_base: address }]);
  const msg = new msghdr({ msg_name: address, msg_iov: iov, msg_iovlen: iov.length, msg_control: buffer });
  msg.msg_iov = iov[0];
  msg.msg_iov = iov.subarray(1);
  msg.msg_name = null;
  iov[0].iov_base = new Uint16Array(1);
  const sent: number = sendmsg(fd, msg, 0) + recvmsg(fd, null, 0) + writev(fd, iov, 3) + readv(fd, iov[0], 1);
  kill(sent, 0);
  const vector = array(mmsghdr, [{ msg_hdr: msg }, { msg_hdr: { msg_name: address } }]);
  sendmmsg(fd, vector, 2, 0);
  receiveWithin(new timespec());
  const cmsg: cmsghdr | null = CMSG_FIRSTHDR(msg);
  for (let next = cmsg; next !== null; next = CMSG_NXTHDR(msg, next)) cast(int, CMSG_DATA(next)).value = 1;
  const code = array(sock_filter, [BPF_STMT(BPF_RET | BPF_K, 0), { code: BPF_RET }]);
  const bpf = new sock_fprog({ len: code.length, filter: code });
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, bpf, sizeof(bpf));

  function receiveWithin(timeout: timespec): number {
    return recvmmsg(fd, vector, 2, 0, timeout) + recvmmsg(fd, vector[0], 1, 0, null);
  }

  // @ts-expect-error a plain array is no vector
  writev(fd, [iov[0]], 1);
  // @ts-expect-error bytes are no vector
  readv(fd, buffer, 1);
  // @ts-expect-error an iovec is no message
  sendmsg(fd, iov[0], 0);
  // @ts-expect-error one message is not several
  sendmmsg(fd, msg, 1, 0);
  // @ts-expect-error memory is no iovec
  msg.msg_iov = buffer;
  // @ts-expect-error a number is no address
  iov[0].iov_base = 1;
  // @ts-expect-error it may be NULL
  cmsg.cmsg_len = 1;
  // @ts-expect-error bytes are no control message
  CMSG_DATA(buffer);
  // @ts-expect-error bytes hold no address
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, buffer, 16);
  // @ts-expect-error the instructions alone are no sock_fprog
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, code, 8);
  // @ts-expect-error it is not the length that splice takes, but an offset
  splice(fd, length, fd, null, 1, 0);
}

export function descriptors(fds: Int32Array): void {
  fcntl(fd, F_GETFD);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_DUPFD, 3);
  fcntl(fd, F_SETLK, new flock());
  fcntl(fd, F_GETLK, null);
  fcntl(fd, F_GETOWN_EX, new f_owner_ex());
  const pass = (command: number, arg?: number | flock): number => fcntl(fd, command, arg);
  pass(F_SETLK, new flock());
  pass(F_SETFD, FD_CLOEXEC);
  fcntl(fd, 1234);
  fcntl(fd, 1234, 5);
  pipe(fds);
  pipe(array(int, 2));
  open("/path", O_RDONLY);
  open(buffer, O_RDONLY, 0o600);

  // @ts-expect-error F_SETLK takes a flock
  fcntl(fd, F_SETLK, 1);
  // @ts-expect-error F_SETLK takes a flock
  fcntl(fd, F_SETLK);
  // @ts-expect-error F_SETLK takes no f_owner_ex
  fcntl(fd, F_SETLK, new f_owner_ex());
  // @ts-expect-error F_SETFD takes an int
  fcntl(fd, F_SETFD, new flock());
  // @ts-expect-error a command's argument is no string
  fcntl(fd, fds[0], "1");
  // @ts-expect-error F_SETFD takes an int by value
  fcntl(fd, F_SETFD, new int());
  // @ts-expect-error a plain array is no memory
  pipe([0, 0]);
  // @ts-expect-error other numbers than int
  pipe(new Uint8Array(8));
  // @ts-expect-error a plain array is no memory
  socketpair(1, SOCK_STREAM, 0, [0, 0]);
  // @ts-expect-error a number is no path
  open(1, O_RDONLY);
}

export function programs(argv: (string | null)[], environment: readonly string[]): void {
  execl("/bin/ls", "ls", "-l", null);
  execl("/bin/ls", null);
  execl(buffer, buffer, null);
  execle("/bin/ls", "ls", "-l", null, ["A=1", null]);
  execle("/bin/ls", "ls", "-l", null, environment);
  execle("/bin/ls", "ls", null, null);
  execvp(argv[0], argv);
  execvp("ls", ["ls", "-l", null]);
  execve("/bin/ls", ["ls", buffer], environment);
  execve("/bin/ls", null, null);

  // @ts-expect-error a list ends with null
  execl("/bin/ls", "ls", "-l");
  // @ts-expect-error a list ends with null
  execl("/bin/ls");
  // @ts-expect-error null only ends a list
  execl("/bin/ls", null, "-l", null);
  // @ts-expect-error the environment is missing
  execle("/bin/ls", "ls", null);
  // @ts-expect-error null is missing before the environment
  execle("/bin/ls", "ls", environment);
  // @ts-expect-error the arguments are a list
  execl("/bin/ls", ["ls", null]);
  // @ts-expect-error the arguments are an array
  execv("/bin/ls", "ls");
  // @ts-expect-error the arguments are strings
  execv("/bin/ls", ["head", "-n", 1]);
  // @ts-expect-error the environment is missing
  execve("/bin/ls", ["ls"]);
  // @ts-expect-error an environment is no object
  execve("/bin/ls", ["ls"], process.env);
}

export function memory(address: sockaddr_in): void {
  send(fd, "Hello", 6, 0);
  send(fd, address, sizeof(address), 0);
  send(fd, new Float64Array(2), 16, 0);
  recv(fd, new DataView(buffer.buffer), 16, 0);
  recv(fd, address, sizeof(address), 0);
  const rest: Buffer | null = strchr(buffer, "/");
  const text: string | null = strchr("a/b", "/");
  strcpy(buffer, "text").subarray(1);
  const printed: string | null = inet_ntop(AF_INET, address.sin_addr, rest, 16);
  inet_pton(AF_INET, "127.0.0.1", address.sin_addr);
  printf("%s %d %c %lld %p %s\n", text, 1, "c", 1n, null, buffer);
  fprintf(stderr, "%s\n", printed);
  set_errno(errno);

  // @ts-expect-error a string cannot be written to
  recv(fd, "text", 4, 0);
  // @ts-expect-error a string cannot be written to
  read(fd, "text", 4);
  // @ts-expect-error an ArrayBuffer is no memory: which of its bytes?
  write(fd, new ArrayBuffer(4), 4);
  // @ts-expect-error a length is a number
  write(fd, buffer, 4n);
  // @ts-expect-error the length is missing
  write(fd, buffer);
  // @ts-expect-error a string cannot be written to
  strcpy("text", "other");
  // @ts-expect-error an address is an in_addr, not the whole sockaddr
  inet_pton(AF_INET, "127.0.0.1", address);
  // @ts-expect-error errno is assigned with set_errno: a module's binding is read only
  errno = 0;
  // @ts-expect-error a number is no stream
  fprintf(2, "text");
  // @ts-expect-error undefined is not printed
  printf("%s", undefined);
}

export function processes(status: int, limit: rlimit): void {
  wait(null);
  if (waitpid(-1, status, 0) > 0 && WIFEXITED(status.value)) kill(0, SIGTERM);
  waitid(P_ALL, 0, new siginfo_t(), WEXITED);
  getrusage(RUSAGE_SELF, new rusage());
  getrlimit(RLIMIT_NOFILE, limit);
  if (limit.rlim_cur === RLIM_INFINITY) limit.rlim_cur = 1024;
  limit.rlim_max = RLIM_INFINITY;
  getresuid(new uid_t(), new uid_t(), new uid_t());
  getgroups(2, array(gid_t, 2));
  setgroups(0, null);
  const path: string | null = getcwd(buffer, 16) ?? environ[0];
  const file: stat = new stat({ st_size: 1 });
  if (stat("/path", file) === 0 && S_ISREG(file.st_mode)) fstat(fd, file);
  stat(buffer, new stat());
  atexit(() => {});
  const [rest, restOfMemory] = [new ptr<string>(), new ptr<NodeJS.ArrayBufferView>()];
  strtol(path ?? "", rest, 10);
  strtol(buffer, restOfMemory, 10);

  // @ts-expect-error the status is an int, passed by address
  wait(status.value);
  // @ts-expect-error a status is passed by value
  WIFEXITED(status);
  // @ts-expect-error another scalar than int
  wait(new socklen_t());
  // @ts-expect-error the options are missing
  waitpid(-1, status);
  // @ts-expect-error a siginfo_t is no int
  waitid(P_ALL, 0, status, WEXITED);
  // @ts-expect-error an rlimit is no rusage
  getrusage(RUSAGE_SELF, limit);
  // @ts-expect-error a limit is a number
  limit.rlim_cur = 1024n;
  // @ts-expect-error a uid_t is no gid_t
  getresuid(new gid_t(), new gid_t(), new gid_t());
  // @ts-expect-error a plain array is no memory
  setgroups(2, [1, 2]);
  // @ts-expect-error the struct, not its class
  stat("/path", stat);
  // @ts-expect-error an int is no struct stat
  fstat(fd, status);
  // @ts-expect-error the environment is read only
  environ[0] = "NAME=value";
  // @ts-expect-error it may be NULL
  kill(getcwd(null, 0).length, 0);
  // @ts-expect-error a handler is a function
  atexit("handler");
  // @ts-expect-error the value is a string
  setenv("NAME", 1, 1);
  // @ts-expect-error the rest of memory is memory
  strtol(buffer, rest, 10);
}

export function mappings(): void {
  const memory = mmap(null, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  // @ts-expect-error it may be MAP_FAILED
  read(fd, memory, 4096);
  // @ts-expect-error it may be MAP_FAILED
  munmap(memory, 4096);
  if (memory === MAP_FAILED) return;
  new Int32Array(memory.buffer)[0]++;
  munmap(memory, 4096);
  // @ts-expect-error the kernel chooses the address
  mmap(memory, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  // @ts-expect-error MAP_FAILED is no memory
  read(fd, MAP_FAILED, 1);
}

export function multiplexing(set: fd_set, time: timeval, finer: timespec, event: epoll_event): void {
  const fds = array(pollfd, 2);
  const events = array(epoll_event, 64);
  poll(fds, fds.length, -1);
  poll(new pollfd(), 1, 0);
  poll(buffer.subarray(8), 1, 0);
  poll(null, 0, 100);
  ppoll(fds, 2, finer, null);
  if (select(fd + 1, set, null, null, time) > 0 && FD_ISSET(fd, set)) pselect(1, set, set, set, finer, null);
  event.data.fd = fd;
  event.data.u64 = 5n;
  epoll_ctl(fd, EPOLL_CTL_ADD, fd, event);
  epoll_ctl(fd, EPOLL_CTL_ADD, fd, new epoll_event({ events: EPOLLIN, data: { u64: 1n } }));
  for (let n = epoll_wait(fd, events, events.length, -1); n > 0; n--) close(events[n - 1].data.fd);
  const counter = new eventfd_t(5n);
  eventfd_read(fd, counter);
  eventfd_write(fd, counter.value + 1n);

  // @ts-expect-error events of epoll are no pollfds
  poll(events, 2, -1);
  // @ts-expect-error pollfds are no events
  epoll_wait(fd, fds, 2, -1);
  // @ts-expect-error the set comes last
  FD_SET(set, fd);
  // @ts-expect-error select takes a timeval
  select(1, set, null, null, finer);
  // @ts-expect-error pselect takes a timespec
  pselect(1, set, null, null, time, null);
  // @ts-expect-error a set is no memory of any kind
  select(1, buffer, null, null, null);
  // @ts-expect-error 64 bits are a bigint
  event.data.u64 = 5;
  // @ts-expect-error 64 bits are a bigint
  eventfd_write(fd, 1);
  // @ts-expect-error 64 bits are a bigint
  new eventfd_t(1);
  // @ts-expect-error a counter's value is an eventfd_t
  eventfd_read(fd, new int());
  // @ts-expect-error an object is no address
  event.data.ptr = set;
}

// ioctl is typed by the request.
ioctl(fd, FIONREAD, new int());
ioctl(fd, FIONBIO, null);
ioctl(fd, SIOCGIFADDR, new ifreq({ ifr_name: "lo" }));
ioctl(fd, SIOCGIFCONF, new ifconf());
ioctl(fd, TIOCGWINSZ, new winsize());
ioctl(fd, FIOCLEX);
ioctl(fd, 0x80045200, Buffer.alloc(4));
ioctl(fd, 0x5400);
// @ts-expect-error -- an int by address
ioctl(fd, FIONBIO, 1);
// @ts-expect-error -- an int, not a size_t
ioctl(fd, FIONREAD, new socklen_t());
// @ts-expect-error -- not without its argument
ioctl(fd, SIOCGIFADDR);
// @ts-expect-error -- an ifreq
ioctl(fd, SIOCGIFADDR, new sockaddr_in());
// @ts-expect-error -- an ifconf, not its memory
ioctl(fd, SIOCGIFCONF, Buffer.alloc(400));
// @ts-expect-error -- nothing
ioctl(fd, FIOCLEX, new int());

const ifap = new ptr<ifaddrs>();
getifaddrs(ifap);
// @ts-expect-error -- a pointer may be NULL
cast(sockaddr_in, ifap.value.ifa_addr);

// Headers of packets have the network's byte order; what only the sender reads may have any.
const packet = new tcphdr({ th_dport: htons(80), th_seq: htonl(1), syn: 1 });
ntohl(packet.seq);
// @ts-expect-error -- without htons
packet.dest = 80;
// @ts-expect-error -- without htonl
packet.th_ack = 5;
new icmp({ icmp_id: 5, icmp_seq: htons(1) }).icmp_seq = 7;
ntohs(new icmp().icmp_id);
// @ts-expect-error -- without htons
new ip().ip_len = 20;
new ip().ip_sum = 0x1234;
// @ts-expect-error -- the length by address
NLMSG_NEXT(Buffer.alloc(16), 16);
// @ts-expect-error -- the memory, of which a struct would be only the head
NLMSG_NEXT(new nlmsghdr(), new int(16));
export function names(sockfd: number): void {
  const hints = new addrinfo({ ai_family: AF_INET, ai_flags: AI_PASSIVE, ai_next: null });
  memset(hints, 0, sizeof(hints));
  const res = new ptr<addrinfo>();
  const rv: number = getaddrinfo(null, "80", hints, res);
  if (rv !== 0) fprintf(stderr, "%s\n", gai_strerror(rv));
  for (let p = res.value; p !== null; p = p.ai_next) {
    bind(sockfd, p.ai_addr, p.ai_addrlen);
    if (p.ai_addr instanceof sockaddr_in) p.ai_addr.sin_port = htons(80);
    inet_ntop(p.ai_family, cast(sockaddr_in6, p.ai_addr).sin6_addr, null, 46);
    getnameinfo(p.ai_addr, p.ai_addrlen, Buffer.alloc(NI_MAXHOST), NI_MAXHOST, null, 0, 0);
    printf("%s\n", p.ai_canonname);
  }
  freeaddrinfo(res.value);
  freeaddrinfo(null);
  const host: hostent | null = gethostbyname("localhost");
  if (host === null) return void printf("%d\n", h_errno);
  for (let i = 0; host.h_addr_list[i] !== null; i++) cast(in_addr, host.h_addr_list[i]!);
  gethostbyaddr(cast(in_addr, host.h_addr), host.h_length, host.h_addrtype);
  const service = getservbyname("http", null);
  if (service !== null) new sockaddr_in().sin_port = service.s_port;
  getservbyport(htons(80), "tcp");

  // @ts-expect-error null comes first
  strlen(service.s_name);
  // @ts-expect-error the pointer's value is the list
  freeaddrinfo(res);
  // @ts-expect-error a pointer to a pointer
  getaddrinfo("localhost", "80", hints, hints);
  // @ts-expect-error a port is a string
  getaddrinfo("localhost", 80, hints, res);
  // @ts-expect-error hints are an addrinfo
  getaddrinfo("localhost", "80", { ai_family: AF_INET }, res);
  // @ts-expect-error no such field
  new addrinfo({ ai_familiy: AF_INET });
  // @ts-expect-error htons is forgotten
  getservbyport(80, "tcp");
  // @ts-expect-error a live binding is assigned by set_h_errno
  h_errno = 0;
  // @ts-expect-error the list may have ended
  cast(in_addr, host.h_addr_list[0]);
  // @ts-expect-error an address is no host
  new hostent(new sockaddr_in());
  // @ts-expect-error a text is no memory to write to
  getnameinfo(null, 0, "host", 5, null, 0, 0);
}

export function wrappers(address: sockaddr_in, stream: unp.FILE): void {
  const fd: number = unp.Socket(AF_INET, SOCK_STREAM, 0);
  unp.Bind(fd, address, sizeof(address));
  // What stands for a failure is not returned.
  const opened: unp.FILE = unp.Fdopen(fd, "r");
  const memory: Buffer = csapp.Malloc(10);
  const mapped: Buffer = csapp.Mmap(null, 10, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  const text: string = unp.Inet_ntop(AF_INET, address.sin_addr, buffer, sizeof(buffer));
  const host: hostent = csapp.Gethostbyname("localhost");
  const status: number = unp.Stat("/", new stat()) + unp.Sigaction(SIGTERM, null, null);
  memset(buffer, 0, strlen(text) + status + host.h_length + sizeof(memory) + sizeof(mapped) + unp.fileno(opened));
  // The end of the input is no failure.
  const line: Buffer | null = unp.Fgets(buffer, sizeof(buffer), stream);
  strlen(line ?? "");
  // Options still carry their values' types.
  unp.Setsockopt(fd, SOL_SOCKET, SO_LINGER, new linger(), sizeof(linger));
  const server: number = unp.tcp_connect("localhost", unp.SERV_PORT_STR) + csapp.Open_clientfd("localhost", "80");
  const result = new ptr<unp.SA>();
  unp.udp_client("localhost", "7", result, new socklen_t(server));
  unp.sock_set_port(address, sizeof(address), htons(7));
  const error: unknown = new unp.SystemError("connect", "EIO", 5, "text");
  if (error instanceof csapp.SystemError) strlen(error.code + error.errno + error.syscall);
  const signal: unp.Sigfunc = unp.Signal(SIGTERM, (signum) => unp.exit(signum));
  csapp.Signal(SIGTERM, signal);
  const rio = new csapp.rio_t();
  csapp.Rio_readinitb(rio, csapp.Rio_readlineb(rio, buffer, csapp.MAXLINE));
  // The classes of structs have no wrappers, nor have memory's own functions; and the index has none.
  strlen("Addrinfo" satisfies Exclude<"Addrinfo", keyof typeof unp>);
  strlen("Array" satisfies Exclude<"Array", keyof typeof csapp>);
  strlen("Socket" satisfies Exclude<"Socket", keyof typeof import("berkeley")>);

  // @ts-expect-error there may be no line
  strlen(unp.Fgets(buffer, sizeof(buffer), stream));
  // @ts-expect-error an int is no linger
  unp.Setsockopt(fd, SOL_SOCKET, SO_LINGER, new int(), sizeof(int));
  // @ts-expect-error a function has one
  strlen("Socket" satisfies Exclude<"Socket", keyof typeof unp>);
  // @ts-expect-error a wrapper of a function that a struct has the name of makes no struct
  new unp.Stat();
  // @ts-expect-error a linger is no address
  unp.Bind(fd, new linger(), sizeof(linger));
  // @ts-expect-error a linger is no address
  unp.sock_ntop(new linger(), sizeof(linger));
  // @ts-expect-error htons is forgotten
  unp.sock_set_port(address, sizeof(address), 7);
  // @ts-expect-error a descriptor is no rio_t
  csapp.rio_readlineb(fd, buffer, csapp.MAXLINE);
  // @ts-expect-error an object is no rio_t
  csapp.rio_readlineb({}, buffer, csapp.MAXLINE);
  // @ts-expect-error an int is no socklen_t
  unp.tcp_listen(null, "7", new int());
}
