/**
 * redirect: becomes another program, whose output goes to a file, as a shell does for `COMMAND ARGUMENT... > FILE`.
 *
 * usage: redirect FILE COMMAND [ARGUMENT...]
 */

import { O_CREAT, O_TRUNC, O_WRONLY, open } from "berkeley/fcntl";
import { fprintf, perror, stderr } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { close, dup2, execvp, STDOUT_FILENO } from "berkeley/unistd";

function main(argc: number, argv: string[]): never {
  if (argc < 3) {
    fprintf(stderr, "usage: %s FILE COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  const fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0o644);
  if (fd === -1) {
    perror(argv[1]);
    exit(EXIT_FAILURE);
  }
  if (dup2(fd, STDOUT_FILENO) === -1) {
    perror("dup2");
    exit(EXIT_FAILURE);
  }
  close(fd);

  execvp(argv[2], [...argv.slice(2), null]);
  perror(argv[2]); // It returns only where it fails.
  exit(EXIT_FAILURE);
}

const argv = process.argv.slice(1);
main(argv.length, argv);
