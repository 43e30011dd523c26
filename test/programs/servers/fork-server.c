// The C twin of examples/servers/fork-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACKLOG 5
#define BUFSIZE 1024

static int tcp_listen(const char* host, int port) {
  struct sockaddr_in servaddr = {0};
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(port);
  if (inet_pton(AF_INET, host, &servaddr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

  int listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }

  int yes = 1;
  if (setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(listenfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  if (listen(listenfd, BACKLOG) == -1) {
    perror("listen");
    exit(EXIT_FAILURE);
  }

  socklen_t len = sizeof servaddr;
  if (getsockname(listenfd, (struct sockaddr*)&servaddr, &len) == -1) {
    perror("getsockname");
    exit(EXIT_FAILURE);
  }
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

static void echo(int connfd) {
  char buf[BUFSIZE];
  int total = 0;
  ssize_t n;

  while ((n = read(connfd, buf, sizeof buf)) > 0) {
    if (write(connfd, buf, n) != n) {
      perror("write");
      return;
    }
    total += n;
  }
  if (n == -1) perror("read");
  printf("%d bytes echoed\n", total);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- != 0) {
    struct sockaddr_in cliaddr;
    socklen_t len = sizeof cliaddr;
    int connfd = accept(listenfd, (struct sockaddr*)&cliaddr, &len);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    char name[INET_ADDRSTRLEN];
    printf("connection from %s\n", inet_ntop(AF_INET, &cliaddr.sin_addr, name, sizeof name));
    fflush(stdout);

    pid_t pid;
    if ((pid = fork()) == 0) {
      close(listenfd);
      echo(connfd);
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid == -1) perror("fork");
    close(connfd);
    while (waitpid(-1, NULL, WNOHANG) > 0)
      ;
  }

  close(listenfd);
  while (wait(NULL) > 0)
    ;
  return EXIT_SUCCESS;
}
