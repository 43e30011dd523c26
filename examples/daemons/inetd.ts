/**
 * inetd: waits for the clients of many services, and executes a program for each, whose standard input, output and error
 * are the connection. So programs that know nothing of sockets become servers, and none runs before somebody asks for it.
 *
 * usage: inetd FILE [REQUESTS]
 *
 * Each line of FILE is a service; those that begin with # are comments:
 *
 *     [ADDRESS:]SERVICE stream|dgram tcp|udp wait|nowait USER PROGRAM [ARGUMENT...]
 *     [ADDRESS:]SERVICE stream|dgram tcp|udp wait|nowait USER internal [NAME]
 *
 * ADDRESS is a numeric IPv4 address; without it the service can be reached from this machine only (127.0.0.1). SERVICE is
 * a port (0 is any free one) or its name. The first ARGUMENT is what the program is told as its own name. A `nowait`
 * service is given a connection; a `wait` service the socket itself, which nobody else looks at until it has ended. The
 * internal services are echo, discard and daytime, found by NAME or by SERVICE.
 *
 * SIGHUP: FILE is read again. After REQUESTS requests the server ends; without it, it serves until it is killed.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { EINTR, errno } from "berkeley/errno";
import { initgroups } from "berkeley/grp";
import { int, ptr, sizeof } from "berkeley/memory";
import { getservbyname } from "berkeley/netdb";
import { htons, INET_ADDRSTRLEN, IPPORT_RESERVED, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { getpwnam } from "berkeley/pwd";
import {
  SIG_BLOCK,
  SIG_SETMASK,
  sigaction,
  sigaddset,
  SIGCHLD,
  sigemptyset,
  SIGHUP,
  sigprocmask,
  sigset_t,
} from "berkeley/signal";
import { fclose, fflush, fopen, fprintf, getline, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { memcmp, strcmp, strlen, strspn } from "berkeley/string";
import { FD_ISSET, FD_SET, fd_set, pselect } from "berkeley/sys/select";
import {
  accept,
  AF_INET,
  bind,
  getsockname,
  listen,
  MSG_DONTWAIT,
  recv,
  recvfrom,
  sendto,
  setsockopt,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { size_t, time_t } from "berkeley/sys/types";
import { wait, waitpid, WEXITSTATUS, WIFSIGNALED, WNOHANG, WTERMSIG } from "berkeley/sys/wait";
import { ctime, time } from "berkeley/time";
import {
  _exit,
  close,
  dup2,
  execv,
  fork,
  getuid,
  read,
  setgid,
  setuid,
  STDERR_FILENO,
  STDIN_FILENO,
  STDOUT_FILENO,
  write,
} from "berkeley/unistd";

import { echo } from "../support/echo.ts";

const BACKLOG = 128;
const BUFSIZE = 65536;
const MAX_SERVICES = 64;
const MAX_ARGS = 20;

/** A service that needs no program. Of a stream it serves a connection, in a process of its own; else it takes a datagram. */
interface Internal {
  name: string;
  type: number;
  serve: (fd: number) => void;
}

interface Service {
  name: string;
  /** As the file says it: port 0 stays 0. */
  address: sockaddr_in;
  type: number;
  waits: boolean;
  user: string;
  uid: number;
  gid: number;
  internal: Internal | null;
  program: string;
  argv: string[];
  /** -1: not open. */
  fd: number;
  /** The process that a `wait` service's socket is left to; 0 when there is none. */
  pid: number;
}

let services: Service[] = [];

const buf = Buffer.alloc(BUFSIZE);

function echo_stream(fd: number): void {
  echo(fd);
}

function discard_stream(fd: number): void {
  while (read(fd, buf, sizeof(buf)) > 0);
}

/** The time of day, as the protocol daytime tells it. */
function daytime(): string {
  return ctime(new time_t(time(null)))!.slice(0, 24) + "\r\n";
}

function daytime_stream(fd: number): void {
  const text = daytime();
  write(fd, text, strlen(text));
}

/** Takes a datagram, and answers with its own text or another. */
function answer_dgram(fd: number, text: string | null): void {
  const from = new sockaddr_in();
  const len = new socklen_t(sizeof(from));
  const n = recvfrom(fd, buf, sizeof(buf), MSG_DONTWAIT, from, len);
  if (n === -1) return;
  if (ntohs(from.sin_port) < IPPORT_RESERVED) return; // A server: the two would answer each other for ever.
  if (text === null) sendto(fd, buf, n, 0, from, len.value);
  else sendto(fd, text, strlen(text), 0, from, len.value);
}

function echo_dgram(fd: number): void {
  answer_dgram(fd, null);
}

function discard_dgram(fd: number): void {
  recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
}

function daytime_dgram(fd: number): void {
  answer_dgram(fd, daytime());
}

