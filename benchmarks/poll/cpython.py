from select import POLLIN, poll
from sys import argv

from measure import measure
from sockets import open_sockets, passes

count = int(argv[1])
sockets = open_sockets(count)
poller = poll()
for one in sockets:
    poller.register(one, POLLIN)
last = sockets[-1].fileno()


def loop(count):
    for _ in range(count):
        for fd, _ in poller.poll(0):
            if fd != last:
                exit(1)


measure(loop, passes(count))
