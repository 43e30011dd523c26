/**
 * Imported at the end of a program's file, so that it runs after all that the program imports and before the program: it
 * makes the marker, and another one when JavaScript ends. Its C twin is marker.c.
 */

import { access, F_OK } from "berkeley/unistd";

process.on("exit", () => access("berkeley:end", F_OK));
access("berkeley:begin", F_OK);
