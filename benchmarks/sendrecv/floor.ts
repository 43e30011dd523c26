import { floor } from "../floor.ts";
import { measure } from "../measure.ts";

const { send, recv } = floor;

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    send();
    recv();
  }
}

measure(loop, 500);
