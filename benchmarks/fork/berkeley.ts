import { waitpid } from "berkeley/sys/wait";
import { _exit, fork } from "berkeley/unistd";

import { measure } from "../measure.ts";

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    const pid = fork();
    if (pid === 0) _exit(0);
    waitpid(pid, null, 0);
  }
}

measure(loop, 1);
