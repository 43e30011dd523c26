/** Reads and writes streams: what it asks of the kernel between the two calls of access() is compared. */

import { O_CLOEXEC } from "berkeley/fcntl";
import { array, int, sizeof } from "berkeley/memory";
import {
  _IOLBF,
  EOF,
  fclose,
  fdopen,
  feof,
  fflush,
  fgetc,
  fgets,
  type FILE,
  fopen,
  fprintf,
  fputs,
  fscanf,
  fwrite,
  perror,
  printf,
  putc,
  puts,
  setvbuf,
  stderr,
  stdin,
} from "berkeley/stdio";
import { exit } from "berkeley/stdlib";
import { memset } from "berkeley/string";
import { access, F_OK, pipe2 } from "berkeley/unistd";

function check(isRight: boolean): void {
  if (isRight) return;
  perror("streams");
  exit(1);
}

function opened(stream: FILE | null): FILE {
  check(stream !== null);
  return stream!;
}

const path = process.argv[2];
const line = Buffer.alloc(100);
const name = Buffer.alloc(20);
const age = new int();
if (access("begin", F_OK) === 0) exit(1);

let file = opened(fopen(path, "w"));
for (let i = 0; i < 1000; i++) check(fprintf(file, "line %d\n", i) > 0);
check(fputs("", file) >= 0 && putc("x", file) === 120);
check(fclose(file) === 0);

file = opened(fopen(path, "a"));
check(puts("") >= 0 && fputs("more\n", file) >= 0 && fflush(file) === 0);
memset(line, "y", sizeof(line));
for (let i = 0; i < 100; i++) check(fwrite(line, 1, sizeof(line), file) === sizeof(line));
check(fclose(file) === 0);

file = opened(fopen(path, "r"));
let lines = 0;
while (fgets(line, sizeof(line), file) !== null) lines++;
check(lines > 1000 && feof(file) !== 0 && fclose(file) === 0);

const fds = array(int, 2);
check(pipe2(fds, O_CLOEXEC) === 0);
const out = opened(fdopen(fds[1], "w"));
const input = opened(fdopen(fds[0], "r"));
check(setvbuf(out, null, _IOLBF, 0) === 0);
check(fprintf(out, "%s %d\n", "Ada", 36) > 0 && fscanf(input, "%19s %d", name, age) === 2);
check(fclose(out) === 0 && fgetc(input) === 10 && fgetc(input) === EOF && fclose(input) === 0);

check(fgets(line, sizeof(line), stdin) !== null && printf("%s", line) > 0);
check(fprintf(stderr, "%d %s\n", age.value, name) > 0);
check(fflush(null) === 0);
if (access("end", F_OK) === 0) exit(1);
