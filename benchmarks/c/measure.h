// Times a loop as all programs here do: a long run to warm up, then the median of many short ones, which a stray
// interruption does not reach. Prints the nanoseconds of one pass.
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BATCHES = 301 };

static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static inline int compare(const void* a, const void* b) {
  const double left = *(const double*)a, right = *(const double*)b;
  return (left > right) - (left < right);
}

static inline void print_median(double times[], int count) {
  qsort(times, count, sizeof times[0], compare);
  printf("%.3f\n", times[count / 2]);
}

static inline void measure(void (*loop)(long count), long count) {
  double times[BATCHES];
  loop(count * 50);
  for (int i = 0; i < BATCHES; i++) {
    const double start = now();
    loop(count);
    times[i] = (now() - start) / count;
  }
  print_median(times, BATCHES);
}
