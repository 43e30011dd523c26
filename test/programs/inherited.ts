/** Reads a descriptor that the program's parent opened (3, or the argument) to its end, and closes it. */

import { sizeof } from "berkeley/memory";
import { perror, printf } from "berkeley/stdio";
import { close, read } from "berkeley/unistd";

const fd = Number(process.argv[2] ?? 3);
const buf = Buffer.alloc(100);
let n: number;
while ((n = read(fd, buf, sizeof(buf) - 1)) > 0) {
  buf[n] = 0;
  printf("read %s", buf);
}
if (n === -1) perror("read");
printf("close %d\n", close(fd));
if (close(fd) === -1) perror("close again");
