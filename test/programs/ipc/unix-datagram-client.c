// The C twin of examples/ipc/unix-datagram-client.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/unix.h"

#define BUFSIZE 1024
#define PATHSIZE 256

static int ask(int sockfd, const char* message) {
  char buf[BUFSIZE];
  if (send(sockfd, message, strlen(message), 0) == -1) {
    perror("send");
    return -1;
  }
  int n = recv(sockfd, buf, BUFSIZE - 1, 0);
  if (n == -1) {
    perror("recv");
    return -1;
  }
  buf[n] = '\0';
  printf("%s: %s\n", message, buf);
  return 0;
}

int main(int argc, char* argv[]) {
  if (argc < 3) {
    fprintf(stderr, "usage: %s PATH MESSAGE...\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  char own_path[PATHSIZE];
  snprintf(own_path, sizeof own_path, "%s.%d", argv[1], getpid());
  struct sockaddr_un own = unix_address(own_path);
  struct sockaddr_un addr = unix_address(argv[1]);
  int sockfd = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  if (connect(sockfd, (struct sockaddr*)&addr, sizeof addr) == -1) die("connect");
  if (bind(sockfd, (struct sockaddr*)&own, sizeof own) == -1) die("bind");

  int result = EXIT_SUCCESS;
  for (int i = 2; i < argc && result == EXIT_SUCCESS; i++) {
    if (ask(sockfd, argv[i]) == -1) result = EXIT_FAILURE;
  }

  close(sockfd);
  unlink(own_path);
  return result;
}
