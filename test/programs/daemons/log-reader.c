// Prints what programs write to a log of the test's own, a line each.
//
// usage: log-reader PATH

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char* argv[]) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  char buf[2048];
  ssize_t n;
  if (argc != 2 || strlen(argv[1]) >= sizeof address.sun_path) return 2;
  strcpy(address.sun_path, argv[1]);
  int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
  if (bind(fd, (struct sockaddr*)&address, sizeof address) == -1) {
    perror(argv[1]);
    return 1;
  }
  puts("ready");
  fflush(stdout);
  while ((n = recv(fd, buf, sizeof buf, 0)) >= 0) {
    printf("%.*s\n", (int)n, buf);
    fflush(stdout);
  }
  return 1;
}
