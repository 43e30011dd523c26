import { array } from "berkeley/memory";
import {
  EPOLL_CTL_ADD,
  epoll_create1,
  epoll_ctl,
  epoll_event,
  epoll_wait,
  EPOLLIN,
  EPOLLOUT,
} from "berkeley/sys/epoll";

import { measure } from "../measure.ts";
import { openSockets, passes } from "../sockets.ts";

const maxevents = Number(process.argv[2]);
const all = process.argv[3] === "all";
const expected = all ? maxevents : 1;
const events = array(epoll_event, maxevents);
const epfd = epoll_create1(0);
for (const fd of openSockets(maxevents)) {
  const event = new epoll_event({ events: all ? EPOLLOUT : EPOLLIN, data: { fd } });
  epoll_ctl(epfd, EPOLL_CTL_ADD, fd, event);
}

function loop(count: number): void {
  for (let i = 0; i < count; i++) {
    const n = epoll_wait(epfd, events, maxevents, 0);
    let ready = 0;
    for (let j = 0; j < n; j++) {
      if (events[j].data.fd >= 0) ready++;
    }
    if (ready !== expected) process.exit(1);
  }
}

measure(loop, all ? passes(maxevents) : passes(10));
