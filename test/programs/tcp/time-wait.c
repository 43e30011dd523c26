// The C twin of examples/tcp/time-wait.ts.

#include <string.h>

#include "../support/connection.h"

static int server_socket(int reuse) {
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1) die("socket");
  int yes = 1;
  if (reuse && setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) die("setsockopt");
  return sockfd;
}

static void close_in_order(int first, int second) {
  char buf[1];
  struct linger wait = {.l_onoff = 1, .l_linger = 10};
  if (setsockopt(second, SOL_SOCKET, SO_LINGER, &wait, sizeof wait) == -1) die("setsockopt");

  close(first);
  if (recv(second, buf, sizeof buf, 0) != 0) die("recv");
  close(second);
}

int main(int argc, char* argv[]) {
  int server_closes = argc == 3 && strcmp(argv[1], "server") == 0;
  int client_closes = argc == 3 && strcmp(argv[1], "client") == 0;
  int reuse = argc == 3 && strcmp(argv[2], "reuse") == 0;
  int plain = argc == 3 && strcmp(argv[2], "plain") == 0;
  if (!(server_closes || client_closes) || !(reuse || plain)) {
    fprintf(stderr, "usage: %s CLOSER OPTION\n\nCLOSER is server or client; OPTION is plain or reuse.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int listenfd = server_socket(reuse);
  struct sockaddr_in addr = ipv4_address("127.0.0.1", bind_anywhere(listenfd));
  if (listen(listenfd, 1) == -1) die("listen");
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1) die("socket");
  if (connect(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("connect");
  int connfd = accept(listenfd, NULL, NULL);
  if (connfd == -1) die("accept");

  if (server_closes)
    close_in_order(connfd, sockfd);
  else
    close_in_order(sockfd, connfd);
  close(listenfd);
  printf("the %s has closed first, the server has ended\n", argv[1]);

  int again = server_socket(reuse);
  if (bind(again, (struct sockaddr*)&addr, sizeof addr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(again, 1) == -1) die("listen");
  printf("the server listens again\n");
  close(again);
  return EXIT_SUCCESS;
}
