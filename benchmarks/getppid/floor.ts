import { floor } from "../floor.ts";
import { measure } from "../measure.ts";

const { getppid } = floor;

function loop(count: number): void {
  for (let i = 0; i < count; i++) getppid();
}

measure(loop, 5000);
