/** Writes lines in three ways, mixed, and ends as its argument says. */

import { printf } from "berkeley/stdio";
import { exit } from "berkeley/stdlib";
import { _exit } from "berkeley/unistd";

import { line, LINES } from "../support/lines.ts";

// Its handler never runs before the end, but the signal interrupts whatever waits.
process.on("SIGURG", () => {});

for (let i = 0; i < LINES; i++) {
  console.log(line("console", i).trimEnd());
  process.stdout.write(line("stream", i));
  printf("%s", line("printf", i));
}

const ends: Record<string, () => void> = {
  "natural end": () => {},
  "exit()": () => exit(0),
  "process.exit()": () => process.exit(0),
  "_exit()": () => _exit(0),
};
ends[process.argv[2]]();
