import koffi from "koffi";

import { measure } from "../measure.ts";

const getppid = koffi.load(null).func("int getppid()");

function loop(count: number): void {
  for (let i = 0; i < count; i++) getppid();
}

measure(loop, 5000);
