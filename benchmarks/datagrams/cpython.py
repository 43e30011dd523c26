"""CPython has no call that sends or receives several datagrams."""

from socket import AF_INET, SOCK_DGRAM, socket

from measure import measure
from sockets import bound_socket

BATCH = 32
SIZE = 64

to = bound_socket()
source = socket(AF_INET, SOCK_DGRAM)
source.connect(to.getsockname())
buf = bytearray(SIZE)


def loop(count):
    for _ in range(0, count, BATCH):
        for _ in range(BATCH):
            source.send(buf)
        for _ in range(BATCH):
            to.recv_into(buf)


measure(loop, 10 * BATCH)
