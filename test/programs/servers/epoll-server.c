// The C twin of examples/servers/epoll-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 5
#define BUFSIZE 1024
#define MAX_EVENTS 64

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

static void add(int epfd, int fd) {
  struct epoll_event event;
  event.events = EPOLLIN;
  event.data.fd = fd;
  if (epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &event) == -1) {
    perror("epoll_ctl");
    exit(EXIT_FAILURE);
  }
}

static int echo(int connfd) {
  ssize_t n = read(connfd, buf, sizeof buf);
  if (n == -1) perror("read");
  if (n <= 0) return 0;
  if (send(connfd, buf, n, MSG_NOSIGNAL) == n) return 1;
  perror("send");
  return 0;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int epfd = epoll_create1(0);
  if (epfd == -1) {
    perror("epoll_create1");
    exit(EXIT_FAILURE);
  }
  add(epfd, listenfd);

  struct epoll_event events[MAX_EVENTS];
  while (clients != 0) {
    int nfds = epoll_wait(epfd, events, MAX_EVENTS, -1);
    if (nfds == -1) {
      perror("epoll_wait");
      exit(EXIT_FAILURE);
    }

    for (int i = 0; i < nfds; i++) {
      int fd = events[i].data.fd;
      if (fd == listenfd) {
        add(epfd, take_client(listenfd));
      } else if (!echo(fd)) {
        close(fd);
        clients--;
      }
    }
  }

  close(epfd);
  close(listenfd);
  return EXIT_SUCCESS;
}
