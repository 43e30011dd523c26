// The C twin of examples/tcp/stream-server.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define LINESIZE 512

static void serve(int connfd) {
  FILE* input = fdopen(connfd, "r");
  FILE* output = fdopen(dup(connfd), "w");
  if (input == NULL || output == NULL) die("fdopen");
  setvbuf(output, NULL, _IOLBF, 0);

  char line[LINESIZE];
  int lines = 0;
  while (fgets(line, sizeof line, input) != NULL) fprintf(output, "%d: %s", ++lines, line);
  if (feof(input))
    fprintf(output, "%d lines\n", lines);
  else
    perror("fgets");
  printf("%d lines\n", lines);

  fclose(output);
  fclose(input);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (clients-- != 0) {
    serve(take_client(listenfd));
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
