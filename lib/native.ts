/** The addon: system calls that return a value or -errno. Only the modules of headers call it. */

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import type { Struct, StructLayout } from "./memory/struct.ts";

type Memory = NodeJS.ArrayBufferView | Struct;
type Out = Memory | null;
type In = Memory | string | null;
type Text = Memory | string;
/** What the pointers of a struct refer to (memory/pointers.ts). */
type List = readonly unknown[] | null;
type Strings = readonly (Text | null)[] | null;

type Allocated = ArrayBuffer | null;
/** An entry of getifaddrs: its name, its flags, four pieces of memory. */
export type InterfaceAddress = readonly [string, number, Allocated, Allocated, Allocated, Allocated];

/** An entry of if_nameindex: its index and its name. */
export type InterfaceName = readonly [number, string];
// The fields of entries of netdb.h, in C's order.
type Aliases = (string | null)[];
type Host = [name: string, aliases: Aliases, addrtype: number, length: number, addr_list: (Buffer | null)[]];
type Service = [name: string, aliases: Aliases, port: number, proto: string];
type Protocol = [name: string, aliases: Aliases, proto: number];

interface Native {
  readonly constants: Readonly<Record<string, number>>;
  readonly structs: Readonly<Record<string, StructLayout>>;

  inet_ntop(af: number, src: Memory, dst: Out, size: number): string | number;
  inet_pton(af: number, src: Text, dst: Memory): number;
  inet_aton(cp: Text, inp: Out): number;
  inet_ntoa(address: Memory): string;
  inet_lnaof(address: Memory): number;
  inet_netof(address: Memory): number;
  inet_makeaddr(net: number, host: number): number;
  inet_addr(cp: Text): number;
  inet_network(cp: Text): number;

  isalnum(c: number | string): number;
  isalpha(c: number | string): number;
  isblank(c: number | string): number;
  iscntrl(c: number | string): number;
  isdigit(c: number | string): number;
  isgraph(c: number | string): number;
  islower(c: number | string): number;
  isprint(c: number | string): number;
  ispunct(c: number | string): number;
  isspace(c: number | string): number;
  isupper(c: number | string): number;
  isxdigit(c: number | string): number;
  tolower(c: number | string): number;
  toupper(c: number | string): number;

  opendir(name: In): object | number;
  fdopendir(fd: number): object | number;
  readdir(dirp: object, entry: Out): number;
  rewinddir(dirp: object): number;
  dirfd(dirp: object): number;
  closedir(dirp: object): number;

  open(pathname: In, flags: number, mode: number): number;
  openat(dirfd: number, pathname: In, flags: number, mode: number): number;
  creat(pathname: In, mode: number): number;
  fcntl(fd: number, cmd: number, arg: number): number;
  fcntl_flock(fd: number, cmd: number, arg: Out): number;
  fcntl_owner(fd: number, cmd: number, arg: Out): number;
  splice(fd_in: number, off_in: Out, fd_out: number, off_out: Out, size: number, flags: number): number;
  tee(fd_in: number, fd_out: number, size: number, flags: number): number;

  setgroups(size: number, list: Out): number;
  initgroups(user: Text, group: number): number;
  getgrnam(name: Text): [string, string, number, string[]] | number | null;
  getgrgid(gid: number): [string, string, number, string[]] | number | null;

  kill(pid: number, sig: number): number;
  killpg(pgrp: number, sig: number): number;
  raise(sig: number): number;
  sigqueue(pid: number, sig: number, value: bigint): number;
  sigaction_is_ignored(signum: number): number;
  sigaction_handle(signum: number, run: (info?: ArrayBuffer) => void, sa_flags: number, sa_mask: Out): number;
  sigaction_default(signum: number, sa_flags: number): number;
  sigaction_ignore(signum: number, sa_flags: number): number;
  keep_signals_from_new_threads(): number;
  sigemptyset(set: Out): number;
  sigfillset(set: Out): number;
  sigaddset(set: Out, signum: number): number;
  sigdelset(set: Out, signum: number): number;
  sigismember(set: Out, signum: number): number;
  sigisemptyset(set: Out): number;
  sigprocmask(how: number, set: Out, oldset: Out): number;
  sigpending(set: Out): number;
  sigsuspend(mask: Out): number;
  sigwait(set: Out): number;
  sigwaitinfo(set: Out, info: Out): number;
  sigtimedwait(set: Out, info: Out, timeout: Out): number;
  psignal(sig: number, s: In, stream: number): number;

