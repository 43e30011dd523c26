import { getppid } from "berkeley/unistd";

import { measure } from "../measure.ts";

function loop(count: number): void {
  for (let i = 0; i < count; i++) getppid();
}

measure(loop, 5000);
