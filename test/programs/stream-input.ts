/**
 * fgets and fscanf of standard input, with signals meanwhile:
 *
 *     stream-input [restart]
 */

import { int, sizeof } from "berkeley/memory";
import { SA_RESTART, SIGALRM, SIGINT } from "berkeley/signal";
import { clearerr, EOF, ferror, fgets, fscanf, stdin } from "berkeley/stdio";
import { memset, strcmp, strlen } from "berkeley/string";

import { handle, outcome, say, signalName } from "../support/signals.ts";

/** What went wrong; false at the end. */
function failed(what: string): boolean {
  if (ferror(stdin) === 0) return false;
  say(`${what}: ${outcome(-1)}\n`);
  clearerr(stdin);
  return true;
}

const flags = process.argv.length > 2 ? SA_RESTART : 0;
for (const signum of [SIGINT, SIGALRM]) handle(signum, (caught) => say(`${signalName(caught)}\n`), flags);
const line = Buffer.alloc(32);
const number = new int();
say("ready\n");
do {
  memset(line, 0, sizeof(line));
  const isLine = fgets(line, sizeof(line), stdin) !== null;
  say(`fgets: '${line.toString("utf8", 0, strlen(line))}'\n`);
  if (!isLine && !failed("fgets")) break;
} while (strcmp(line, "numbers\n") !== 0);
for (;;) {
  number.value = -1;
  const n = fscanf(stdin, "%d", number);
  const isTold = failed("fscanf");
  say(`fscanf: ${n}, ${number.value}\n`);
  if (n === EOF && !isTold) break;
}
