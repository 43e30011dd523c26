// The twin of garbage.ts.

#include <stdlib.h>
#include <unistd.h>

int main(void) {
  int* kept[100] = {NULL};
  for (int i = 0; i < 300000; i++) {
    free(kept[i % 100]);
    kept[i % 100] = malloc(sizeof(int[3]));
  }
  return write(1, "done\n", 5) == 5 ? 0 : 1;
}
