// The C twin of examples/names/ports.ts.

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define RANGE "/proc/sys/net/ipv4/ip_local_port_range"
#define REGISTERED 1024
#define EPHEMERAL 49152

static const char* kind(int port) {
  if (port < REGISTERED) return "well known";
  if (port < EPHEMERAL) return "registered";
  return "ephemeral";
}

static const char* availability(int port) {
  struct sockaddr_in addr = ipv4_address("127.0.0.1", port);
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1) die("socket");
  const char* result = bind(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1 ? strerror(errno) : "free";
  close(sockfd);
  return result;
}

static int chosen_port(void) {
  struct sockaddr_in addr = ipv4_address("127.0.0.1", 0);
  socklen_t len = sizeof addr;
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1) die("socket");
  if (bind(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("bind");
  if (getsockname(sockfd, (struct sockaddr*)&addr, &len) == -1) die("getsockname");
  close(sockfd);
  return ntohs(addr.sin_port);
}

int main(int argc, char* argv[]) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s PORT...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  for (int i = 1; i < argc; i++) {
    int port = atoi(argv[i]);
    if (port < 1 || port > 65535) {
      fprintf(stderr, "%s: not a port\n", argv[i]);
      exit(EXIT_FAILURE);
    }
    struct servent* serv = getservbyport(htons(port), "tcp");
    printf("%d: %s, %s, %s\n", port, kind(port), serv == NULL ? "no name" : serv->s_name, availability(port));
  }

  int first;
  int last;
  FILE* file = fopen(RANGE, "r");
  if (file == NULL || fscanf(file, "%d %d", &first, &last) != 2) die(RANGE);
  fclose(file);
  printf("the kernel chooses from %d to %d\n", first, last);
  int port = chosen_port();
  printf("now it has chosen %d\n", port);
  return first <= port && port <= last ? EXIT_SUCCESS : EXIT_FAILURE;
}
