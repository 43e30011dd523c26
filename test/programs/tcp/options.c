// The C twin of examples/tcp/options.ts.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "../support/die.h"

static int show_int(int sockfd, int level, int option) {
  int value;
  socklen_t len = sizeof value;
  if (getsockopt(sockfd, level, option, &value, &len) == -1) return -1;
  printf("%d\n", value);
  return 0;
}

static int show_linger(int sockfd, int level, int option) {
  struct linger value;
  socklen_t len = sizeof value;
  if (getsockopt(sockfd, level, option, &value, &len) == -1) return -1;
  printf("%s, %d s\n", value.l_onoff ? "on" : "off", value.l_linger);
  return 0;
}

static int show_time(int sockfd, int level, int option) {
  struct timeval value;
  socklen_t len = sizeof value;
  if (getsockopt(sockfd, level, option, &value, &len) == -1) return -1;
  printf("%ld.%06ld s\n", (long)value.tv_sec, (long)value.tv_usec);
  return 0;
}

static int show_string(int sockfd, int level, int option) {
  char value[16];
  socklen_t len = sizeof value;
  if (getsockopt(sockfd, level, option, value, &len) == -1) return -1;
  printf("%.16s\n", value);
  return 0;
}

#define OPTION(level, option, show) \
  { #option, level, option, show }
static const struct {
  const char* name;
  int level;
  int option;
  int (*show)(int sockfd, int level, int option);
} options[] = {
    OPTION(SOL_SOCKET, SO_ACCEPTCONN, show_int),    OPTION(SOL_SOCKET, SO_BROADCAST, show_int),
    OPTION(SOL_SOCKET, SO_DONTROUTE, show_int),     OPTION(SOL_SOCKET, SO_ERROR, show_int),
    OPTION(SOL_SOCKET, SO_KEEPALIVE, show_int),     OPTION(SOL_SOCKET, SO_LINGER, show_linger),
    OPTION(SOL_SOCKET, SO_OOBINLINE, show_int),     OPTION(SOL_SOCKET, SO_RCVBUF, show_int),
    OPTION(SOL_SOCKET, SO_SNDBUF, show_int),        OPTION(SOL_SOCKET, SO_RCVLOWAT, show_int),
    OPTION(SOL_SOCKET, SO_SNDLOWAT, show_int),      OPTION(SOL_SOCKET, SO_RCVTIMEO, show_time),
    OPTION(SOL_SOCKET, SO_SNDTIMEO, show_time),     OPTION(SOL_SOCKET, SO_REUSEADDR, show_int),
    OPTION(SOL_SOCKET, SO_REUSEPORT, show_int),     OPTION(SOL_SOCKET, SO_TYPE, show_int),
    OPTION(IPPROTO_IP, IP_MTU_DISCOVER, show_int),  OPTION(IPPROTO_IP, IP_MULTICAST_LOOP, show_int),
    OPTION(IPPROTO_IP, IP_MULTICAST_TTL, show_int), OPTION(IPPROTO_IP, IP_TOS, show_int),
    OPTION(IPPROTO_IP, IP_TTL, show_int),           OPTION(IPPROTO_TCP, TCP_CONGESTION, show_string),
    OPTION(IPPROTO_TCP, TCP_CORK, show_int),        OPTION(IPPROTO_TCP, TCP_DEFER_ACCEPT, show_int),
    OPTION(IPPROTO_TCP, TCP_KEEPCNT, show_int),     OPTION(IPPROTO_TCP, TCP_KEEPIDLE, show_int),
    OPTION(IPPROTO_TCP, TCP_KEEPINTVL, show_int),   OPTION(IPPROTO_TCP, TCP_LINGER2, show_int),
    OPTION(IPPROTO_TCP, TCP_MAXSEG, show_int),      OPTION(IPPROTO_TCP, TCP_NODELAY, show_int),
    OPTION(IPPROTO_TCP, TCP_SYNCNT, show_int),      OPTION(IPPROTO_TCP, TCP_USER_TIMEOUT, show_int),
};
#define OPTIONS (int)(sizeof options / sizeof *options)

static void show(int sockfd, const char* name) {
  for (int i = 0; i < OPTIONS; i++) {
    if (strcmp(options[i].name, name) != 0) continue;
    printf("%-18s ", name);
    if (options[i].show(sockfd, options[i].level, options[i].option) == -1) printf("(none)\n");
  }
}

static void set(int sockfd) {
  int one = 1;
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == -1) perror("SO_REUSEADDR");
  show(sockfd, "SO_REUSEADDR");

  int size = 10000;
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) == -1) perror("SO_RCVBUF");
  show(sockfd, "SO_RCVBUF");

  struct linger on = {.l_onoff = 1, .l_linger = 5};
  if (setsockopt(sockfd, SOL_SOCKET, SO_LINGER, &on, sizeof on) == -1) perror("SO_LINGER");
  show(sockfd, "SO_LINGER");

  struct timeval limit = {.tv_sec = 1, .tv_usec = 500000};
  if (setsockopt(sockfd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == -1) perror("SO_RCVTIMEO");
  show(sockfd, "SO_RCVTIMEO");

  int hops = 9;
  if (setsockopt(sockfd, IPPROTO_IP, IP_TTL, &hops, sizeof hops) == -1) perror("IP_TTL");
  show(sockfd, "IP_TTL");

  if (setsockopt(sockfd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) == -1) perror("TCP_NODELAY");
  show(sockfd, "TCP_NODELAY");

  if (setsockopt(sockfd, SOL_SOCKET, SO_TYPE, &one, sizeof one) == -1) perror("SO_TYPE");
  show(sockfd, "SO_TYPE");
}

int main(int argc, char* argv[]) {
  int is_tcp = argc == 2 && strcmp(argv[1], "tcp") == 0;
  int is_udp = argc == 2 && strcmp(argv[1], "udp") == 0;
  if (!is_tcp && !is_udp) {
    fprintf(stderr, "usage: %s TYPE\n\nTYPE is tcp or udp.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int sockfd = socket(AF_INET, is_tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  for (int i = 0; i < OPTIONS; i++) show(sockfd, options[i].name);
  printf("\nset:\n");
  set(sockfd);

  close(sockfd);
  return EXIT_SUCCESS;
}
