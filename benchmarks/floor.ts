/** The addon of c/floor.cc, which the runner compiles. */

import { createRequire } from "node:module";

interface Floor {
  readonly getppid: () => number;
  readonly send: () => number;
  readonly recv: () => number;
}

export const floor = createRequire(import.meta.url)("./c/floor.node") as Floor;
