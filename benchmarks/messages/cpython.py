from socket import AF_UNIX, SOCK_STREAM, socketpair

from measure import measure

a, b = socketpair(AF_UNIX, SOCK_STREAM, 0)
buffers = [bytearray(64)]


def loop(count):
    for _ in range(count):
        a.sendmsg(buffers)
        b.recvmsg_into(buffers)


measure(loop, 500)
