// The C twin of examples/select-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 5
#define BUFSIZE 256

static char buf[BUFSIZE];

static int tcp_listen(const char* host, int port) {
  struct sockaddr_in servaddr = {0};
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(port);
  if (inet_pton(AF_INET, host, &servaddr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  int listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  int yes = 1;
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  socklen_t len = sizeof servaddr;
  if (getsockname(listenfd, (struct sockaddr*)&servaddr, &len) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

static int take_client(int listenfd) {
  struct sockaddr_in peer;
  socklen_t len = sizeof peer;
  int connfd = accept(listenfd, (struct sockaddr*)&peer, &len);
  if (connfd == -1) {
    perror("accept");
    exit(EXIT_FAILURE);
  }
  char name[INET_ADDRSTRLEN];
  printf("connection from %s\n", inet_ntop(AF_INET, &peer.sin_addr, name, sizeof name));
  fflush(stdout);
  return connfd;
}

static int relay(int from, int listenfd, fd_set* master, int fdmax) {
  ssize_t n = recv(from, buf, sizeof buf, 0);
  if (n == -1) perror("recv");
  if (n <= 0) return 0;
  for (int fd = 0; fd <= fdmax; fd++) {
    if (!FD_ISSET(fd, master) || fd == listenfd || fd == from) continue;
    if (send(fd, buf, n, MSG_NOSIGNAL) == -1) perror("send");
  }
  return 1;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  fd_set master;
  FD_ZERO(&master);
  FD_SET(listenfd, &master);
  int fdmax = listenfd;

  while (clients != 0) {
    fd_set ready = master;
    if (select(fdmax + 1, &ready, NULL, NULL, NULL) == -1) {
      perror("select");
      exit(EXIT_FAILURE);
    }

    for (int fd = 0; fd <= fdmax; fd++) {
      if (!FD_ISSET(fd, &ready)) continue;
      if (fd == listenfd) {
        int connfd = take_client(listenfd);
        if (connfd >= FD_SETSIZE) {
          fprintf(stderr, "no room for more clients\n");
          close(connfd);
          continue;
        }
        FD_SET(connfd, &master);
        if (connfd > fdmax) fdmax = connfd;
      } else if (!relay(fd, listenfd, &master, fdmax)) {
        FD_CLR(fd, &master);
        close(fd);
        clients--;
      }
    }
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
