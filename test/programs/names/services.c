// The C twin of examples/names/services.ts.

#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct servent* look_up(const char* word, const char* proto) {
  if (strspn(word, "0123456789") == strlen(word)) return getservbyport(htons(atoi(word)), proto);
  return getservbyname(word, proto);
}

static int show(const char* word, const char* proto) {
  struct servent* serv = look_up(word, proto);
  if (serv == NULL) return 0;
  printf("%s: port %d", serv->s_name, ntohs(serv->s_port));
  for (int i = 0; serv->s_aliases[i] != NULL; i++) printf(", also %s", serv->s_aliases[i]);

  struct protoent* protocol = getprotobyname(proto);
  if (protocol == NULL)
    printf(", %s\n", proto);
  else
    printf(", %s, which is protocol %d\n", protocol->p_name, protocol->p_proto);
  return 1;
}

int main(int argc, char* argv[]) {
  int result = EXIT_SUCCESS;

  if (argc < 2) {
    fprintf(stderr, "usage: %s NAME_OR_PORT...\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  for (int i = 1; i < argc; i++) {
    int has_tcp = show(argv[i], "tcp");
    int has_udp = show(argv[i], "udp");
    fflush(stdout);
    if (!has_tcp && !has_udp) {
      fprintf(stderr, "%s: unknown service\n", argv[i]);
      result = EXIT_FAILURE;
    }
  }
  return result;
}
