"""Times a loop as c/measure.h does: prints the nanoseconds of one pass, in the median of many short runs."""

from time import perf_counter_ns

BATCHES = 301


def measure(loop, count):
    times = []
    loop(count * 50)
    for _ in range(BATCHES):
        start = perf_counter_ns()
        loop(count)
        times.append((perf_counter_ns() - start) / count)
    print(sorted(times)[BATCHES // 2])
