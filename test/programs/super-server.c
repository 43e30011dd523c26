// The C twin of examples/super-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACKLOG 5

static int tcp_listen(int port) {
  struct sockaddr_in servaddr = {0};
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(port);
  servaddr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

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
  printf("listening on 127.0.0.1 port %d\n", ntohs(servaddr.sin_port));
  fflush(stdout);
  return listenfd;
}

static void execute(int connfd, char* command[]) {
  dup2(connfd, STDIN_FILENO);
  dup2(connfd, STDOUT_FILENO);
  dup2(connfd, STDERR_FILENO);
  close(connfd);
  execvp(command[0], command);
  perror(command[0]);
  _exit(127);
}

int main(int argc, char* argv[]) {
  if (argc < 4) {
    fprintf(stderr, "usage: %s PORT CLIENTS COMMAND [ARGUMENT...]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(atoi(argv[1]));
  int clients = atoi(argv[2]);

  while (clients-- != 0) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    pid_t pid;
    if ((pid = fork()) == 0) {
      close(listenfd);
      execute(connfd, argv + 3);
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
