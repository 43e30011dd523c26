// The C twin of examples/tcp/stream-client.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define LINESIZE 256

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));
  FILE* input = fdopen(sockfd, "r");
  FILE* output = fdopen(dup(sockfd), "w");
  if (input == NULL || output == NULL) die("fdopen");

  char line[LINESIZE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    fputs(line, output);
    if (fflush(output) != 0) die("fflush");
    if (fgets(line, sizeof line, input) == NULL) break;
    fputs(line, stdout);
  }

  shutdown(fileno(output), SHUT_WR);
  while (fgets(line, sizeof line, input) != NULL) fputs(line, stdout);

  fclose(output);
  fclose(input);
  return EXIT_SUCCESS;
}
