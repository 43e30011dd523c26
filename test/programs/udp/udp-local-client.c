// The C twin of examples/udp/udp-local-client.ts.

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"

#define BUFSIZE 1024

static int random_id(void) {
  int id;
  int fd = open("/dev/urandom", O_RDONLY);
  if (fd == -1 || read(fd, &id, sizeof id) != sizeof id) die("/dev/urandom");
  close(fd);
  return id;
}

static int print_answer(int sockfd) {
  struct sockaddr_in from;
  socklen_t len = sizeof from;
  char answer[BUFSIZE];
  char name[INET_ADDRSTRLEN];
  int id = 0;
  int start = 0;

  int n = recvfrom(sockfd, answer, BUFSIZE - 1, 0, (struct sockaddr*)&from, &len);
  if (n == -1) die("recvfrom");
  answer[n] = '\0';
  sscanf(answer, "%d %n", &id, &start);
  inet_ntop(AF_INET, &from.sin_addr, name, sizeof name);
  printf("%s port %d answers '%s'\n", name, ntohs(from.sin_port), answer + start);
  return id;
}

int main(int argc, char* argv[]) {
  const char* check = argc == 5 ? argv[3] : "";
  if (strcmp(check, "nothing") != 0 && strcmp(check, "connect") != 0 && strcmp(check, "id") != 0) {
    fprintf(stderr, "usage: %s HOST PORT CHECK TEXT\n\nCHECK is nothing, connect or id.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_in servaddr = ipv4_address(argv[1], atoi(argv[2]));
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");

  int id = random_id();
  char request[BUFSIZE];
  snprintf(request, sizeof request, "%d %s", id, argv[4]);
  if (strcmp(check, "connect") == 0) {
    if (connect(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("connect");
    if (send(sockfd, request, strlen(request), 0) == -1) die("send");
  } else {
    if (sendto(sockfd, request, strlen(request), 0, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) die("sendto");
  }

  struct sockaddr_in own;
  socklen_t len = sizeof own;
  if (getsockname(sockfd, (struct sockaddr*)&own, &len) == -1) die("getsockname");
  printf("waiting on port %d\n", ntohs(own.sin_port));
  fflush(stdout);

  while (print_answer(sockfd) != id && strcmp(check, "id") == 0) printf("that is not the answer\n");
  close(sockfd);
  return EXIT_SUCCESS;
}
