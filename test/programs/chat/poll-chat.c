// The C twin of examples/chat/poll-chat.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 5
#define BUFSIZE 256

static char buf[BUFSIZE];

static struct pollfd* fds;
static int capacity = 5;
static int count = 0;

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

static void add(int fd) {
  if (count == capacity || fds == NULL) {
    if (fds != NULL) capacity *= 2;
    fds = realloc(fds, capacity * sizeof *fds);
  }
  fds[count].fd = fd;
  fds[count].events = POLLIN;
  count++;
}

static void remove_at(int i) { fds[i] = fds[--count]; }

static int relay(int from) {
  ssize_t n = recv(from, buf, sizeof buf, 0);
  if (n == -1) perror("recv");
  if (n <= 0) return 0;
  for (int i = 1; i < count; i++) {
    if (fds[i].fd == from) continue;
    if (send(fds[i].fd, buf, n, MSG_NOSIGNAL) == -1) perror("send");
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

  add(listenfd);
  while (clients != 0) {
    if (poll(fds, count, -1) == -1) {
      perror("poll");
      exit(EXIT_FAILURE);
    }

    for (int i = count - 1; i >= 0; i--) {
      int fd = fds[i].fd;
      if (fds[i].revents == 0) continue;
      if (fd == listenfd) {
        add(take_client(listenfd));
      } else if (!relay(fd)) {
        remove_at(i);
        close(fd);
        clients--;
      }
    }
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
