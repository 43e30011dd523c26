"""Descriptors to wait for, as in c/sockets.h."""

import resource
from socket import AF_INET, SOCK_DGRAM, socket


def bound_socket():
    bound = socket(AF_INET, SOCK_DGRAM)
    bound.bind(("127.0.0.1", 0))
    return bound


def open_sockets(count):
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    sockets = [socket(AF_INET, SOCK_DGRAM) for _ in range(count - 1)] + [bound_socket()]
    sockets[-1].sendto(b"x", sockets[-1].getsockname())
    return sockets


def passes(count):
    return max(1, 20000 // count)
