/** Does with streams what standard input says, as stream-operations.c says. */

import { readFileSync } from "node:fs";

import { errno, set_errno } from "berkeley/errno";
import { O_RDONLY, O_TRUNC, O_WRONLY, open } from "berkeley/fcntl";
import * as stdio from "berkeley/stdio";
import { EOF, type FILE, printf } from "berkeley/stdio";
import { exit, mkstemp } from "berkeley/stdlib";
import { strlen } from "berkeley/string";
import { close, read, unlink, write } from "berkeley/unistd";

const path = Buffer.from("/tmp/berkeley-XXXXXX\0");
const memory = Buffer.alloc(16384);

function fill(bytes: Buffer, count: number, first: string): void {
  for (let i = 0; i < count; i++) bytes[i] = i % 19 === 18 ? 10 : first.charCodeAt(0) + (i % 26);
  bytes[count] = 0;
}

function sum_of(bytes: Buffer, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum = (Math.imul(sum, 31) + bytes[i]) >>> 0;
  return sum;
}

function answer(call: string, value: number, has_failed: boolean): void {
  const error = errno;
  printf(" %s=%ld", call, value);
  if (has_failed) printf("/%d", error);
}

function do_call(call: string, stream: FILE): void {
  const [a = 0, b = 0] = call.slice(1).split(",").map(Number);
  let n: number;
  memory.fill(0);
  set_errno(0);
  switch (call[0]) {
    case "c":
      n = stdio.fgetc(stream);
      answer(call, n, n === EOF);
      break;
    case "u":
      n = stdio.ungetc(a, stream);
      answer(call, n, n === EOF);
      break;
    case "s":
      n = stdio.fseek(stream, a, b);
      answer(call, n, n !== 0);
      break;
    case "t":
      n = stdio.ftell(stream);
      answer(call, n, false);
      break;
    case "w":
      stdio.rewind(stream);
      answer(call, 0, errno !== 0);
      break;
    case "r":
      n = stdio.fread(memory, b, a, stream);
      answer(call, n, n !== a);
      printf(":%u", sum_of(memory, n * b));
      break;
    case "g":
      n = Number(stdio.fgets(memory, a, stream) !== null);
      answer(call, n, n === 0);
      printf(":%u", sum_of(memory, n === 0 ? 0 : strlen(memory)));
      break;
    case "p":
      fill(memory, a, "A");
      n = Number(stdio.fputs(memory, stream) === EOF);
      answer(call, n, n !== 0);
      break;
    case "b":
      fill(memory, a * b, "A");
      n = stdio.fwrite(memory, b, a, stream);
      answer(call, n, n !== a);
      break;
    case "f":
      n = stdio.fflush(stream);
      answer(call, n, n !== 0);
      break;
    case "e":
      answer(call, stdio.feof(stream), false);
      break;
    case "E":
      answer(call, stdio.ferror(stream), false);
      break;
    case "C":
      stdio.clearerr(stream);
      answer(call, 0, false);
      break;
  }
}

function make_file(length: number): void {
  const fd = open(path, O_WRONLY | O_TRUNC);
  fill(memory, length, "a");
  if (write(fd, memory, length) !== length) exit(1);
  close(fd);
}

function print_file(): void {
  const fd = open(path, O_RDONLY);
  const length = read(fd, memory, memory.length);
  close(fd);
  printf(" | %zd %u\n", length, sum_of(memory, length));
}

close(mkstemp(path));
for (const line of readFileSync(0, "latin1").trimEnd().split("\n")) {
  const [mode, length, ...calls] = line.split(" ");
  make_file(Number(length));
  const stream = stdio.fopen(path, mode)!;
  printf("%s", mode);
  for (const call of calls) do_call(call, stream);
  set_errno(0);
  const n = stdio.fclose(stream);
  answer("fclose", n, n !== 0);
  print_file();
}
unlink(path);
exit(0);
