/** How most programs end that cannot go on. */

import { perror } from "berkeley/stdio";
import { exit, EXIT_FAILURE } from "berkeley/stdlib";

/** Says what has failed, and why; and ends the program. */
export function die(what: string): never {
  perror(what);
  exit(EXIT_FAILURE);
}
