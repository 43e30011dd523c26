/**
 * shell-pipe: executes two programs, the second of which reads what the first one writes, as a shell does for
 * `COMMAND | COMMAND`. The exit status is that of the second.
 *
 * usage: shell-pipe COMMAND [ARGUMENT...] '|' COMMAND [ARGUMENT...]
 */

import { array, int } from "berkeley/memory";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { waitpid, WEXITSTATUS, WIFEXITED, WTERMSIG } from "berkeley/sys/wait";
import { _exit, close, dup2, execvp, fork, pipe, STDIN_FILENO, STDOUT_FILENO } from "berkeley/unistd";

/** Starts a program that has an end of the pipe as its standard input or output. Returns its process id. */
function start(command: string[], pipefd: Int32Array, end: number, standard: number): number {
  const pid = fork();
  if (pid === -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid > 0) return pid;

  dup2(pipefd[end], standard);
  close(pipefd[0]); // A reader that has the writing end itself never sees the end.
  close(pipefd[1]);
  execvp(command[0], [...command, null]);
  perror(command[0]); // It returns only where it fails.
  _exit(127);
}

/** What a shell makes of a child's status. */
function exit_status(status: number): number {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

function main(argc: number, argv: string[]): number {
  const bar = argv.indexOf("|");
  if (bar < 2 || bar === argc - 1) {
    fprintf(stderr, "usage: %s COMMAND [ARGUMENT...] '|' COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const pipefd = array(int, 2);
  if (pipe(pipefd) === -1) {
    perror("pipe");
    exit(EXIT_FAILURE);
  }
  const writer = start(argv.slice(1, bar), pipefd, 1, STDOUT_FILENO);
  const reader = start(argv.slice(bar + 1), pipefd, 0, STDIN_FILENO);
  close(pipefd[0]);
  close(pipefd[1]);

  const status = new int();
  if (waitpid(writer, null, 0) === -1 || waitpid(reader, status, 0) === -1) {
    perror("waitpid");
    exit(EXIT_FAILURE);
  }
  return exit_status(status.value);
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
