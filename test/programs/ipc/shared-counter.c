// The C twin of examples/ipc/shared-counter.ts.

#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s CHILDREN TIMES\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int children = atoi(argv[1]);
  int times = atoi(argv[2]);

  atomic_int* count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (count == MAP_FAILED) {
    perror("mmap");
    exit(EXIT_FAILURE);
  }

  for (int i = 0; i < children; i++) {
    pid_t pid = fork();
    if (pid == -1) {
      perror("fork");
      exit(EXIT_FAILURE);
    }
    if (pid == 0) {
      for (int j = 0; j < times; j++) atomic_fetch_add(count, 1);
      exit(EXIT_SUCCESS);
    }
  }
  while (wait(NULL) > 0)
    ;

  printf("%d children counted to %d\n", children, *count);
  munmap(count, sizeof *count);
  return EXIT_SUCCESS;
}