const internals: Internal[] = [
  { name: "echo", type: SOCK_STREAM, serve: echo_stream },
  { name: "echo", type: SOCK_DGRAM, serve: echo_dgram },
  { name: "discard", type: SOCK_STREAM, serve: discard_stream },
  { name: "discard", type: SOCK_DGRAM, serve: discard_dgram },
  { name: "daytime", type: SOCK_STREAM, serve: daytime_stream },
  { name: "daytime", type: SOCK_DGRAM, serve: daytime_dgram },
];

function find_internal(name: string, type: number): Internal | null {
  for (const internal of internals) {
    if (strcmp(internal.name, name) === 0 && internal.type === type) return internal;
  }
  return null;
}

/** The file, and the line of it that is read. */
let path: string;
let number: number;

function complain(what: string, word: string): null {
  fprintf(stderr, "%s:%d: %s: %s\n", path, number, what, word);
  return null;
}

/** Makes an address of [ADDRESS:]SERVICE. Returns whether it is one. */
function parse_address(word: string, protocol: string, address: sockaddr_in): boolean {
  const colon = word.indexOf(":");
  const host = colon === -1 ? "127.0.0.1" : word.slice(0, colon);
  const name = word.slice(colon + 1);

  address.sin_family = AF_INET;
  if (inet_pton(AF_INET, host, address.sin_addr) !== 1) return false;
  if (name !== "" && strspn(name, "0123456789") === strlen(name)) {
    address.sin_port = htons(atoi(name));
    return strlen(name) <= 5 && atoi(name) <= 65535;
  }
  const service = getservbyname(name, protocol);
  if (service === null) return false;
  address.sin_port = service.s_port;
  return true;
}

/** Makes a service of a line's words; null if they are wrong. */
function parse_service(words: string[]): Service | null {
  if (words.length < 6) return complain("fields are missing after", words[words.length - 1]);
  if (words.length > 6 + MAX_ARGS) return complain("too many arguments", words[5]);
  const [name, type, protocol, mode, user, program, ...argv] = words;

  const isStream = strcmp(type, "stream") === 0;
  if (!isStream && strcmp(type, "dgram") !== 0) return complain("neither stream nor dgram", type);
  if (strcmp(protocol, isStream ? "tcp" : "udp") !== 0) return complain("no protocol of such a socket", protocol);
  const waits = strcmp(mode, "wait") === 0;
  if (!waits && strcmp(mode, "nowait") !== 0) return complain("neither wait nor nowait", mode);
  if (!waits && !isStream) return complain("a dgram service must wait", name);

  const address = new sockaddr_in();
  if (!parse_address(name, protocol, address)) return complain("unknown service", name);
  const pw = getpwnam(user);
  if (pw === null) return complain("unknown user", user);

  const service: Service = {
    name: `${name}/${protocol}`,
    address,
    type: isStream ? SOCK_STREAM : SOCK_DGRAM,
    waits,
    user,
    uid: pw.pw_uid,
    gid: pw.pw_gid,
    internal: null,
    program,
    argv,
    fd: -1,
    pid: 0,
  };
  if (strcmp(program, "internal") === 0) {
    const [internal] = argv.length > 0 ? argv : [name];
    service.internal = find_internal(internal, service.type);
    if (service.internal === null) return complain("no internal service", internal);
  } else if (argv.length === 0) {
    return complain("the program has no name of its own", program);
  }
  return service;
}

/** Reads the services of the file; null if it cannot be read. A line that is wrong is left out. */
function read_services(): Service[] | null {
  const file = fopen(path, "r");
  if (file === null) {
    perror(path);
    return null;
  }
  const fresh: Service[] = [];
  const line = new ptr<Buffer>();
  const size = new size_t();
  let n: number;
  for (number = 1; (n = getline(line, size, file)) !== -1; number++) {
    const words = line
      .value!.toString("utf8", 0, n)
      .split(/[ \t\n]+/)
      .filter(Boolean);
    if (words.length === 0 || words[0][0] === "#") continue;
    if (fresh.length === MAX_SERVICES) {
      complain("too many services", words[0]);
      break;
    }
    const service = parse_service(words);
    if (service !== null) fresh.push(service);
  }
  fclose(file);
  return fresh;
}

/** Opens a service's socket. One that cannot be opened is tried again with the next SIGHUP. */
function open_service(service: Service): void {
  const address = new sockaddr_in(service.address);
  const len = new socklen_t(sizeof(address));
  const fd = socket(AF_INET, service.type, 0);
  if (fd === -1) {
    perror(service.name);
    return;
  }
  const yes = new int(1);
  if (
    (service.type === SOCK_STREAM && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) ||
    bind(fd, address, sizeof(address)) === -1 ||
    (service.type === SOCK_STREAM && listen(fd, BACKLOG) === -1) ||
    getsockname(fd, address, len) === -1
  ) {
    perror(service.name);
    close(fd);
    return;
  }
  service.fd = fd;
  const host = inet_ntop(AF_INET, address.sin_addr, null, INET_ADDRSTRLEN);
  printf("%s: listening on %s port %d\n", service.name, host, ntohs(address.sin_port));
}

function close_service(service: Service): void {
  if (service.fd === -1) return;
  close(service.fd);
  printf("%s: closed\n", service.name);
}

