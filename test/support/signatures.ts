/** The functions that reach the native layer, and what each of their parameters takes. */

import * as all from "berkeley";

/**
 * - int, offset: an integer of 32 bits; one of 53
 * - bigint: a bigint of 64 bits
 * - size: how many bytes of the parameter before it
 * - count: how many elements of the parameter before it
 * - free: how many bytes, which no parameter must have
 * - in: memory, a string or null
 * - out, place: memory or null
 * - path: memory, a string or null
 * - text: memory or a string
 * - memory: memory
 * - pointer: a ptr or null
 * - reference: a ptr
 * - null: null
 * - variable: an integer, memory or null, as another parameter says
 * - message, messages, vector, of which a count follows the latter two: a msghdr, mmsghdrs, iovecs or null
 * - strings: an array of strings and memory, or null
 * - stream: a FILE
 * - char: a number or a string of one byte
 */
export type Kind =
  | ("int" | "offset" | "size" | "free" | "in" | "out" | "place")
  | ("path" | "text" | "memory" | "pointer" | "reference" | "null" | "char" | "strings" | "bigint" | "count")
  | ("message" | "messages" | "vector" | "variable" | "stream");

export interface Parameter {
  readonly name: string;
  readonly kind: Kind;
}

export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly call: (...values: unknown[]) => unknown;
}

