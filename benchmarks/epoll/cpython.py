from select import EPOLLIN, EPOLLOUT, epoll
from sys import argv

from measure import measure
from sockets import open_sockets, passes

maxevents = int(argv[1])
are_all = argv[2] == "all"
expected = maxevents if are_all else 1
sockets = open_sockets(maxevents)
epfd = epoll()
for one in sockets:
    epfd.register(one, EPOLLOUT if are_all else EPOLLIN)


def loop(count):
    for _ in range(count):
        ready = 0
        for fd, _ in epfd.poll(0, maxevents):
            if fd >= 0:
                ready += 1
        if ready != expected:
            exit(1)


measure(loop, passes(maxevents) if are_all else passes(10))
