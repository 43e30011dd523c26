from os import getppid

from measure import measure


def loop(count):
    for _ in range(count):
        getppid()


measure(loop, 5000)
