import { array } from "berkeley/memory";
import { poll, pollfd, POLLIN } from "berkeley/poll";

import { measure } from "../measure.ts";
import { openSockets, passes } from "../sockets.ts";

const nfds = Number(process.argv[2]);
const fds = array(
  pollfd,
  openSockets(nfds).map((fd) => ({ fd, events: POLLIN })),
);

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    let n = poll(fds, nfds, 0);
    let ready = -1;
    for (let j = 0; n > 0; j++) {
      if (fds[j].revents === 0) continue;
      ready = j;
      n--;
    }
    if (ready !== nfds - 1) process.exit(1);
  }
}

measure(loop, passes(nfds));