  getifaddrs(): readonly InterfaceAddress[] | number;

  if_nametoindex(ifname: Text): number;
  if_indextoname(ifindex: number, ifname: Out): string | number;
  if_nameindex(): readonly InterfaceName[] | number;

  getaddrinfo(node: In, service: In, hints: Out, errors: Memory): number | (ArrayBuffer | string | null)[];
  freeaddrinfo(res: ArrayBufferLike): number;
  getnameinfo(
    addr: Out,
    addrlen: number,
    host: Out,
    hostlen: number,
    serv: Out,
    servlen: number,
    flags: number,
    errors: Memory,
  ): number;
  gai_strerror(errcode: number): string;
  gethostbyname(name: Text, errors: Memory): Host | null;
  gethostbyname2(name: Text, af: number, errors: Memory): Host | null;
  gethostbyaddr(addr: In, len: number, type: number, errors: Memory): Host | null;
  gethostent(errors: Memory): Host | null;
  sethostent(stayopen: number): number;
  endhostent(): number;
  hstrerror(err: number): string;
  herror(s: In, h_errno: number): number;
  getservbyname(name: Text, proto: In, errors: Memory): Service | null;
  getservbyport(port: number, proto: In, errors: Memory): Service | null;
  getservent(errors: Memory): Service | null;
  setservent(stayopen: number): number;
  endservent(): number;
  getprotobyname(name: Text, errors: Memory): Protocol | null;
  getprotobynumber(proto: number, errors: Memory): Protocol | null;
  getprotoent(errors: Memory): Protocol | null;
  setprotoent(stayopen: number): number;
  endprotoent(): number;

  poll(fds: Out, nfds: number, timeout: number): number;
  ppoll(fds: Out, nfds: number, timeout: Out, sigmask: Out): number;

  getpwnam(name: Text): (string | number)[] | number | null;
  getpwuid(uid: number): (string | number)[] | number | null;

  /** What functions of stdio.h return where the input has ended: nothing that is -errno. */
  readonly END_OF_FILE: number;
  fopen(pathname: In, mode: Text): number;
  fdopen(fd: number, mode: Text): number;
  freopen(pathname: In, mode: Text, stream: number): number;
  fclose(stream: number): number;
  tmpfile(): number;
  popen(command: Text, type: Text, environ: Strings): number;
  pclose(stream: number): number;
  fflush(stream: number): number;
  fflush_all(): number;
  fflush_unheld(): number;
  fgets(s: Memory, size: number, stream: number): number;
  fgetc(stream: number): number;
  getc(stream: number): number;
  ungetc(c: number | string, stream: number): number;
  getdelim(lineptr: Out, n: number, delim: number | string, stream: number, length: Memory): number | Buffer;
  getline(lineptr: Out, n: number, delim: number | string, stream: number, length: Memory): number | Buffer;
  fputs(s: Text, stream: number): number;
  puts(s: Text, stream: number): number;
  fputc(c: number | string, stream: number): number;
  putc(c: number | string, stream: number): number;
  putchar(c: number | string, stream: number): number;
  fread(ptr: Memory, size: number, nmemb: number, stream: number, done: Memory): number;
  fwrite(ptr: Text, size: number, nmemb: number, stream: number, done: Memory): number;
  feof(stream: number): number;
  ferror(stream: number): number;
  clearerr(stream: number): number;
  fileno(stream: number): number;
  setvbuf(stream: number, mode: number, buf: Out, size: number): number;
  setbuf(stream: number, mode: number, buf: Out, size: number): number;
  fseek(stream: number, offset: number, whence: number): number;
  fseeko(stream: number, offset: number, whence: number): number;
  ftell(stream: number): number;
  ftello(stream: number): number;
  rewind(stream: number): number;
  fprintf(stream: number, errno: number, format: Text, values: readonly unknown[]): number;
  printf(stream: number, errno: number, format: Text, values: readonly unknown[]): number;
  dprintf(fd: number, errno: number, format: Text, values: readonly unknown[]): number;
  sprintf(str: Memory, errno: number, format: Text, values: readonly unknown[]): number;
  snprintf(str: Out, size: number, errno: number, format: Text, values: readonly unknown[]): number;
  fscanf(stream: number, format: Text, values: readonly unknown[]): number;
  scanf(stream: number, format: Text, values: readonly unknown[]): number;
  sscanf(str: Text, format: Text, values: readonly unknown[]): number;
  perror(s: In, errno: number, stream: number): number;
  is_perrors(stream: number): number;
  remove(pathname: In): number;
  rename(oldpath: In, newpath: In): number;

