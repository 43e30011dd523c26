/** Writes so many times so many bytes to standard output, which Node has made non-blocking. */

import { fprintf, perror, stderr } from "berkeley/stdio";
import { write } from "berkeley/unistd";

const [count, size] = process.argv.slice(2).map(Number);
process.stdout.write(""); // Makes a pipe non-blocking.
process.on("SIGURG", () => {}); // Interrupts what waits.

for (let i = 0; i < count; i++) {
  const n = write(1, Buffer.alloc(size, String(i % 10)), size);
  if (n === -1) perror("write");
  else if (n !== size) fprintf(stderr, "write took %d bytes\n", n);
}
