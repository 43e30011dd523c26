// As much of berkeley/csapp as the C twins need.
#pragma once

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTENQ 1024
#define MAXLINE 8192

typedef struct sockaddr SA;

typedef struct {
  int fd;
  size_t begin, end;
  char ahead[8192];
} rio_t;

static inline void app_error(const char* message) {
  fprintf(stderr, "%s\n", message);
  exit(0);
}

static inline int checked(const char* name, int result) {
  if (result < 0) {
    fprintf(stderr, "%s: %s\n", name, strerror(errno));
    exit(1);
  }
  return result;
}

#define Accept(...) checked("accept", accept(__VA_ARGS__))
#define Close(...) checked("close", close(__VA_ARGS__))
#define Fputs(...) checked("fputs", fputs(__VA_ARGS__))
#define Getsockname(...) checked("getsockname", getsockname(__VA_ARGS__))
#define Getnameinfo(...) checked("getnameinfo", -abs(getnameinfo(__VA_ARGS__)))

static inline void Rio_readinitb(rio_t* rio, int fd) {
  rio->fd = fd;
  rio->begin = rio->end = 0;
}

static inline int Rio_readlineb(rio_t* rio, char* line, size_t size) {
  size_t length = 0;
  while (length + 1 < size) {
    if (rio->begin == rio->end) {
      rio->begin = 0;
      rio->end = checked("read", read(rio->fd, rio->ahead, sizeof rio->ahead));
      if (rio->end == 0) break;
    }
    line[length] = rio->ahead[rio->begin++];
    if (line[length++] == '\n') break;
  }
  line[length] = 0;
  return length;
}

static inline void Rio_writen(int fd, const char* bytes, size_t n) {
  for (size_t done = 0; done < n;) done += checked("write", write(fd, bytes + done, n - done));
}

static inline struct addrinfo* find(const char* host, const char* port, int flags) {
  struct addrinfo hints = {.ai_flags = flags | AI_NUMERICSERV | AI_ADDRCONFIG, .ai_socktype = SOCK_STREAM}, *list;
  int error = getaddrinfo(host, port, &hints, &list);
  if (error != 0) app_error(gai_strerror(error));
  return list;
}

static inline int Open_clientfd(const char* host, const char* port) {
  int clientfd = -1;
  for (struct addrinfo* info = find(host, port, 0); info != NULL; info = info->ai_next) {
    clientfd = socket(info->ai_family, info->ai_socktype, info->ai_protocol);
    if (clientfd == -1 || connect(clientfd, info->ai_addr, info->ai_addrlen) == 0) break;
    close(clientfd);
    clientfd = -1;
  }
  return checked("connect", clientfd);
}

static inline int Open_listenfd(const char* port) {
  struct addrinfo* info = find(NULL, port, AI_PASSIVE);
  int listenfd = checked("socket", socket(info->ai_family, info->ai_socktype, info->ai_protocol));
  int on = 1;
  checked("setsockopt", setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
  checked("bind", bind(listenfd, info->ai_addr, info->ai_addrlen));
  checked("listen", listen(listenfd, LISTENQ));
  return listenfd;
}
