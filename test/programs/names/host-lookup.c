// The C twin of examples/names/host-lookup.ts.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char* argv[]) {
  struct in_addr addr;
  char s[INET6_ADDRSTRLEN];

  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s HOST [SERVICE]\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int is_address = inet_aton(argv[1], &addr) != 0;
  struct hostent* host = is_address ? gethostbyaddr(&addr, sizeof addr, AF_INET) : gethostbyname(argv[1]);
  if (host == NULL) {
    herror(argv[1]);
    exit(EXIT_FAILURE);
  }
  printf("official name: %s\n", host->h_name);
  for (int i = 0; host->h_aliases[i] != NULL; i++) printf("alias: %s\n", host->h_aliases[i]);
  for (int i = 0; host->h_addr_list[i] != NULL; i++) {
    printf("address: %s\n", inet_ntop(host->h_addrtype, host->h_addr_list[i], s, sizeof s));
  }

  if (argc > 2) {
    struct servent* serv = getservbyname(argv[2], NULL);
    if (serv == NULL) {
      fprintf(stderr, "%s: unknown service\n", argv[2]);
      exit(EXIT_FAILURE);
    }
    printf("service: %s, port %d, protocol %s\n", serv->s_name, ntohs(serv->s_port), serv->s_proto);
  }
  return EXIT_SUCCESS;
}
