// The C twin of examples/tcp/sixteen-server.ts.

#include <unistd.h>

#include "../support/die.h"
#include "../support/net.h"
#include "../support/recv-all.h"

#define SIZE 16
#define REPLY "16 bytes, thanks"

static void print_own_address(int connfd) {
  struct sockaddr_in addr;
  socklen_t len = sizeof addr;
  char name[INET_ADDRSTRLEN];
  if (getsockname(connfd, (struct sockaddr*)&addr, &len) == -1) die("getsockname");
  printf("to %s\n", inet_ntop(AF_INET, &addr.sin_addr, name, sizeof name));
}

static void serve(int connfd) {
  char message[SIZE];
  int n;

  while ((n = recv_all(connfd, message, SIZE)) == SIZE) {
    printf("received '%.16s'\n", message);
    if (send(connfd, REPLY, SIZE, MSG_NOSIGNAL) == -1) {
      perror("send");
      return;
    }
  }
  if (n == -1) perror("recv");
  if (n > 0) fprintf(stderr, "the connection ended %d bytes into a message of %d\n", n, SIZE);
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  while (clients-- != 0) {
    int connfd = take_client(listenfd);
    print_own_address(connfd);
    serve(connfd);
    close(connfd);
    fflush(stdout);
  }

  close(listenfd);
  return EXIT_SUCCESS;
}
