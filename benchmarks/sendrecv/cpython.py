from socket import AF_UNIX, SOCK_STREAM, socketpair

from measure import measure

a, b = socketpair(AF_UNIX, SOCK_STREAM, 0)
buf = bytearray(64)


def loop(count):
    for _ in range(count):
        a.send(buf)
        b.recv_into(buf)


measure(loop, 500)
