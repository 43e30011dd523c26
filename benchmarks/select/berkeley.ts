import { sizeof } from "berkeley/memory";
import { memcpy } from "berkeley/string";
import { FD_ISSET, FD_SET, fd_set, select } from "berkeley/sys/select";
import { timeval } from "berkeley/sys/time";

import { measure } from "../measure.ts";
import { openSockets, passes } from "../sockets.ts";

const count = Number(process.argv[2]);
const fds = openSockets(count);
const last = fds[count - 1];
const nfds = last + 1;
const all = new fd_set();
const ready = new fd_set();
const timeout = new timeval();
for (const fd of fds) FD_SET(fd, all);

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    memcpy(ready, all, sizeof(ready));
    timeout.tv_sec = 0;
    timeout.tv_usec = 0;
    if (select(nfds, ready, null, null, timeout) !== 1 || !FD_ISSET(last, ready)) process.exit(1);
  }
}

measure(loop, passes(count));
