// The C twin of examples/support/talk.ts.

#pragma once
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "recv-all.h"

#define SIZE 16

static int say(int sockfd, const char* message) {
  if (send(sockfd, message, SIZE, MSG_NOSIGNAL) == -1) {
    perror("send");
    return -1;
  }
  return 0;
}

static int hear(int sockfd) {
  char message[SIZE];
  int n = recv_all(sockfd, message, SIZE);
  if (n == SIZE) {
    printf("heard '%.16s'\n", message);
    return 0;
  }
  if (n == -1 && errno == EAGAIN)
    fprintf(stderr, "nobody speaks: deadlock\n");
  else if (n == -1)
    perror("recv");
  else
    fprintf(stderr, "the other side has gone\n");
  return -1;
}

static int talk(int sockfd, const char* order, const char* message) {
  if (strcmp(order, "write") == 0) {
    return say(sockfd, message) == -1 || hear(sockfd) == -1 ? -1 : 0;
  }
  return hear(sockfd) == -1 || say(sockfd, message) == -1 ? -1 : 0;
}

static int is_order(const char* order) { return strcmp(order, "write") == 0 || strcmp(order, "read") == 0; }
