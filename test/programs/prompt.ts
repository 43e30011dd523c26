/** Asks for a name, and greets. */

import { fgets, printf, stdin } from "berkeley/stdio";

const name = Buffer.alloc(100);
printf("one line\nname? ");
if (fgets(name, name.length, stdin) !== null) printf("hello %s", name);
