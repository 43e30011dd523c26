// tell HOST PORT: sends what it reads to a server, line by line, and prints what comes, whichever comes first; it takes
// no answer for granted.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char* argv[]) {
  struct sockaddr_in server = {.sin_family = AF_INET};
  if (argc != 3 || inet_pton(AF_INET, argv[1], &server.sin_addr) != 1) return EXIT_FAILURE;
  server.sin_port = htons(atoi(argv[2]));
  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1 || connect(sockfd, (struct sockaddr*)&server, sizeof server) == -1) return EXIT_FAILURE;

  struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = sockfd, .events = POLLIN}};
  while (poll(fds, 2, -1) > 0) {
    for (int i = 0; i < 2; i++) {
      char buf[1024];
      if (fds[i].revents == 0) continue;
      ssize_t n = read(fds[i].fd, buf, sizeof buf);
      if (n <= 0) return n == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
      if (write(i == 0 ? sockfd : STDOUT_FILENO, buf, n) != n) return EXIT_FAILURE;
    }
  }
  return EXIT_FAILURE;
}
