/** Reads descriptor 3, which the program's parent opened, to its end, and closes it. */

import { sizeof } from "berkeley/memory";
import { perror, printf } from "berkeley/stdio";
import { close, read } from "berkeley/unistd";

const FD = 3;
const buf = Buffer.alloc(100);
let n: number;
while ((n = read(FD, buf, sizeof(buf) - 1)) > 0) {
  buf[n] = 0;
  printf("read %s", buf);
}
if (n === -1) perror("read");
printf("close %d\n", close(FD));
if (close(FD) === -1) perror("close again");
