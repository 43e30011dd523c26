// The C twin of examples/servers/pass-server.ts.

#include "../support/descriptors.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/echo.h"
#include "../support/net.h"

#define MAX_WORKERS 64

struct worker {
  int sockfd;
  int clients;
};

static struct worker workers[MAX_WORKERS];
static int worker_count = 0;

static struct pollfd* fds;
static int capacity = 5;
static int count = 0;

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

static void wait_for_some(void) {
  if (poll(fds, count, -1) == -1) {
    perror("poll");
    exit(EXIT_FAILURE);
  }
}

static void work(int sockfd) {
  char byte;
  int connfd;

  add(sockfd);
  for (;;) {
    wait_for_some();
    for (int i = count - 1; i >= 0; i--) {
      int fd = fds[i].fd;
      if (fds[i].revents == 0) continue;
      if (fd == sockfd) {
        ssize_t n = recv_fd(sockfd, &connfd, &byte, sizeof byte);
        if (n == -1) perror("recvmsg");
        if (n <= 0) return;
        if (connfd != -1) add(connfd);
      } else if (echo_once(fd) <= 0) {
        remove_at(i);
        close(fd);
        if (send(sockfd, "", 1, MSG_NOSIGNAL) == -1) return;
      }
    }
  }
}

static void start_worker(int listenfd) {
  int sv[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1) {
    perror("socketpair");
    exit(EXIT_FAILURE);
  }
  pid_t pid = fork();
  if (pid == -1) {
    perror("fork");
    exit(EXIT_FAILURE);
  }
  if (pid == 0) {
    close(listenfd);
    close(sv[0]);
    for (int i = 0; i < worker_count; i++) close(workers[i].sockfd);
    work(sv[1]);
    exit(EXIT_SUCCESS);
  }
  close(sv[1]);
  workers[worker_count++] = (struct worker){.sockfd = sv[0], .clients = 0};
}

static void pass(int connfd) {
  int chosen = 0;
  for (int i = 1; i < worker_count; i++) {
    if (workers[i].clients < workers[chosen].clients) chosen = i;
  }
  if (send_fd(workers[chosen].sockfd, connfd, "", 1) == -1) {
    perror("sendmsg");
    exit(EXIT_FAILURE);
  }
  workers[chosen].clients++;
  printf("worker %d has %d clients\n", chosen, workers[chosen].clients);
  fflush(stdout);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [WORKERS [CLIENTS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int n = argc > 3 ? atoi(argv[3]) : 2;
  int clients = argc > 4 ? atoi(argv[4]) : -1;
  if (n < 1 || n > MAX_WORKERS) {
    fprintf(stderr, "from 1 to %d workers\n", MAX_WORKERS);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  for (int i = 0; i < n; i++) start_worker(listenfd);

  for (int i = 0; i < n; i++) add(workers[i].sockfd);
  add(listenfd);
  while (clients != 0) {
    wait_for_some();
    for (int i = 0; i < n; i++) {
      if (fds[i].revents == 0) continue;
      char byte;
      if (recv(workers[i].sockfd, &byte, sizeof byte, 0) != 1) {
        fprintf(stderr, "worker %d has ended\n", i);
        exit(EXIT_FAILURE);
      }
      workers[i].clients--;
      clients--;
    }
    if (fds[n].revents != 0) {
      int connfd = take_client(listenfd);
      pass(connfd);
      close(connfd);
    }
  }

  close(listenfd);
  for (int i = 0; i < worker_count; i++) {
    close(workers[i].sockfd);
    wait(NULL);
  }
  return EXIT_SUCCESS;
}
