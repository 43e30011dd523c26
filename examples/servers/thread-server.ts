/**
 * thread-server: sends back what it receives over TCP, to any number of clients at once: each has a thread of its own.
 *
 * usage: thread-server PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 *
 * A Worker is what pthread_create starts: a thread, which runs this file too, and is passed a value. Descriptors are the
 * process's, so the value is the connection's number. Variables are not shared: each thread has its own.
 */

import { setImmediate } from "node:timers/promises";
import { isMainThread, Worker, workerData } from "node:worker_threads";

import { fflush, fprintf, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE } from "berkeley/stdlib";
import { close } from "berkeley/unistd";

import { echo } from "../support/echo.ts";
import { take_client, tcp_listen } from "../support/net.ts";

/** A thread: serves one client. */
function serve(connfd: number): void {
  const total = echo(connfd);
  close(connfd);
  printf("%d bytes echoed\n", total);
  fflush(stdout);
}

async function main(argc: number, argv: string[]): Promise<void> {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  let clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- !== 0) {
    const connfd = take_client(listenfd);
    // It prints with C's streams: Node need not pass on what it would print with its own.
    new Worker(new URL(import.meta.url), { workerData: connfd, stdout: true, stderr: true });
    await setImmediate(); // Node's event loop puts threads away that have ended: pthread_detach.
  }

  close(listenfd);
  // No exit: this thread ends here, and the process with the last of them, as after pthread_exit.
}

const argv = process.argv.slice(1);
if (isMainThread) await main(argv.length, argv);
else serve(workerData as number);
