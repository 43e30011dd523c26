// The C twin of examples/tcp/name-age-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 5
#define NAMESIZE 20

static void serve(int connfd) {
  char name[NAMESIZE];
  int age;

  FILE* input = fdopen(connfd, "r");
  FILE* output = fdopen(dup(connfd), "w");
  if (input == NULL || output == NULL) {
    perror("fdopen");
    exit(EXIT_FAILURE);
  }
  while (fscanf(input, "%19s %d", name, &age) == 2) {
    printf("%s is %d\n", name, age);
    fprintf(output, "%s will be %d\n", name, age + 1);
    fflush(output);
  }
  fclose(output);
  fclose(input);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s PORT [CLIENTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 2 ? atoi(argv[2]) : -1;

  int listenfd = socket(AF_INET, SOCK_STREAM, 0);
  if (listenfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  int yes = 1;
  setsockopt(listenfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);

  struct sockaddr_in local = {0};
  local.sin_family = AF_INET;
  local.sin_port = htons(atoi(argv[1]));
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof local;
  if (bind(listenfd, (struct sockaddr*)&local, sizeof local) == -1 || listen(listenfd, BACKLOG) == -1 ||
      getsockname(listenfd, (struct sockaddr*)&local, &length) == -1) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  printf("listening on port %d\n", ntohs(local.sin_port));
  fflush(stdout);

  while (clients-- != 0) {
    int connfd = accept(listenfd, NULL, NULL);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    serve(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
