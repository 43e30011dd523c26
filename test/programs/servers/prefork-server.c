// The C twin of examples/servers/prefork-server.ts.

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/echo.h"
#include "../support/net.h"

static void serve(int listenfd) {
  for (;;) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    int total = echo(connfd);
    close(connfd);
    printf("child %d: %d bytes echoed\n", getpid(), total);
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
