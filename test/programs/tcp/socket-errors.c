// The C twin of examples/tcp/socket-errors.ts.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>

#include "../support/connection.h"

#define BUFSIZE 100
#define TOO_LONG 65536
#define HELLO "Hello?"
static char buf[TOO_LONG];

static const char* advice(int error) {
  switch (error) {
    case ECONNREFUSED:
      return "nobody listens there: try the next address, or later";
    case EAGAIN:
    case EINPROGRESS:
      return "the time limit has passed: try again, or give up";
    case ECONNRESET:
      return "the other side has gone without reading all: close, and connect again";
    case EPIPE:
      return "the connection is closed: close, and connect again";
    case EADDRINUSE:
      return "another program has this port: take another one";
    case EADDRNOTAVAIL:
      return "no interface of this machine has this address: take another one";
    case EMSGSIZE:
      return "this is too long for a datagram: send less at once";
    case EBADF:
    case ENOTSOCK:
    case ENOTCONN:
      return "a mistake in this program: correct it";
    default:
      return "unexpected: say so, and end";
  }
}

static void failed(const char* call, int result) {
  if (result != -1)
    printf("  %s: %d\n", call, result);
  else
    printf("  %s: %s\n    %s\n", call, strerror(errno), advice(errno));
}

static int make_socket(int type) {
  int sockfd = socket(AF_INET, type, 0);
  if (sockfd == -1) die("socket");
  return sockfd;
}

static void name(void) {
  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM}, *res;
  int rv = getaddrinfo("127.0.0.one", "7", &hints, &res);
  printf("  getaddrinfo: %s%s\n", gai_strerror(rv), rv == EAI_NONAME ? ": ask for another host" : "");
  rv = getaddrinfo("127.0.0.1", "no-such-service", &hints, &res);
  printf("  getaddrinfo: %s%s\n", gai_strerror(rv), rv == EAI_SERVICE ? ": ask for another service" : "");
}

static void refused(void) {
  int bound = make_socket(SOCK_STREAM);
  struct sockaddr_in addr = ipv4_address("127.0.0.1", bind_anywhere(bound));
  int sockfd = make_socket(SOCK_STREAM);
  failed("connect", connect(sockfd, (struct sockaddr*)&addr, sizeof addr));
  close(sockfd);
  close(bound);
}

static void receive_timeout(void) {
  int ends[2];
  make_connection(ends);
  struct timeval limit = {.tv_sec = 0, .tv_usec = 100000};
  if (setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == -1) die("setsockopt");
  failed("recv", recv(ends[0], buf, BUFSIZE, 0));
  close(ends[0]);
  close(ends[1]);
}

static void connect_timeout(void) {
  int listenfd = make_socket(SOCK_STREAM);
  struct sockaddr_in addr = ipv4_address("127.0.0.1", bind_anywhere(listenfd));
  if (listen(listenfd, 0) == -1) die("listen");
  int first = make_socket(SOCK_STREAM);
  if (connect(first, (struct sockaddr*)&addr, sizeof addr) == -1) die("connect");

  int second = make_socket(SOCK_STREAM);
  struct timeval limit = {.tv_sec = 0, .tv_usec = 100000};
  if (setsockopt(second, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == -1) die("setsockopt");
  failed("connect", connect(second, (struct sockaddr*)&addr, sizeof addr));
  close(second);
  close(first);
  close(listenfd);
}

static void reset(void) {
  int ends[2];
  make_connection(ends);
  struct linger abort = {.l_onoff = 1, .l_linger = 0};
  if (setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &abort, sizeof abort) == -1) die("setsockopt");
  close(ends[1]);
  failed("recv", recv(ends[0], buf, BUFSIZE, 0));
  close(ends[0]);
}

static void broken_pipe(void) {
  int ends[2];
  make_connection(ends);
  close(ends[1]);
  failed("send", send(ends[0], HELLO, strlen(HELLO), MSG_NOSIGNAL));
  struct pollfd hangup = {.fd = ends[0]};
  if (poll(&hangup, 1, -1) == -1) die("poll");
  failed("recv", recv(ends[0], buf, BUFSIZE, 0));
  failed("send", send(ends[0], HELLO, strlen(HELLO), MSG_NOSIGNAL));
  close(ends[0]);
}

static void descriptor(void) {
  failed("send", send(-1, HELLO, strlen(HELLO), MSG_NOSIGNAL));
  int file = open("/dev/null", O_WRONLY);
  if (file == -1) die("open");
  failed("send", send(file, HELLO, strlen(HELLO), MSG_NOSIGNAL));
  close(file);
  int sockfd = make_socket(SOCK_STREAM);
  failed("recv", recv(sockfd, buf, BUFSIZE, 0));
  close(sockfd);
}

static void address(void) {
  int bound = make_socket(SOCK_STREAM);
  int sockfd = make_socket(SOCK_STREAM);
  struct sockaddr_in taken = ipv4_address("127.0.0.1", bind_anywhere(bound));
  failed("bind", bind(sockfd, (struct sockaddr*)&taken, sizeof taken));
  struct sockaddr_in foreign = ipv4_address("192.0.2.1", 0);
  failed("bind", bind(sockfd, (struct sockaddr*)&foreign, sizeof foreign));
  close(sockfd);
  close(bound);
}

static void datagram(void) {
  int sockfd = make_socket(SOCK_DGRAM);
  int bound = make_socket(SOCK_DGRAM);
  struct sockaddr_in addr = ipv4_address("127.0.0.1", bind_anywhere(bound));
  close(bound);
  if (connect(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("connect");
  failed("send", send(sockfd, buf, TOO_LONG, 0));
  failed("send", send(sockfd, HELLO, strlen(HELLO), 0));
  failed("recv", recv(sockfd, buf, BUFSIZE, 0));
  close(sockfd);
}

static const struct {
  const char* kind;
  void (*happen)(void);
} kinds[] = {
    {"name", name},
    {"refused", refused},
    {"receive-timeout", receive_timeout},
    {"connect-timeout", connect_timeout},
    {"reset", reset},
    {"broken-pipe", broken_pipe},
    {"descriptor", descriptor},
    {"address", address},
    {"datagram", datagram},
};
#define KINDS (int)(sizeof kinds / sizeof *kinds)

static int happen(const char* kind) {
  int count = 0;
  for (int i = 0; i < KINDS; i++) {
    if (strcmp(kind, "all") != 0 && strcmp(kind, kinds[i].kind) != 0) continue;
    printf("%s\n", kinds[i].kind);
    kinds[i].happen();
    count++;
  }
  return count;
}

int main(int argc, char* argv[]) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s KIND...\n\nKIND is all", argv[0]);
    for (int i = 0; i < KINDS; i++) fprintf(stderr, ", %s", kinds[i].kind);
    fprintf(stderr, "\n");
    exit(EXIT_FAILURE);
  }
  for (int i = 1; i < argc; i++) {
    if (happen(argv[i]) == 0) {
      fprintf(stderr, "%s: no such kind\n", argv[i]);
      exit(EXIT_FAILURE);
    }
  }
  return EXIT_SUCCESS;
}
