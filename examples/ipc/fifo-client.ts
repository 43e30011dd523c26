/**
 * fifo-client: asks a fifo-server for a file, and prints it.
 *
 * usage: fifo-client PATH FILE
 */

import { O_RDONLY, O_WRONLY, open } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { mkfifo, S_IRUSR, S_IWUSR } from "berkeley/sys/stat";
import { close, getpid, read, STDOUT_FILENO, unlink, write } from "berkeley/unistd";

const BUFSIZE = 1024;

/** Sends a request. Returns 0, or -1 with errno. */
function ask(path: string, own_path: string, file: string): number {
  const writefd = open(path, O_WRONLY);
  if (writefd === -1) {
    perror(path);
    return -1;
  }
  // In one piece: what is not longer than PIPE_BUF, others' requests do not mix with.
  const request = `${own_path} ${file}\n`;
  if (write(writefd, request, strlen(request)) === -1) {
    perror("write");
    return -1;
  }
  close(writefd);
  return 0;
}

/** Prints the answer. Returns 0, or -1 with errno. */
function print_answer(own_path: string): number {
  const readfd = open(own_path, O_RDONLY); // Waits for the server.
  if (readfd === -1) {
    perror(own_path);
    return -1;
  }
  const buf = Buffer.alloc(BUFSIZE);
  let n: number;
  while ((n = read(readfd, buf, sizeof(buf))) > 0) {
    if (write(STDOUT_FILENO, buf, n) !== n) {
      perror("write");
      return -1;
    }
  }
  if (n === -1) perror("read");
  close(readfd);
  return n;
}

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s PATH FILE\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const own_path = `${argv[1]}.${getpid()}`;
  if (mkfifo(own_path, S_IRUSR | S_IWUSR) === -1) {
    perror(own_path);
    exit(EXIT_FAILURE);
  }
  const isAnswered = ask(argv[1], own_path, argv[2]) === 0 && print_answer(own_path) === 0;
  unlink(own_path);
  return isAnswered ? EXIT_SUCCESS : EXIT_FAILURE;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
