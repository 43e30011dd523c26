/**
 * knock-server: tells knock-knock jokes over TCP, to any number of clients at once: each has a process of its own.
 *
 * usage: knock-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 *
 * Both sides take turns with one line each, and the server begins.
 */

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { int, sizeof } from "berkeley/memory";
import { htons, INET_ADDRSTRLEN, ntohs, sockaddr_in } from "berkeley/netinet/in";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { strcasecmp } from "berkeley/strings";
import {
  accept,
  AF_INET,
  bind,
  getsockname,
  listen,
  setsockopt,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  socklen_t,
  SOL_SOCKET,
} from "berkeley/sys/socket";
import { wait, waitpid, WNOHANG } from "berkeley/sys/wait";
import { close, fork, read, write } from "berkeley/unistd";

const BACKLOG = 5;
const MAXLINE = 256;
const NEWLINE = "\n".charCodeAt(0);

/** What the client is to answer next. */
const WHO_IS_THERE = 0;
const WHO = 1;
const ANOTHER = 2;

const jokes = [
  { name: "Socket", punchline: "Socket to me, I can take it!" },
  { name: "Port", punchline: "Port in a storm: any will do!" },
  { name: "Bind", punchline: "Bind waiting out here for ages!" },
  { name: "Errno", punchline: "Errno, it is you who should know!" },
];

/** Reads a line, without its newline. Returns its length, 0 included; -1 at the end, or with errno. */
function read_line(fd: number, line: Buffer, size: number): number {
  let length = 0;
  while (length < size - 1) {
    const n = read(fd, line.subarray(length), 1);
    if (n === -1) perror("read");
    if (n <= 0) return -1;
    if (line[length] === NEWLINE) break;
    length++;
  }
  line[length] = 0;
  return length;
}

/** Writes a line. Returns 0, or -1 with errno. */
function write_line(fd: number, text: string): number {
  const line = text + "\n";
  if (write(fd, line, strlen(line)) === -1) {
    perror("write");
    return -1;
  }
  return 0;
}

/** Tells jokes to a client until it has heard enough. Returns how many it has heard to their ends. */
function tell_jokes(connfd: number): number {
  const answer = Buffer.alloc(MAXLINE);
  let state = WHO_IS_THERE;
  let told = 0;

  if (write_line(connfd, "Knock! Knock!") === -1) return told;
  while (read_line(connfd, answer, sizeof(answer)) !== -1) {
    const joke = jokes[told % jokes.length];
    const question = `${joke.name} who?`;
    let reply: string;

    switch (state) {
      case WHO_IS_THERE:
        if (strcasecmp(answer, "Who's there?") === 0) {
          reply = joke.name;
          state = WHO;
        } else {
          reply = `You're supposed to say "Who's there?"! Try again. Knock! Knock!`;
        }
        break;
      case WHO:
        if (strcasecmp(answer, question) === 0) {
          reply = `${joke.punchline} Want another? (y/n)`;
          state = ANOTHER;
          told++;
        } else {
          reply = `You're supposed to say "${question}"! Try again. Knock! Knock!`;
          state = WHO_IS_THERE;
        }
        break;
      default:
        if (strcasecmp(answer, "y") !== 0) {
          write_line(connfd, "Bye.");
          return told;
        }
        reply = "Knock! Knock!";
        state = WHO_IS_THERE;
    }
    if (write_line(connfd, reply) === -1) break;
  }
  return told;
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const host = argc > 2 ? argv[2] : "127.0.0.1";
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  const servaddr = new sockaddr_in();
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(atoi(argv[1]));
  if (inet_pton(AF_INET, host, servaddr.sin_addr) !== 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  const listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd === -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  // Without it, a server that is started again at once finds its port still in use.
  const yes = new int(1);
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, yes, sizeof(yes)) === -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, servaddr, sizeof(servaddr)) === -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) === -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  const len = new socklen_t(sizeof(servaddr));
  if (getsockname(listenfd, servaddr, len) === -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);

  while (clients-- !== 0) {
    const cliaddr = new sockaddr_in();
    len.value = sizeof(cliaddr);
    const connfd = accept(listenfd, cliaddr, len);
    if (connfd === -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    const name = Buffer.alloc(INET_ADDRSTRLEN);
    printf("connection from %s\n", inet_ntop(AF_INET, cliaddr.sin_addr, name, sizeof(name)));
    fflush(stdout); // The child would get a copy of what is not written yet, and write it again.

    let pid: number;
    if ((pid = fork()) === 0) {
      close(listenfd); // This process serves one client, and accepts no other.
      printf("%d jokes told\n", tell_jokes(connfd));
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid === -1) perror("fork");
    close(connfd); // The connection is the child's: it ends when both have closed it.
    while (waitpid(-1, null, WNOHANG) > 0); // Children that have ended would stay as zombies.
  }

  close(listenfd);
  while (wait(null) > 0); // The last clients are still being served.
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
