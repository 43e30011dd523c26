/**
 * Becomes another program:
 *
 *     become FUNCTION FILE ARGUMENT...
 */

import { AT_FDCWD, O_CLOEXEC, O_RDONLY, open } from "berkeley/fcntl";
import { perror, printf } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { execl, execle, execlp, execv, execve, execveat, execvp, execvpe, fexecve } from "berkeley/unistd";

const environment = ["GIVEN=1", "PATH=/nonexistent", null];

const functions: Record<string, (file: string, argv: string[]) => number> = {
  execl: (file, argv) => execl(file, argv[0], argv[1], null),
  execlp: (file, argv) => execlp(file, argv[0], argv[1], null),
  execle: (file, argv) => execle(file, argv[0], argv[1], null, environment),
  execv,
  execvp,
  execve: (file, argv) => execve(file, argv, environment),
  execvpe: (file, argv) => execvpe(file, argv, environment),
  fexecve: (file, argv) => fexecve(open(file, O_RDONLY | O_CLOEXEC), argv, environment),
  execveat: (file, argv) => execveat(AT_FDCWD, file, argv, environment, 0),
};

const [name, file, ...argv] = process.argv.slice(2);
printf("%s fails:\n", name); // Stays in the buffer, and is lost where it does not fail.
functions[name](file, argv);
perror(file);
exit(EXIT_FAILURE);
