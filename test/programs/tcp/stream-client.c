// The C twin of examples/tcp/stream-client.ts.

#include <string.h>
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
  char answer[2 * LINESIZE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    fprintf(output, "%s\n", line);
    if (fflush(output) != 0) die("fflush");
    if (fgets(answer, sizeof answer, input) == NULL) break;
    fputs(answer, stdout);
  }

  shutdown(fileno(output), SHUT_WR);
  while (fgets(answer, sizeof answer, input) != NULL) fputs(answer, stdout);

  fclose(output);
  fclose(input);
  return EXIT_SUCCESS;
}