  atoi(nptr: Text): number;
  atol(nptr: Text, base: number, parsed: Memory): number;
  atoll(nptr: Text, base: number, parsed: Memory): number;
  strtol(nptr: Text, base: number, parsed: Memory): number;
  strtoul(nptr: Text, base: number, parsed: Memory): number;
  strtoll(nptr: Text, base: number, parsed: Memory): number;
  strtoull(nptr: Text, base: number, parsed: Memory): number;
  strtod(nptr: Text, parsed: Memory): number;
  atof(nptr: Text, parsed: Memory): number;
  rand(): number;
  srand(seed: number): number;
  rand_r(seedp: Memory): number;
  random(): number;
  srandom(seed: number): number;
  system(command: In): number;
  mkstemp(template: Memory): number;
  mkdtemp(template: Memory): number;
  realpath(path: In): string | number;
  abort(): never;
  count_environments(): number;

  memset(s: Memory, c: number | string, n: number): number;
  memcpy(dest: Memory, src: In, n: number): number;
  memmove(dest: Memory, src: In, n: number): number;
  memcmp(s1: Text, s2: Text, n: number): number;
  bzero(s: Memory, n: number): number;
  bcopy(src: Text, dest: Memory, n: number): number;
  bcmp(s1: Text, s2: Text, n: number): number;
  strlen(s: Text): number;
  strcpy(dest: Memory, src: Text): number;
  strncpy(dest: Memory, src: Text, n: number): number;
  strcat(dest: Memory, src: Text): number;
  strncat(dest: Memory, src: Text, n: number): number;
  strcmp(s1: Text, s2: Text): number;
  strncmp(s1: Text, s2: Text, n: number): number;
  strcasecmp(s1: Text, s2: Text): number;
  strncasecmp(s1: Text, s2: Text, n: number): number;
  strchr(s: Text, c: number | string): number;
  strrchr(s: Text, c: number | string): number;
  strstr(haystack: Text, needle: Text): number;
  strnlen(s: Text, maxlen: number): number;
  strspn(s: Text, accept: Text): number;
  strcspn(s: Text, reject: Text): number;
  strpbrk(s: Text, accept: Text): number;
  memchr(s: Text, c: number | string, n: number): number;
  mempcpy(dest: Memory, src: In, n: number): number;
  stpcpy(dest: Memory, src: Text): number;
  strlcpy(dest: Memory, src: Text, size: number): number;
  strlcat(dest: Memory, src: Text, size: number): number;
  strchrnul(s: Text, c: number | string): number;
  memrchr(s: Text, c: number | string, n: number): number;
  memmem(haystack: Text, haystacklen: number, needle: Text, needlelen: number): number;
  strcasestr(haystack: Text, needle: Text): number;
  index(s: Text, c: number | string): number;
  rindex(s: Text, c: number | string): number;
  strerror_r(errnum: number, buf: Out, buflen: number): number;
  strerror(errnum: number): string;
  strsignal(sig: number): string;

