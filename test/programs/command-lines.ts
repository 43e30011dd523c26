/** Looks for the options of the command lines that standard input lists, as command-lines.c says. */

import { readFileSync } from "node:fs";

import { getopt, optarg, optind, optopt, set_opterr, set_optind } from "berkeley/getopt";
import { printf } from "berkeley/stdio";
import { exit, setenv, unsetenv } from "berkeley/stdlib";

const string = (field: string): string => (field === "." ? "" : Buffer.from(field, "hex").toString("latin1"));

for (const line of readFileSync(0, "latin1").trimEnd().split("\n")) {
  const fields = line.split(" ");
  const argv = fields.slice(5).map(string);
  const argc = Number(fields[3]);
  if (Number(fields[0])) {
    setenv("POSIXLY_CORRECT", "1", 1);
  } else {
    unsetenv("POSIXLY_CORRECT");
  }
  set_opterr(Number(fields[1]));
  set_optind(Number(fields[2]));
  const optstring = string(fields[4]);
  let c: string | -1;
  do {
    c = getopt(argc, argv, optstring);
    printf("%d %s %d %d, ", c === -1 ? -1 : c.charCodeAt(0), optarg ?? "NULL", optind, optopt.charCodeAt(0));
  } while (c !== -1);
  for (const argument of argv) printf("|%s", argument);
  printf("\n");
}
exit(0);
