// The C twin of examples/names/showip.ts.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static int show(const char* host) {
  struct addrinfo hints = {0}, *res;
  char ipstr[INET6_ADDRSTRLEN];

  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_CANONNAME;
  int status = getaddrinfo(host, NULL, &hints, &res);
  if (status != 0) return status;

  printf("IP addresses for %s:\n", host);
  for (struct addrinfo* p = res; p != NULL; p = p->ai_next) {
    if (p->ai_canonname != NULL) printf("  name: %s\n", p->ai_canonname);
    int is_ipv4 = p->ai_family == AF_INET;
    void* addr = is_ipv4 ? (void*)&((struct sockaddr_in*)p->ai_addr)->sin_addr
                         : (void*)&((struct sockaddr_in6*)p->ai_addr)->sin6_addr;
    printf("  %s: %s\n", is_ipv4 ? "IPv4" : "IPv6", inet_ntop(p->ai_family, addr, ipstr, sizeof ipstr));
  }
  freeaddrinfo(res);
  return 0;
}

int main(int argc, char* argv[]) {
  int result = EXIT_SUCCESS;

  if (argc < 2) {
    fprintf(stderr, "usage: %s HOST...\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  for (int i = 1; i < argc; i++) {
    int status = show(argv[i]);
    fflush(stdout);
    if (status != 0) {
      fprintf(stderr, "%s: %s\n", argv[i], gai_strerror(status));
      result = EXIT_FAILURE;
    }
  }
  return result;
}