  epoll_create(size: number): number;
  epoll_create1(flags: number): number;
  epoll_ctl(epfd: number, op: number, fd: number, event: Out): number;
  epoll_wait(epfd: number, events: Out, maxevents: number, timeout: number): number;
  epoll_pwait(epfd: number, events: Out, maxevents: number, timeout: number, sigmask: Out): number;
  epoll_pwait2(epfd: number, events: Out, maxevents: number, timeout: Out, sigmask: Out): number;

  eventfd(initval: number, flags: number): number;
  eventfd_read(fd: number, value: Out): number;
  eventfd_write(fd: number, value: bigint): number;

  flock(fd: number, operation: number): number;

  signalfd(fd: number, mask: In, flags: number): number;

  select(nfds: number, readfds: Out, writefds: Out, exceptfds: Out, timeout: Out): number;
  pselect(nfds: number, readfds: Out, writefds: Out, exceptfds: Out, timeout: Out, sigmask: Out): number;

  ioctl(fd: number, request: number, arg: Memory | number | null): number;
  ioctl_ifconf(fd: number, ifc_buf: Out, ifc_len: number, length: Memory): number;

  getrusage(who: number, usage: Out): number;
  getrlimit(resource: number, rlim: Out): number;
  setrlimit(resource: number, rlim: Out): number;
  prlimit(pid: number, resource: number, new_limit: Out, old_limit: Out): number;
  getpriority(which: number, who: number): number;
  setpriority(which: number, who: number, prio: number): number;
  mmap(addr: null, length: number, prot: number, flags: number, fd: number, offset: number): Buffer | number;
  munmap(addr: Memory, length: number): number;
  msync(addr: Memory, length: number, flags: number): number;
  mprotect(addr: Memory, len: number, prot: number): number;

  socket(domain: number, type: number, protocol: number): number;
  socketpair(domain: number, type: number, protocol: number, sv: Out): number;
  bind(sockfd: number, addr: Out, addrlen: number): number;
  listen(sockfd: number, backlog: number): number;
  accept(sockfd: number, addr: Out, addrlen: Out): number;
  accept4(sockfd: number, addr: Out, addrlen: Out, flags: number): number;
  connect(sockfd: number, addr: Out, addrlen: number): number;
  getsockname(sockfd: number, addr: Out, addrlen: Out): number;
  getpeername(sockfd: number, addr: Out, addrlen: Out): number;
  send(sockfd: number, buf: In, len: number, flags: number): number;
  sendto(sockfd: number, buf: In, len: number, flags: number, dest_addr: Out, addrlen: number): number;
  recv(sockfd: number, buf: Out, len: number, flags: number): number;
  recvfrom(sockfd: number, buf: Out, len: number, flags: number, src_addr: Out, addrlen: Out): number;
  sendmsg(sockfd: number, msg: Out, list: List, first: number, flags: number): number;
  recvmsg(sockfd: number, msg: Out, list: List, first: number, flags: number): number;
  sendmmsg(sockfd: number, msgvec: Out, list: List, first: number, vlen: number, flags: number): number;
  recvmmsg(sockfd: number, msgvec: Out, list: List, first: number, vlen: number, flags: number, timeout: Out): number;
  shutdown(sockfd: number, how: number): number;
  sockatmark(sockfd: number): number;
  getsockopt(sockfd: number, level: number, optname: number, optval: Out, optlen: Out): number;
  setsockopt(sockfd: number, level: number, optname: number, optval: In, optlen: number): number;
  setsockopt_filter(
    sockfd: number,
    level: number,
    optname: number,
    optval: Out,
    list: List,
    first: number,
    optlen: number,
  ): number;

  sendfile(out_fd: number, in_fd: number, offset: Out, count: number): number;

