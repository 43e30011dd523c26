// The C twin of examples/daemons/super-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
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

#define MAX_SERVICES 10

struct service {
  int listenfd;
  char** command;
};

static struct service services[MAX_SERVICES];
static int count;

static void usage(const char* name) {
  fprintf(stderr, "usage: %s CLIENTS PORT COMMAND [ARGUMENT...] [-- PORT COMMAND [ARGUMENT...]]...\n", name);
  exit(EXIT_FAILURE);
}

static void open_services(const char* name, char* args[]) {
  char** end = args;
  while (*end != NULL && strcmp(*end, "--") != 0) end++;
  if (end - args < 2 || count == MAX_SERVICES) usage(name);
  services[count].listenfd = tcp_listen(atoi(args[0]));
  services[count].command = args + 1;
  count++;
  if (*end == NULL) return;
  *end = NULL;
  open_services(name, end + 1);
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

static void serve(const struct service* service) {
  int connfd = accept(service->listenfd, NULL, NULL);
  if (connfd == -1) {
    perror("accept");
    exit(EXIT_FAILURE);
  }

  pid_t pid;
  if ((pid = fork()) == 0) {
    for (int i = 0; i < count; i++) close(services[i].listenfd);
    execute(connfd, service->command);
  }
  if (pid == -1) perror("fork");
  close(connfd);
  while (waitpid(-1, NULL, WNOHANG) > 0)
    ;
}

int main(int argc, char* argv[]) {
  if (argc < 4) usage(argv[0]);
  int clients = atoi(argv[1]);
  open_services(argv[0], argv + 2);

  fd_set listening;
  int fdmax = 0;
  FD_ZERO(&listening);
  for (int i = 0; i < count; i++) {
    FD_SET(services[i].listenfd, &listening);
    if (services[i].listenfd > fdmax) fdmax = services[i].listenfd;
  }

  while (clients != 0) {
    fd_set ready = listening;
    if (select(fdmax + 1, &ready, NULL, NULL, NULL) == -1) {
      perror("select");
      exit(EXIT_FAILURE);
    }
    for (int i = 0; i < count; i++) {
      if (clients == 0 || !FD_ISSET(services[i].listenfd, &ready)) continue;
      serve(&services[i]);
      clients--;
    }
  }

  for (int i = 0; i < count; i++) close(services[i].listenfd);
  while (wait(NULL) > 0)
    ;
  return EXIT_SUCCESS;
}
