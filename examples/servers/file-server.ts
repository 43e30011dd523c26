/**
 * file-server: sends the files of a folder over TCP, to any number of clients at once: each has a process of its own.
 *
 * usage: file-server FOLDER PORT [ADDRESS [CLIENTS]]
 *
 * Port 0 is any free one. ADDRESS is a numeric IPv4 address; without it the server can be reached from this machine
 * only (127.0.0.1). After CLIENTS clients the server ends; without it, it serves until it is killed.
 *
 * The client says the file's name in a line. The answer is a line, "OK SIZE", and the file; or a line, "ERROR MESSAGE".
 */

import { EACCES, EISDIR, ENAMETOOLONG, errno, set_errno } from "berkeley/errno";
import { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, open, openat } from "berkeley/fcntl";
import { sizeof } from "berkeley/memory";
import { SIG_IGN, signal, SIGPIPE } from "berkeley/signal";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { strcmp, strcspn, strerror, strlen } from "berkeley/string";
import { sendfile } from "berkeley/sys/sendfile";
import { fstat, S_ISDIR, S_ISREG, stat } from "berkeley/sys/stat";
import { wait, waitpid, WNOHANG } from "berkeley/sys/wait";
import { close, dup, fork } from "berkeley/unistd";

import { MAXLINE, read_line, write_line } from "../support/lines.ts";
import { take_client, tcp_listen } from "../support/net.ts";

/**
 * Opens a file below a folder. Returns its descriptor, or -1 with errno.
 *
 * A name must not lead out of the folder. So it is gone through part by part, each looked for in the folder that the last
 * one opened: `..` is refused, and O_NOFOLLOW refuses a symbolic link. Looking at the whole path first and opening it then
 * would be too late for a link that is made in between.
 */
function open_below(folderfd: number, name: Buffer): number {
  let dirfd = dup(folderfd);
  let rest = name;
  for (;;) {
    const length = strcspn(rest, "/");
    const part = rest.subarray(0, length);
    if (strlen(part) === 0 || strcmp(part, ".") === 0 || strcmp(part, "..") === 0) {
      close(dirfd);
      set_errno(EACCES);
      return -1;
    }
    // Without O_NONBLOCK, who opens a FIFO waits for another.
    const flags = rest[length] !== 0 ? O_DIRECTORY : O_NONBLOCK;
    const fd = openat(dirfd, part, O_RDONLY | O_NOFOLLOW | flags);
    const error = errno;
    close(dirfd);
    if (fd === -1) {
      set_errno(error);
      return -1;
    }
    if (rest[length] === 0) return fd;
    dirfd = fd;
    rest = rest.subarray(length + 1);
  }
}

/** Opens a file that a client asks for. Returns its descriptor, or -1 with errno. */
function open_file(folderfd: number, name: Buffer, statbuf: stat): number {
  if (strlen(name) === sizeof(name) - 1) {
    set_errno(ENAMETOOLONG); // What has come of it may be another's.
    return -1;
  }
  const fd = open_below(folderfd, name);
  if (fd === -1) return -1;
  if (fstat(fd, statbuf) !== -1) {
    if (S_ISREG(statbuf.st_mode)) return fd;
    set_errno(S_ISDIR(statbuf.st_mode) ? EISDIR : EACCES);
  }
  const error = errno;
  close(fd);
  set_errno(error);
  return -1;
}

/** Sends a file. Returns how many bytes of it; the kernel takes them from the one to the other. */
function send_file(connfd: number, fd: number, size: number): number {
  let left = size;
  while (left > 0) {
    const n = sendfile(connfd, fd, null, left);
    if (n === -1) perror("sendfile");
    if (n <= 0) break; // 0: the file has become shorter.
    left -= n;
  }
  return size - left;
}

/** Answers a client. */
function answer(connfd: number, folderfd: number): void {
  const name = Buffer.alloc(MAXLINE);
  if (read_line(connfd, name, sizeof(name)) === -1) return;

  const statbuf = new stat();
  const fd = open_file(folderfd, name, statbuf);
  if (fd === -1) {
    const error = strerror(errno);
    printf("%s: %s\n", name, error);
    write_line(connfd, `ERROR ${error}`);
    return;
  }
  const size = statbuf.st_size;
  if (write_line(connfd, `OK ${size}`) !== -1) {
    const sent = send_file(connfd, fd, size);
    printf("%s: %d of %d bytes sent\n", name, sent, size);
  }
  close(fd);
}

function main(argc: number, argv: string[]): number {
  if (argc < 3 || argc > 5) {
    fprintf(stderr, "usage: %s FOLDER PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  signal(SIGPIPE, SIG_IGN); // sendfile has no MSG_NOSIGNAL: a client that has gone is an error like others.
  const folderfd = open(argv[1], O_RDONLY | O_DIRECTORY);
  if (folderfd === -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  const listenfd = tcp_listen(argc > 3 ? argv[3] : "127.0.0.1", atoi(argv[2]));
  let clients = argc > 4 ? atoi(argv[4]) : -1;

  while (clients-- !== 0) {
    const connfd = take_client(listenfd);

    let pid: number;
    if ((pid = fork()) === 0) {
      close(listenfd);
      answer(connfd, folderfd);
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid === -1) perror("fork");
    close(connfd);
    while (waitpid(-1, null, WNOHANG) > 0); // Children that have ended would stay as zombies.
  }

  close(listenfd);
  while (wait(null) > 0); // The last clients are still being served.
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
