// The C twin of examples/support/group.ts.

#pragma once
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "die.h"

static inline int interface_index(const char* name) {
  int index = if_nametoindex(name);
  if (index == 0) die(name);
  return index;
}

static inline struct addrinfo* group_address(const char* group, const char* port, int ifindex) {
  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_DGRAM}, *res = NULL;
  int rv = getaddrinfo(group, port, &hints, &res);
  if (rv != 0 || res == NULL) {
    fprintf(stderr, "%s: %s\n", group, gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  if (res->ai_family == AF_INET6) ((struct sockaddr_in6*)res->ai_addr)->sin6_scope_id = ifindex;
  return res;
}