  readv(fd: number, iov: Out, list: List, first: number, iovcnt: number): number;
  writev(fd: number, iov: Out, list: List, first: number, iovcnt: number): number;
  preadv(fd: number, iov: Out, list: List, first: number, iovcnt: number, offset: number): number;
  pwritev(fd: number, iov: Out, list: List, first: number, iovcnt: number, offset: number): number;
  preadv2(fd: number, iov: Out, list: List, first: number, iovcnt: number, offset: number, flags: number): number;
  pwritev2(fd: number, iov: Out, list: List, first: number, iovcnt: number, offset: number, flags: number): number;
  process_vm_readv(
    pid: number,
    local_iov: Out,
    list: List,
    first: number,
    liovcnt: number,
    remote_iov: Out,
    riovcnt: number,
    flags: number,
  ): number;

  umask(mask: number): number;
  mkfifo(pathname: In, mode: number): number;
  mkfifoat(dirfd: number, pathname: In, mode: number): number;
  mkdir(pathname: In, mode: number): number;
  chmod(pathname: In, mode: number): number;
  fchmod(fd: number, mode: number): number;
  stat(pathname: In, statbuf: Out): number;
  lstat(pathname: In, statbuf: Out): number;
  fstat(fd: number, statbuf: Out): number;

  gettimeofday(tv: Out, tz: Out): number;
  getitimer(which: number, curr_value: Out): number;
  setitimer(which: number, new_value: Out, old_value: Out): number;

  timerfd_create(clockid: number, flags: number): number;
  timerfd_settime(fd: number, flags: number, new_value: Out, old_value: Out): number;
  timerfd_gettime(fd: number, curr_value: Out): number;

  uname(buf: Out): number;

  openlog(ident: In, option: number, facility: number): number;
  syslog(priority: number, errno: number, format: Text, values: readonly unknown[]): number;
  closelog(): number;
  setlogmask(mask: number): number;

  tcgetattr(fd: number, termios_p: Memory): number;
  tcsetattr(fd: number, optional_actions: number, termios_p: Memory): number;
  tcdrain(fd: number): number;
  tcflush(fd: number, queue_selector: number): number;
  tcflow(fd: number, action: number): number;
  tcsendbreak(fd: number, duration: number): number;
  tcgetsid(fd: number): number;
  cfmakeraw(termios_p: Memory): number;
  cfgetispeed(termios_p: Memory): number;
  cfgetospeed(termios_p: Memory): number;
  cfsetispeed(termios_p: Memory, speed: number): number;
  cfsetospeed(termios_p: Memory, speed: number): number;
  cfsetspeed(termios_p: Memory, speed: number): number;

  time(tloc: Out): number;
  clock(): number;
  clock_gettime(clockid: number, tp: Out): number;
  clock_getres(clockid: number, res: Out): number;
  clock_settime(clockid: number, tp: Out): number;
  nanosleep(req: Out, rem: Out): number;
  clock_nanosleep(clockid: number, flags: number, request: Out, remain: Out): number;
  tzset(): number;
  gmtime(timep: Memory, result: Memory): number;
  localtime(timep: Memory, result: Memory): number;
  gmtime_r(timep: Memory, result: Memory): number;
  localtime_r(timep: Memory, result: Memory): number;
  asctime(tm: Memory): string | number;
  ctime(timep: Memory): string | number;
  asctime_r(tm: Memory, buf: Memory): string | number;
  ctime_r(timep: Memory, buf: Memory): string | number;
  mktime(tm: Memory): number | null;
  timegm(tm: Memory): number | null;
  strftime(s: Out, max: number, format: Text, tm: Memory): number;
  tm_zone(tm: Memory): string | null;

  wait(wstatus: Out): number;
  waitpid(pid: number, wstatus: Out, options: number): number;
  waitid(idtype: number, id: number, infop: Out, options: number): number;
  wait3(wstatus: Out, options: number, rusage: Out): number;
  wait4(pid: number, wstatus: Out, options: number, rusage: Out): number;

