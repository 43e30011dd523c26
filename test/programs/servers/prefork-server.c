// The C twin of examples/servers/prefork-server.ts.

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
  printf("child %d: %d bytes echoed\n", getpid(), total);
}

static void serve(int listenfd) {
  for (;;) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    echo(connfd);
    close(connfd);
    fflush(stdout);
  }
}

static void start_child(int listenfd) {
  pid_t pid = fork();
  if (pid == 0) serve(listenfd);
  if (pid == -1)
    perror("fork");
  else
    printf("child %d: started\n", pid);
  fflush(stdout);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 5) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CHILDREN [REPLACEMENTS]]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int children = argc > 3 ? atoi(argv[3]) : 3;
  int replacements = argc > 4 ? atoi(argv[4]) : 10;

  for (int i = 0; i < children; i++) start_child(listenfd);

  int status;
  pid_t pid;
  while ((pid = wait(&status)) != -1) {
    if (WIFEXITED(status))
      printf("child %d: exited with %d\n", pid, WEXITSTATUS(status));
    else
      printf("child %d: killed by signal %d\n", pid, WTERMSIG(status));
    fflush(stdout);
    if (replacements-- > 0) start_child(listenfd);
  }
  perror("wait");
  return EXIT_FAILURE;
}
