// The C twin of examples/udp/unreliable-server.ts.

#include <string.h>
#include <unistd.h>

#include "../support/udp.h"

#define BUFSIZE 1024
#define ANSWER "at your service"

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [SEED [ANSWERS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  srand(argc > 3 ? atoi(argv[3]) : 1);
  int answers = argc > 4 ? atoi(argv[4]) : -1;

  int sockfd = udp_server(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  char request[BUFSIZE];
  while (answers != 0) {
    struct sockaddr_in cliaddr;
    socklen_t len = sizeof cliaddr;
    int n = recvfrom(sockfd, request, BUFSIZE - 1, 0, (struct sockaddr*)&cliaddr, &len);
    if (n == -1) die("recvfrom");
    request[n] = '\0';

    if (rand() % 2 == 0) {
      printf("'%s' is lost\n", request);
    } else {
      printf("'%s' is answered\n", request);
      if (sendto(sockfd, ANSWER, strlen(ANSWER), 0, (struct sockaddr*)&cliaddr, sizeof cliaddr) == -1) die("sendto");
      answers--;
    }
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
