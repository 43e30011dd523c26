// The C twin of examples/udp/udp-local-server.ts.

#include <string.h>
#include <unistd.h>

#include "../support/udp.h"

#define BUFSIZE 1024

static void serve(int sockfd) {
  struct sockaddr_in cliaddr;
  socklen_t len = sizeof cliaddr;
  char request[BUFSIZE];
  char name[INET_ADDRSTRLEN];
  int id;
  int start;

  int n = recvfrom(sockfd, request, BUFSIZE - 1, 0, (struct sockaddr*)&cliaddr, &len);
  if (n == -1) die("recvfrom");
  request[n] = '\0';
  inet_ntop(AF_INET, &cliaddr.sin_addr, name, sizeof name);
  if (sscanf(request, "%d %n", &id, &start) != 1) {
    printf("%s asks for nothing\n", name);
    return;
  }

  const char* text = request + start;
  printf("%s asks '%s'\n", name, text);
  char answer[BUFSIZE];
  snprintf(answer, sizeof answer, "%d %d bytes", id, (int)strlen(text));
  if (sendto(sockfd, answer, strlen(answer), 0, (struct sockaddr*)&cliaddr, sizeof cliaddr) == -1) die("sendto");
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [REQUESTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int requests = argc > 3 ? atoi(argv[3]) : -1;

  int sockfd = udp_server(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (requests-- != 0) {
    serve(sockfd);
    fflush(stdout);
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
