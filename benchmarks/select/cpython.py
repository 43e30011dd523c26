from select import select
from sys import argv

from measure import measure
from sockets import open_sockets, passes

count = int(argv[1])
sockets = open_sockets(count)
fds = [one.fileno() for one in sockets]


def loop(count):
    for _ in range(count):
        ready, _, _ = select(fds, [], [], 0)
        if ready != [fds[-1]]:
            exit(1)


measure(loop, passes(count))