/** Takes over what is open already and at the same address. */
function take_over(service: Service): void {
  for (const old of services) {
    if (old.fd === -1 || old.type !== service.type) continue;
    if (memcmp(old.address, service.address, sizeof(sockaddr_in)) !== 0) continue;
    service.fd = old.fd;
    service.pid = old.pid;
    old.fd = -1;
    return;
  }
}

/** Reads the file, at the start and at each SIGHUP: new services are opened, those that are no more closed. */
function configure(): number {
  const fresh = read_services();
  if (fresh === null) return -1;
  for (const service of fresh) take_over(service);
  for (const old of services) close_service(old);
  services = fresh;
  for (const service of services) {
    if (service.fd === -1) open_service(service);
  }
  printf("%d services\n", services.length);
  fflush(stdout);
  return 0;
}

/** Returns 0, or -1 with errno. The user comes last: who is not root may not set groups. */
function become_user({ user, uid, gid }: Service): number {
  if (uid === getuid()) return 0;
  if (setgid(gid) === -1 || initgroups(user, gid) === -1) return -1;
  return setuid(uid);
}

/** The child: becomes the program, or the internal service. */
function execute(service: Service, fd: number, mask: sigset_t): never {
  dup2(fd, STDIN_FILENO);
  dup2(fd, STDOUT_FILENO);
  dup2(fd, STDERR_FILENO);
  for (const other of services) {
    if (other.fd !== -1) close(other.fd);
  }
  if (!service.waits) close(fd);
  sigprocmask(SIG_SETMASK, mask, null);

  if (service.internal !== null) {
    service.internal.serve(STDIN_FILENO);
    exit(EXIT_SUCCESS);
  }
  if (become_user(service) === -1) {
    perror(service.user);
  } else {
    execv(service.program, [...service.argv, null]);
    perror(service.program); // It returns only where it fails. The client of a stream reads why.
  }
  // A datagram that stayed would start the next child at once.
  if (service.type === SOCK_DGRAM) recv(STDIN_FILENO, buf, sizeof(buf), MSG_DONTWAIT);
  _exit(127);
}

/** Serves a request. */
function serve(service: Service, mask: sigset_t): void {
  if (service.internal !== null && service.type === SOCK_DGRAM) {
    service.internal.serve(service.fd);
    return;
  }
  let { fd } = service;
  if (!service.waits && (fd = accept(service.fd, null, null)) === -1) {
    perror("accept");
    return;
  }

  const pid = fork();
  if (pid === 0) execute(service, fd, mask);
  if (pid === -1) perror("fork");
  else if (service.waits) service.pid = pid;
  if (!service.waits) close(fd);
}

/** Waits for the children that have ended: their sockets are looked at again. */
function reap(): void {
  const status = new int();
  let pid: number;
  while ((pid = waitpid(-1, status, WNOHANG)) > 0) {
    for (const service of services) {
      if (service.pid === pid) service.pid = 0;
    }
    if (WIFSIGNALED(status.value)) printf("child %d: killed by signal %d\n", pid, WTERMSIG(status.value));
    else if (WEXITSTATUS(status.value) !== 0) printf("child %d: exited with %d\n", pid, WEXITSTATUS(status.value));
    fflush(stdout);
  }
}

let hung_up = false;
let child_ended = false;

function handle(signum: number): void {
  if (signum === SIGHUP) hung_up = true;
  else child_ended = true;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s FILE [REQUESTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  path = argv[1];
  let requests = argc > 2 ? atoi(argv[2]) : -1;

  // Signals come while pselect waits, and at no other time.
  const blocked = new sigset_t();
  const mask = new sigset_t();
  sigemptyset(blocked);
  sigaddset(blocked, SIGHUP);
  sigaddset(blocked, SIGCHLD);
  sigprocmask(SIG_BLOCK, blocked, mask);
  const action = new sigaction({ sa_handler: handle });
  sigaction(SIGHUP, action, null);
  sigaction(SIGCHLD, action, null);

  if (configure() === -1) exit(EXIT_FAILURE);
  while (requests !== 0) {
    const ready = new fd_set();
    let fdmax = -1;
    for (const { fd, pid } of services) {
      if (fd === -1 || pid !== 0) continue;
      FD_SET(fd, ready);
      if (fd > fdmax) fdmax = fd;
    }
    if (pselect(fdmax + 1, ready, null, null, null, mask) === -1) {
      if (errno !== EINTR) {
        perror("pselect");
        exit(EXIT_FAILURE);
      }
      if (hung_up) {
        hung_up = false;
        configure();
      }
      if (child_ended) {
        child_ended = false;
        reap();
      }
      continue;
    }

    for (const service of services) {
      if (requests === 0 || service.fd === -1 || service.pid !== 0 || !FD_ISSET(service.fd, ready)) continue;
      serve(service, mask);
      requests--;
    }
  }

  for (const { fd } of services) {
    if (fd !== -1) close(fd);
  }
  while (wait(null) > 0); // The last requests are still being served.
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
