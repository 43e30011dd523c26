// The C twin of examples/tcp/knock-client.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAXLINE 256

static int read_line(int fd, char* line, int size) {
  int length = 0;
  while (length < size - 1) {
    ssize_t n = read(fd, line + length, 1);
    if (n == -1) perror("read");
    if (n <= 0) return -1;
    if (line[length] == '\n') break;
    length++;
  }
  line[length] = '\0';
  return length;
}

int main(int argc, char* argv[]) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s HOST PORT\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  struct sockaddr_in servaddr = {0};
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(atoi(argv[2]));
  if (inet_pton(AF_INET, argv[1], &servaddr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", argv[1]);
    exit(EXIT_FAILURE);
  }

  int sockfd = socket(AF_INET, SOCK_STREAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  char line[MAXLINE];
  while (read_line(sockfd, line, sizeof line) != -1) {
    printf("Server: %s\n", line);
    fflush(stdout);
    if (strcmp(line, "Bye.") == 0) break;

    int length = read_line(STDIN_FILENO, line, sizeof line);
    if (length == -1) break;
    printf("Client: %s\n", line);
    line[length] = '\n';
    if (write(sockfd, line, length + 1) == -1) {
      perror("write");
      exit(EXIT_FAILURE);
    }
  }

  close(sockfd);
  return EXIT_SUCCESS;
}
