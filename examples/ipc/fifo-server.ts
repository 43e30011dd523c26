/**
 * fifo-server: sends files to clients, over FIFOs. All clients write to the server's FIFO, the file's name and the name
 * of a FIFO of their own, into which the server writes its answer.
 *
 * usage: fifo-server PATH [REQUESTS]
 *
 * After REQUESTS requests the server ends; without it, it serves until it is killed.
 */

import { errno } from "berkeley/errno";
import { O_RDONLY, O_WRONLY, open } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { fflush, fprintf, perror, printf, stderr, stdout } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strerror, strlen } from "berkeley/string";
import { mkfifo, S_IRUSR, S_IWUSR } from "berkeley/sys/stat";
import { close, read, unlink, write } from "berkeley/unistd";

import { read_line } from "../support/lines.ts";

const BUFSIZE = 1024;
const MAXREQUEST = 4096;

/** Writes what a file has, or why it cannot be read. */
function send_file(fifo: number, name: string): void {
  const file = open(name, O_RDONLY);
  if (file === -1) {
    const message = `${name}: ${strerror(errno)}\n`;
    if (write(fifo, message, strlen(message)) === -1) perror("write");
    return;
  }

  const buf = Buffer.alloc(BUFSIZE);
  let n: number;
  while ((n = read(file, buf, sizeof(buf))) > 0) {
    if (write(fifo, buf, n) !== n) {
      perror("write"); // The client has gone.
      break;
    }
  }
  if (n === -1) perror("read");
  close(file);
}

/** Answers a request: the name of the client's FIFO, a space, the name of a file. */
function answer(request: string): void {
  const space = request.indexOf(" ");
  const path = request.slice(0, space);
  const name = request.slice(space + 1);

  const fifo = open(path, O_WRONLY);
  if (fifo === -1) {
    perror(path);
    return;
  }
  printf("%s\n", name);
  fflush(stdout);
  send_file(fifo, name);
  close(fifo);
}

function main(argc: number, argv: string[]): number {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [REQUESTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  let requests = argc > 2 ? atoi(argv[2]) : -1;

  unlink(argv[1]); // What an earlier run may have left.
  if (mkfifo(argv[1], S_IRUSR | S_IWUSR) === -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  const readfd = open(argv[1], O_RDONLY); // Waits for the first client.
  const writefd = open(argv[1], O_WRONLY); // Never written to: with it, the end of one client is not the end of all.
  if (readfd === -1 || writefd === -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }

  const line = Buffer.alloc(MAXREQUEST);
  while (requests-- !== 0) {
    const length = read_line(readfd, line, sizeof(line));
    if (length === -1) exit(EXIT_FAILURE);
    answer(line.toString("utf8", 0, length));
  }

  close(readfd);
  close(writefd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
