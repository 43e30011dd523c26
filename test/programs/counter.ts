/** Adds to the number at the start of a file, which other processes have mapped too: counter FILE TIMES. */

import { O_RDWR, open } from "berkeley/fcntl";
import { perror } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";
import { MAP_FAILED, MAP_SHARED, mmap, PROT_READ, PROT_WRITE } from "berkeley/sys/mman";

const [path, times] = process.argv.slice(2);
const memory = mmap(null, 4, PROT_READ | PROT_WRITE, MAP_SHARED, open(path, O_RDWR), 0);
if (memory === MAP_FAILED) {
  perror("mmap");
  exit(EXIT_FAILURE);
}
const count = new Int32Array(memory.buffer);
for (let i = 0; i < Number(times); i++) Atomics.add(count, 0, 1);
