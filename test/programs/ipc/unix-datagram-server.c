// The C twin of examples/ipc/unix-datagram-server.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/unix.h"

#define BUFSIZE 1024

static void serve(int sockfd) {
  struct sockaddr_un from = {0};
  socklen_t len = sizeof from;
  char buf[BUFSIZE];

  int n = recvfrom(sockfd, buf, BUFSIZE - 1, 0, (struct sockaddr*)&from, &len);
  if (n == -1) die("recvfrom");
  buf[n] = '\0';
  printf("'%s'\n", buf);
  if (len == 0) {
    printf("nobody to answer: the client has bound no name\n");
    return;
  }
  snprintf(buf, sizeof buf, "%d bytes", n);
  if (sendto(sockfd, buf, strlen(buf), 0, (struct sockaddr*)&from, len) == -1) perror("sendto");
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PATH [DATAGRAMS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int datagrams = argc > 2 ? atoi(argv[2]) : -1;

  int sockfd = unix_bind(argv[1], SOCK_DGRAM);
  printf("listening on %s\n", argv[1]);
  fflush(stdout);

  while (datagrams-- != 0) {
    serve(sockfd);
    fflush(stdout);
  }

  close(sockfd);
  unlink(argv[1]);
  return EXIT_SUCCESS;
}