const synopses = `
  inet_aton(cp: text, inp: place)
  inet_network(cp: text)
  inet_ntop(af: int, src: memory, dst: out, size: size)
  inet_pton(af: int, src: text, dst: memory)
  inet_addr(cp: text)
  inet_ntoa(address: memory)

  isalnum(c: char)
  isalpha(c: char)
  isblank(c: char)
  iscntrl(c: char)
  isdigit(c: char)
  isgraph(c: char)
  islower(c: char)
  isprint(c: char)
  ispunct(c: char)
  isspace(c: char)
  isupper(c: char)
  isxdigit(c: char)
  tolower(c: char)
  toupper(c: char)

  opendir(name: path)
  fdopendir(fd: int)

  open(pathname: path, flags: int, mode: int)
  openat(dirfd: int, pathname: path, flags: int, mode: int)
  creat(pathname: path, mode: int)
  fcntl(fd: int, cmd: int, arg: int)

  if_nametoindex(ifname: text)
  if_indextoname(ifindex: int, ifname: place)
  getifaddrs(ifap: pointer)
  splice(fd_in: int, off_in: place, fd_out: int, off_out: place, size: free, flags: int)
  tee(fd_in: int, fd_out: int, size: free, flags: int)

  setgroups(size: int, list: place)
  initgroups(user: text, group: int)
  getgrnam(name: text)
  getgrgid(gid: int)

  getpwnam(name: text)
  getpwuid(uid: int)

  kill(pid: int, sig: int)
  killpg(pgrp: int, sig: int)
  raise(sig: int)
  sigaddset(set: memory, signum: int)
  sigdelset(set: memory, signum: int)
  sigismember(set: memory, signum: int)
  sigemptyset(set: memory)
  sigfillset(set: memory)
  sigisemptyset(set: memory)
  sigprocmask(how: int, set: place, oldset: place)
  sigpending(set: place)
  sigsuspend(mask: place)
  sigwaitinfo(set: place, info: place)
  sigtimedwait(set: place, info: place, timeout: place)
  psignal(sig: int, s: path)

  getaddrinfo(node: path, service: path, hints: place, res: reference)
  getnameinfo(addr: out, addrlen: size, host: out, hostlen: size, serv: out, servlen: size, flags: int)
  gai_strerror(errcode: int)
  gethostbyname(name: text)
  gethostbyname2(name: text, af: int)
  gethostbyaddr(addr: in, len: size, type: int)
  sethostent(stayopen: int)
  hstrerror(err: int)
  herror(s: path)
  getservbyname(name: text, proto: path)
  getservbyport(port: int, proto: path)
  setservent(stayopen: int)
  getprotobyname(name: text)
  getprotobynumber(proto: int)
  setprotoent(stayopen: int)

  poll(fds: out, nfds: count, timeout: int)
  ppoll(fds: out, nfds: count, timeout: place, sigmask: place)

  fopen(pathname: path, mode: text)
  fdopen(fd: int, mode: text)
  freopen(pathname: path, mode: text, stream: stream)
  fclose(stream: stream)
  popen(command: text, type: text)
  pclose(stream: stream)
  setvbuf(stream: stream, buf: out, mode: int, size: size)
  setbuf(stream: stream, buf: out)
  fgets(s: memory, size: int, stream: stream)
  fgetc(stream: stream)
  getc(stream: stream)
  ungetc(c: char, stream: stream)
  fputs(s: text, stream: stream)
  puts(s: text)
  fputc(c: char, stream: stream)
  putc(c: char, stream: stream)
  putchar(c: char)
  fread(ptr: memory, size: free, nmemb: free, stream: stream)
  fwrite(ptr: text, size: free, nmemb: free, stream: stream)
  feof(stream: stream)
  ferror(stream: stream)
  clearerr(stream: stream)
  fileno(stream: stream)
  fseek(stream: stream, offset: offset, whence: int)
  fseeko(stream: stream, offset: offset, whence: int)
  ftell(stream: stream)
  ftello(stream: stream)
  rewind(stream: stream)
  printf(format: text)
  fprintf(stream: stream, format: text)
  dprintf(fd: int, format: text)
  sprintf(str: memory, format: text)
  snprintf(str: out, size: size, format: text)
  scanf(format: text)
  fscanf(stream: stream, format: text)
  sscanf(str: text, format: text)
  perror(s: path)
  remove(pathname: path)
  rename(oldpath: path, newpath: path)

  atoi(nptr: text)
  atol(nptr: text)
  atoll(nptr: text)
  strtol(nptr: text, endptr: pointer, base: int)
  strtoul(nptr: text, endptr: pointer, base: int)
  strtoll(nptr: text, endptr: pointer, base: int)
  strtoull(nptr: text, endptr: pointer, base: int)
  strtod(nptr: text, endptr: pointer)
  atof(nptr: text)
  srand(seed: int)
  rand_r(seedp: memory)
  srandom(seed: int)
  system(command: path)
  mkstemp(template: memory)
  mkdtemp(template: memory)
  realpath(path: path, resolved_path: place)
  getenv(name: text)
  setenv(name: text, value: text)
  unsetenv(name: text)
  putenv(string: text)

  memset(s: memory, c: char, n: free)
  memcpy(dest: memory, src: in, n: size)
  memmove(dest: memory, src: in, n: size)
  memcmp(s1: text, s2: text, n: free)
  strlen(s: text)
  strcpy(dest: memory, src: text)
  strncpy(dest: memory, src: text, n: free)
  strcat(dest: memory, src: text)
  strncat(dest: memory, src: text, n: free)
  strcmp(s1: text, s2: text)
  strncmp(s1: text, s2: text, n: free)
  strchr(s: text, c: char)
  strrchr(s: text, c: char)
  strstr(haystack: text, needle: text)
  strnlen(s: text, maxlen: free)
  strspn(s: text, accept: text)
  strcspn(s: text, reject: text)
  strpbrk(s: text, accept: text)
  memchr(s: text, c: char, n: free)
  strcasestr(haystack: text, needle: text)
  mempcpy(dest: memory, src: in, n: size)
  stpcpy(dest: memory, src: text)
  strlcpy(dest: memory, src: text, size: free)
  strlcat(dest: memory, src: text, size: free)
  strchrnul(s: text, c: char)
  memrchr(s: text, c: char, n: free)
  memmem(haystack: text, haystacklen: free, needle: text, needlelen: free)
  strerror_r(errnum: int, buf: out, buflen: size)
  strerror(errnum: int)
  strsignal(sig: int)

  bzero(s: memory, n: free)
  bcopy(src: in, dest: memory, n: free)
  bcmp(s1: text, s2: text, n: free)
  index(s: text, c: char)
  rindex(s: text, c: char)
  strcasecmp(s1: text, s2: text)
  strncasecmp(s1: text, s2: text, n: free)

  mmap(addr: null, length: free, prot: int, flags: int, fd: int, offset: offset)
  munmap(addr: memory, length: free)
  msync(addr: memory, length: free, flags: int)
  mprotect(addr: memory, len: free, prot: int)

  socket(domain: int, type: int, protocol: int)
  socketpair(domain: int, type: int, protocol: int, sv: place)
  bind(sockfd: int, addr: out, addrlen: size)
  listen(sockfd: int, backlog: int)
  accept(sockfd: int, addr: place, addrlen: place)
  accept4(sockfd: int, addr: place, addrlen: place, flags: int)
  connect(sockfd: int, addr: out, addrlen: size)
  getsockname(sockfd: int, addr: place, addrlen: place)
  getpeername(sockfd: int, addr: place, addrlen: place)
  send(sockfd: int, buf: in, len: size, flags: int)
  sendto(sockfd: int, buf: in, len: size, flags: int, dest_addr: out, addrlen: size)
  recv(sockfd: int, buf: out, len: size, flags: int)
  recvfrom(sockfd: int, buf: out, len: size, flags: int, src_addr: place, addrlen: place)
  sendmsg(sockfd: int, msg: message, flags: int)
  recvmsg(sockfd: int, msg: message, flags: int)
  sendmmsg(sockfd: int, msgvec: messages, vlen: count, flags: int)
  recvmmsg(sockfd: int, msgvec: messages, vlen: count, flags: int, timeout: place)
  shutdown(sockfd: int, how: int)
  sockatmark(sockfd: int)
  getsockopt(sockfd: int, level: int, optname: int, optval: place, optlen: place)
  setsockopt(sockfd: int, level: int, optname: int, optval: in, optlen: size)

  sendfile(out_fd: int, in_fd: int, offset: place, count: free)

  readv(fd: int, iov: vector, iovcnt: count)
  writev(fd: int, iov: vector, iovcnt: count)
  preadv(fd: int, iov: vector, iovcnt: count, offset: offset)
  pwritev(fd: int, iov: vector, iovcnt: count, offset: offset)
  preadv2(fd: int, iov: vector, iovcnt: count, offset: offset, flags: int)
  pwritev2(fd: int, iov: vector, iovcnt: count, offset: offset, flags: int)
  process_vm_readv(pid: int, local_iov: vector, liovcnt: count, remote_iov: out, riovcnt: count, flags: free)

  epoll_create(size: int)
  epoll_create1(flags: int)
  epoll_ctl(epfd: int, op: int, fd: int, event: out)
  epoll_wait(epfd: int, events: out, maxevents: count, timeout: int)
  epoll_pwait(epfd: int, events: out, maxevents: count, timeout: int, sigmask: place)
  epoll_pwait2(epfd: int, events: out, maxevents: count, timeout: place, sigmask: place)

  eventfd(initval: int, flags: int)
  eventfd_read(fd: int, value: place)
  eventfd_write(fd: int, value: bigint)

  select(nfds: int, readfds: place, writefds: place, exceptfds: place, timeout: place)
  pselect(nfds: int, readfds: place, writefds: place, exceptfds: place, timeout: place, sigmask: place)

  ioctl(fd: int, request: int, arg: variable)

  getrusage(who: int, usage: place)
  getrlimit(resource: int, rlim: place)
  setrlimit(resource: int, rlim: place)
  prlimit(pid: int, resource: int, new_limit: place, old_limit: place)
  getpriority(which: int, who: int)
  setpriority(which: int, who: int, prio: int)

  flock(fd: int, operation: int)

  signalfd(fd: int, mask: place, flags: int)

  gettimeofday(tv: place, tz: place)
  getitimer(which: int, curr_value: place)
  setitimer(which: int, new_value: place, old_value: place)

  timerfd_create(clockid: int, flags: int)
  timerfd_settime(fd: int, flags: int, new_value: place, old_value: place)
  timerfd_gettime(fd: int, curr_value: place)

  uname(buf: place)

  openlog(ident: path, option: int, facility: int)
  syslog(priority: int, format: text)
  setlogmask(mask: int)

  tcgetattr(fd: int, termios_p: memory)
  tcsetattr(fd: int, optional_actions: int, termios_p: memory)
  tcdrain(fd: int)
  tcflush(fd: int, queue_selector: int)
  tcflow(fd: int, action: int)
  tcsendbreak(fd: int, duration: int)
  tcgetsid(fd: int)
  cfmakeraw(termios_p: memory)
  cfgetispeed(termios_p: memory)
  cfgetospeed(termios_p: memory)
  cfsetispeed(termios_p: memory, speed: int)
  cfsetospeed(termios_p: memory, speed: int)
  cfsetspeed(termios_p: memory, speed: int)

  time(tloc: place)
  clock_gettime(clockid: int, tp: place)
  clock_getres(clockid: int, res: place)
  clock_settime(clockid: int, tp: place)
  nanosleep(req: place, rem: place)
  clock_nanosleep(clockid: int, flags: int, request: place, remain: place)
  gmtime(timep: memory)
  localtime(timep: memory)
  gmtime_r(timep: memory, result: memory)
  localtime_r(timep: memory, result: memory)
  asctime(tm: memory)
  ctime(timep: memory)
  asctime_r(tm: memory, buf: memory)
  ctime_r(timep: memory, buf: memory)
  mktime(tm: memory)
  timegm(tm: memory)
  strftime(s: out, max: size, format: text, tm: memory)

  umask(mask: int)
  mkfifo(pathname: path, mode: int)
  mkfifoat(dirfd: int, pathname: path, mode: int)
  mkdir(pathname: path, mode: int)
  chmod(pathname: path, mode: int)
  fchmod(fd: int, mode: int)
  stat(pathname: path, statbuf: place)
  lstat(pathname: path, statbuf: place)
  fstat(fd: int, statbuf: place)

  wait(wstatus: place)
  waitpid(pid: int, wstatus: place, options: int)
  waitid(idtype: int, id: int, infop: place, options: int)
  wait3(wstatus: place, options: int, rusage: place)
  wait4(pid: int, wstatus: place, options: int, rusage: place)

  read(fd: int, buf: out, count: size)
  write(fd: int, buf: in, count: size)
  pread(fd: int, buf: out, count: size, offset: offset)
  pwrite(fd: int, buf: in, count: size, offset: offset)
  close(fd: int)
  dup(oldfd: int)
  dup2(oldfd: int, newfd: int)
  dup3(oldfd: int, newfd: int, flags: int)
  pipe(pipefd: place)
  pipe2(pipefd: place, flags: int)
  execv(pathname: path, argv: strings)
  execvp(file: path, argv: strings)
  execve(pathname: path, argv: strings, envp: strings)
  execvpe(file: path, argv: strings, envp: strings)
  fexecve(fd: int, argv: strings, envp: strings)
  execveat(dirfd: int, pathname: path, argv: strings, envp: strings, flags: int)
  unlink(pathname: path)
  getpgid(pid: int)
  setpgid(pid: int, pgid: int)
  getsid(pid: int)
  tcgetpgrp(fd: int)
  tcsetpgrp(fd: int, pgrp: int)
  setuid(uid: int)
  seteuid(euid: int)
  setgid(gid: int)
  setegid(egid: int)
  setreuid(ruid: int, euid: int)
  setregid(rgid: int, egid: int)
  setresuid(ruid: int, euid: int, suid: int)
  setresgid(rgid: int, egid: int, sgid: int)
  getresuid(ruid: place, euid: place, suid: place)
  getresgid(rgid: place, egid: place, sgid: place)
  getgroups(size: int, list: place)
  nice(inc: int)
  access(pathname: path, mode: int)
  faccessat(dirfd: int, pathname: path, mode: int, flags: int)
  chown(pathname: path, owner: int, group: int)
  fchown(fd: int, owner: int, group: int)
  lchown(pathname: path, owner: int, group: int)
  chdir(path: path)
  fchdir(fd: int)
  chroot(path: path)
  getcwd(buf: out, size: size)
  rmdir(pathname: path)
  link(oldpath: path, newpath: path)
  symlink(target: path, linkpath: path)
  readlink(pathname: path, buf: out, bufsiz: size)
  lseek(fd: int, offset: offset, whence: int)
  truncate(path: path, length: offset)
  ftruncate(fd: int, length: offset)
  fsync(fd: int)
  fdatasync(fd: int)
  sethostname(name: in, len: size)
  ttyname(fd: int)
  sysconf(name: int)
  gethostname(name: out, len: size)
  alarm(seconds: int)
  sleep(seconds: int)
  usleep(usec: int)
  isatty(fd: int)
`;

function read(synopsis: string): Signature {
  const [, name, list] = /^(\w+)\((.*)\)$/.exec(synopsis.trim())!;
  const parameters = list.split(", ").map((text) => {
    const [parameter, kind] = text.split(": ");
    return { name: parameter, kind: kind as Kind };
  });
  return { name, parameters, call: (all as unknown as Record<string, Signature["call"]>)[name] };
}

export const signatures: readonly Signature[] = synopses
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map(read);
