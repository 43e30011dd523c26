// The C twin of examples/udp/backoff-client.ts.

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define BUFSIZE 1024
#define TRIES 5
#define REQUEST "is anybody there?"

static int recv_with_limit(int sockfd, char* buf, struct timeval limit) {
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == -1) die("setsockopt");
  return recv(sockfd, buf, BUFSIZE - 1, 0);
}

static int recv_with_alarm(int sockfd, char* buf, struct timeval limit) {
  struct itimerval timer = {.it_value = limit, .it_interval = limit};
  struct itimerval off = {0};

  if (setitimer(ITIMER_REAL, &timer, NULL) == -1) die("setitimer");
  int n = recv(sockfd, buf, BUFSIZE - 1, 0);
  int error = errno;
  if (setitimer(ITIMER_REAL, &off, NULL) == -1) die("setitimer");
  errno = error;
  return n;
}

static void handler(int signum) { (void)signum; }

int main(int argc, char* argv[]) {
  int is_limit = argc > 3 && strcmp(argv[3], "rcvtimeo") == 0;
  int is_alarm = argc > 3 && strcmp(argv[3], "alarm") == 0;
  if (argc < 4 || argc > 5 || !(is_limit || is_alarm)) {
    fprintf(stderr, "usage: %s HOST PORT WAY [MILLISECONDS]\n\nWAY is rcvtimeo or alarm.\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int wait = argc > 4 ? atoi(argv[4]) : 100;

  struct sockaddr_in servaddr = ipv4_address(argv[1], atoi(argv[2]));
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  if (connect(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("connect");

  struct sigaction act = {.sa_handler = handler};
  if (sigaction(SIGALRM, &act, NULL) == -1) die("sigaction");

  char buf[BUFSIZE];
  for (int i = 0; i < TRIES; i++) {
    if (send(sockfd, REQUEST, strlen(REQUEST), 0) == -1) die("send");
    printf("waiting up to %d ms\n", wait);
    fflush(stdout);

    struct timeval limit = {.tv_sec = wait / 1000, .tv_usec = wait % 1000 * 1000};
    int n = is_limit ? recv_with_limit(sockfd, buf, limit) : recv_with_alarm(sockfd, buf, limit);
    if (n != -1) {
      buf[n] = '\0';
      printf("the answer is '%s'\n", buf);
      close(sockfd);
      return EXIT_SUCCESS;
    }
    if (errno != EAGAIN && errno != EINTR) die("recv");
    wait *= 2;
  }
  fprintf(stderr, "the server seems to be down\n");
  return EXIT_FAILURE;
}
