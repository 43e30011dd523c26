/**
 * shared-counter: its children count together, in memory that all of them share.
 *
 * usage: shared-counter CHILDREN TIMES
 */

import { sizeof } from "berkeley/memory";
import { fprintf, perror, printf, stderr } from "berkeley/stdio";
import { atoi, exit, EXIT_FAILURE, EXIT_SUCCESS } from "berkeley/stdlib";
import { MAP_ANONYMOUS, MAP_FAILED, MAP_SHARED, mmap, munmap, PROT_READ, PROT_WRITE } from "berkeley/sys/mman";
import { wait } from "berkeley/sys/wait";
import { fork } from "berkeley/unistd";

const INT = Int32Array.BYTES_PER_ELEMENT;

function main(argc: number, argv: string[]): number {
  if (argc !== 3) {
    fprintf(stderr, "usage: %s CHILDREN TIMES\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const children = atoi(argv[1]);
  const times = atoi(argv[2]);

  const memory = mmap(null, INT, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory === MAP_FAILED) {
    perror("mmap");
    exit(EXIT_FAILURE);
  }
  const count = new Int32Array(memory.buffer);

  for (let i = 0; i < children; i++) {
    const pid = fork();
    if (pid === -1) {
      perror("fork");
      exit(EXIT_FAILURE);
    }
    if (pid === 0) {
      // With `count[0]++`, what another child adds between the reading and the writing would be lost.
      for (let j = 0; j < times; j++) Atomics.add(count, 0, 1);
      exit(EXIT_SUCCESS);
    }
  }
  while (wait(null) > 0);

  printf("%d children counted to %d\n", children, count[0]);
  munmap(memory, sizeof(memory));
  return EXIT_SUCCESS;
}

const argv = process.argv.slice(1);
exit(main(argv.length, argv));