  read(fd: number, buf: Out, count: number): number;
  write(fd: number, buf: In, count: number): number;
  pread(fd: number, buf: Out, count: number, offset: number): number;
  pwrite(fd: number, buf: In, count: number, offset: number): number;
  close(fd: number): number;
  dup(oldfd: number): number;
  dup2(oldfd: number, newfd: number): number;
  dup3(oldfd: number, newfd: number, flags: number): number;
  pipe(pipefd: Out): number;
  pipe2(pipefd: Out, flags: number): number;
  execl(pathname: In, arg: Strings, environ: Strings): number;
  execlp(file: In, arg: Strings, environ: Strings, path: string | null): number;
  execle(pathname: In, arg: Strings, envp: Strings): number;
  execv(pathname: In, argv: Strings, environ: Strings): number;
  execvp(file: In, argv: Strings, environ: Strings, path: string | null): number;
  execve(pathname: In, argv: Strings, envp: Strings): number;
  execvpe(file: In, argv: Strings, envp: Strings, path: string | null): number;
  fexecve(fd: number, argv: Strings, envp: Strings): number;
  execveat(dirfd: number, pathname: In, argv: Strings, envp: Strings, flags: number): number;
  unlink(pathname: In): number;
  rmdir(pathname: In): number;
  link(oldpath: In, newpath: In): number;
  symlink(target: In, linkpath: In): number;
  readlink(pathname: In, buf: Out, bufsiz: number): number;
  lseek(fd: number, offset: number, whence: number): number;
  truncate(path: In, length: number): number;
  ftruncate(fd: number, length: number): number;
  fsync(fd: number): number;
  fdatasync(fd: number): number;
  getpid(): number;
  getppid(): number;
  gettid(): number;
  getpgid(pid: number): number;
  setpgid(pid: number, pgid: number): number;
  getpgrp(): number;
  setpgrp(): number;
  getsid(pid: number): number;
  setsid(): number;
  tcgetpgrp(fd: number): number;
  tcsetpgrp(fd: number, pgrp: number): number;
  getuid(): number;
  geteuid(): number;
  getgid(): number;
  getegid(): number;
  setuid(uid: number): number;
  seteuid(euid: number): number;
  setgid(gid: number): number;
  setegid(egid: number): number;
  setreuid(ruid: number, euid: number): number;
  setregid(rgid: number, egid: number): number;
  setresuid(ruid: number, euid: number, suid: number): number;
  setresgid(rgid: number, egid: number, sgid: number): number;
  getresuid(ruid: Out, euid: Out, suid: Out): number;
  getresgid(rgid: Out, egid: Out, sgid: Out): number;
  getgroups(size: number, list: Out): number;
  nice(inc: number): number;
  access(pathname: In, mode: number): number;
  faccessat(dirfd: number, pathname: In, mode: number, flags: number): number;
  chown(pathname: In, owner: number, group: number): number;
  fchown(fd: number, owner: number, group: number): number;
  lchown(pathname: In, owner: number, group: number): number;
  chdir(path: In): number;
  fchdir(fd: number): number;
  chroot(path: In): number;
  getcwd(buf: Out, size: number): string | number;
  gethostname(name: Memory, len: number): number;
  sethostname(name: In, len: number): number;
  gethostid(): number;
  ttyname(fd: number): string | number;
  getlogin(): string | number;
  sysconf(name: number): number;
  pause(): number;
  alarm(seconds: number): number;
  sleep(seconds: number, rest: Out): number;
  usleep(usec: number): number;
  isatty(fd: number): number;
  fork(): number;
  prepare_end(): number;
  end_by_itself(): number;
  note_end(status: number): number;
  note_newest_thread(is_nodes: number): number;
  readonly _exit: (status: number) => never;
}

const root = fileURLToPath(new URL("..", import.meta.url));
// As an import, bindings takes Node twice as long.
const require = createRequire(import.meta.url);
const { BERKELEY_ADDON } = process.env;

/** BERKELEY_ADDON names another build than the installed one: that of `npm run build:dev`. */
const addon = (
  BERKELEY_ADDON === undefined
    ? (require("bindings") as typeof import("bindings"))({ bindings: "berkeley", module_root: root })
    : require(BERKELEY_ADDON)
) as Native;

/** Inherits from the addon: V8 optimises the properties of a prototype, so that a call costs no look-up. */
export const native = Object.create(addon) as Native;
