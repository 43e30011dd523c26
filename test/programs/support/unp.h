// As much of berkeley/unp as the C twins need.
#pragma once

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SA struct sockaddr
#define LISTENQ 1024
#define MAXLINE 4096

static inline void err_quit(const char* fmt, ...) {
  va_list values;
  va_start(values, fmt);
  fflush(stdout);
  vfprintf(stderr, fmt, values);
  fprintf(stderr, "\n");
  va_end(values);
  exit(1);
}

static inline int checked(const char* name, int result) {
  if (result == -1) err_quit("%s %s: %s", name, strerrorname_np(errno), strerror(errno));
  return result;
}

#define Accept(...) checked("accept", accept(__VA_ARGS__))
#define Close(...) checked("close", close(__VA_ARGS__))
#define Fputs(...) checked("fputs", fputs(__VA_ARGS__))
#define Getpeername(...) checked("getpeername", getpeername(__VA_ARGS__))
#define Getsockname(...) checked("getsockname", getsockname(__VA_ARGS__))
#define Readline(...) checked("readline", readline(__VA_ARGS__))
#define Writen(...) checked("writen", writen(__VA_ARGS__))

static inline int writen(int fd, const char* text, size_t n) {
  for (size_t done = 0; done < n;) {
    ssize_t count = write(fd, text + done, n - done);
    if (count == -1 && errno != EINTR) return -1;
    if (count > 0) done += count;
  }
  return n;
}

static inline int next_byte(int fd, char* byte) {
  static char ahead[MAXLINE];
  static ssize_t count = 0, next = 0;
  if (next == count) {
    ssize_t n;
    do n = read(fd, ahead, sizeof ahead);
    while (n == -1 && errno == EINTR);
    if (n <= 0) return n;
    count = n;
    next = 0;
  }
  *byte = ahead[next++];
  return 1;
}

static inline int readline(int fd, char* line, size_t size) {
  size_t length = 0;
  while (length + 1 < size) {
    int count = next_byte(fd, line + length);
    if (count == -1) return -1;
    if (count == 0 || line[length++] == '\n') break;
  }
  line[length] = 0;
  return length;
}

static inline const char* Sock_ntop_host(const struct sockaddr_storage* ss, socklen_t len) {
  static char host[NI_MAXHOST];
  int error = getnameinfo((SA*)ss, len, host, sizeof host, NULL, 0, NI_NUMERICHOST);
  if (error != 0) err_quit("getnameinfo: %s", gai_strerror(error));
  return host;
}

typedef int (*use)(int sockfd, const struct addrinfo* info);

static inline int endpoint(const char* name, const char* host, const char* serv, int flags, use use, socklen_t* len) {
  struct addrinfo hints = {.ai_flags = flags, .ai_socktype = SOCK_STREAM}, *list;
  int error = getaddrinfo(host, serv, &hints, &list);
  if (error == EAI_NONAME) err_quit("%s EAI_NONAME: %s (%s, %s)", name, gai_strerror(error), host, serv);
  if (error != 0) err_quit("%s: %s (%s, %s)", name, gai_strerror(error), host, serv);
  for (struct addrinfo* info = list; info != NULL; info = info->ai_next) {
    int sockfd = socket(info->ai_family, info->ai_socktype, info->ai_protocol);
    if (sockfd == -1) continue;
    if (len != NULL) *len = info->ai_addrlen;
    if (use(sockfd, info) != -1) return sockfd;
    int number = errno;
    close(sockfd);
    errno = number;
  }
  err_quit("%s %s: %s (%s, %s)", name, strerrorname_np(errno), strerror(errno), host, serv);
  return -1;
}

static inline int connect_to(int sockfd, const struct addrinfo* info) {
  return connect(sockfd, info->ai_addr, info->ai_addrlen);
}

static inline int listen_on(int sockfd, const struct addrinfo* info) {
  int on = 1;
  if (setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == -1) return -1;
  if (bind(sockfd, info->ai_addr, info->ai_addrlen) == -1) return -1;
  return listen(sockfd, LISTENQ);
}

static inline int Tcp_connect(const char* host, const char* serv) {
  return endpoint("tcp_connect", host, serv, 0, connect_to, NULL);
}

static inline int Tcp_listen(const char* host, const char* serv, socklen_t* addrlen) {
  return endpoint("tcp_listen", host, serv, AI_PASSIVE, listen_on, addrlen);
}
