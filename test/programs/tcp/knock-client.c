// The C twin of examples/tcp/knock-client.ts.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../support/lines.h"
#include "../support/net.h"

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));

  char line[MAXLINE];
  while (read_line(sockfd, line, sizeof line) != -1) {
    printf("Server: %s\n", line);
    fflush(stdout);
    if (strcmp(line, "Bye.") == 0) break;

    int length = read_line(STDIN_FILENO, line, sizeof line);
    if (length == -1) break;
    printf("Client: %s\n", line);
    line[length] = '\n';
    if (write(sockfd, line, length + 1) == -1) {
      perror("write");
      exit(EXIT_FAILURE);
    }
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
