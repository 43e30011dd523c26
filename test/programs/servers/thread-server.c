// The C twin of examples/servers/thread-server.ts.

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../support/echo.h"
#include "../support/net.h"

static void* serve(void* data) {
  int connfd = (intptr_t)data;
  int total = echo(connfd);
  close(connfd);
  printf("%d bytes echoed\n", total);
  fflush(stdout);
  return NULL;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- != 0) {
    int connfd = take_client(listenfd);
    pthread_t thread;
    int error = pthread_create(&thread, NULL, serve, (void*)(intptr_t)connfd);
    if (error != 0) {
      fprintf(stderr, "pthread_create: %s\n", strerror(error));
      exit(EXIT_FAILURE);
    }
    pthread_detach(thread);
  }

  close(listenfd);
  pthread_exit(NULL);
}
