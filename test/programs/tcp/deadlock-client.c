// The C twin of examples/tcp/deadlock-client.ts.

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define BLOCK 65536
#define LIMIT 2
static char block[BLOCK];

static int send_some(int sockfd, int left, int flags) {
  int n = send(sockfd, block, left < BLOCK ? left : BLOCK, MSG_NOSIGNAL | flags);
  if (n == -1 && errno != EAGAIN) die("send");
  return n;
}

static int receive_some(int sockfd) {
  int n = recv(sockfd, block, BLOCK, 0);
  if (n == -1) die("recv");
  if (n == 0) {
    fprintf(stderr, "the server closed the connection\n");
    exit(EXIT_FAILURE);
  }
  return n;
}

static void naive(int sockfd, int bytes) {
  struct timeval limit = {.tv_sec = LIMIT};
  if (setsockopt(sockfd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == -1) die("setsockopt");

  int sent = 0;
  while (sent < bytes) {
    int n = send_some(sockfd, bytes - sent, 0);
    if (n == -1) {
      fprintf(stderr, "deadlock: after %d bytes nothing moved for %d seconds\n", sent, LIMIT);
      exit(EXIT_FAILURE);
    }
    sent += n;
  }
  for (int received = 0; received < bytes;) received += receive_some(sockfd);
}

static void nonblock(int sockfd, int bytes) {
  int sent = 0;
  int received = 0;
  while (received < bytes) {
    int n = sent < bytes ? send_some(sockfd, bytes - sent, MSG_DONTWAIT) : -1;
    if (n != -1)
      sent += n;
    else
      received += receive_some(sockfd);
  }
}

static void with_select(int sockfd, int bytes) {
  fd_set readfds;
  fd_set writefds;
  int sent = 0;
  int received = 0;

  if (fcntl(sockfd, F_SETFL, fcntl(sockfd, F_GETFL) | O_NONBLOCK) == -1) die("fcntl");
  while (received < bytes) {
    FD_ZERO(&readfds);
    FD_ZERO(&writefds);
    FD_SET(sockfd, &readfds);
    if (sent < bytes) FD_SET(sockfd, &writefds);
    if (select(sockfd + 1, &readfds, &writefds, NULL, NULL) == -1) die("select");

    if (FD_ISSET(sockfd, &writefds)) {
      int n = send_some(sockfd, bytes - sent, 0);
      if (n != -1) sent += n;
    }
    if (FD_ISSET(sockfd, &readfds)) received += receive_some(sockfd);
  }
}

static void with_fork(int sockfd, int bytes) {
  pid_t pid = fork();
  if (pid == -1) die("fork");
  if (pid == 0) {
    for (int sent = 0; sent < bytes;) sent += send_some(sockfd, bytes - sent, 0);
    exit(EXIT_SUCCESS);
  }
  for (int received = 0; received < bytes;) received += receive_some(sockfd);
  if (waitpid(pid, NULL, 0) == -1) die("waitpid");
}

static const struct {
  const char* name;
  void (*way)(int sockfd, int bytes);
} ways[] = {{"naive", naive}, {"nonblock", nonblock}, {"select", with_select}, {"fork", with_fork}};

int main(int argc, char* argv[]) {
  void (*way)(int, int) = NULL;
  for (size_t i = 0; argc == 5 && i < sizeof ways / sizeof *ways; i++) {
    if (strcmp(argv[4], ways[i].name) == 0) way = ways[i].way;
  }
  if (way == NULL) {
    fprintf(stderr, "usage: %s HOST PORT BYTES WAY\n\nWAY is naive, nonblock, select or fork.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int bytes = atoi(argv[3]);

  int sockfd = tcp_connect(argv[1], atoi(argv[2]));
  way(sockfd, bytes);
  printf("%d bytes sent and received\n", bytes);

  close(sockfd);
  return EXIT_SUCCESS;
}
