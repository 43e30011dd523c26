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

import { sizeof } from "berkeley/memory";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcasecmp } from "berkeley/strings";
import { wait, waitpid, WNOHANG } from "berkeley/sys/wait";
import { close, fork } from "berkeley/unistd";

import { MAXLINE, read_line, write_line } from "../support/lines.ts";
import { take_client, tcp_listen } from "../support/net.ts";

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
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- !== 0) {
    const connfd = take_client(listenfd);

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
