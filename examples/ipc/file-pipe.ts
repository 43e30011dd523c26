/**
 * file-pipe: executes two programs, one after the other, the second of which reads what the first one has written into
 * a file, as a shell does for `COMMAND > FILE; COMMAND < FILE`. The exit status is that of the second.
 *
 * usage: file-pipe FILE COMMAND [ARGUMENT...] '|' COMMAND [ARGUMENT...]
 *
 * Unlike a pipe the file keeps what was written; but a program that reads it at the same time would not know when the
 * other has finished.
 */

import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, open } from "berkeley/fcntl";
import { int } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { waitpid, WEXITSTATUS, WIFEXITED, WTERMSIG } from "berkeley/sys/wait";
import { _exit, close, dup2, execvp, fork, STDIN_FILENO, STDOUT_FILENO } from "berkeley/unistd";

import { die } from "../support/die.ts";

/** Executes a program that has a file as its standard input or output. Returns its exit status, as a shell sees it. */
function execute(command: string[], file: string, flags: number, standard: number): number {
  const pid = fork();
  if (pid === -1) die("fork");
  if (pid === 0) {
    const fd = open(file, flags, 0o644);
    if (fd === -1) {
      perror(file);
      _exit(1);
    }
    dup2(fd, standard);
    close(fd);
    execvp(command[0], [...command, null]);
    perror(command[0]); // It returns only where it fails.
    _exit(127);
  }

  const status = new int();
  if (waitpid(pid, status, 0) === -1) die("waitpid");
  return WIFEXITED(status.value) ? WEXITSTATUS(status.value) : 128 + WTERMSIG(status.value);
}

function main(argc: number, argv: string[]): number {
  const bar = argv.indexOf("|");
  if (bar < 3 || bar === argc - 1) {
    fprintf(stderr, "usage: %s FILE COMMAND [ARGUMENT...] '|' COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  execute(argv.slice(2, bar), argv[1], O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  return execute(argv.slice(bar + 1), argv[1], O_RDONLY, STDIN_FILENO);
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
