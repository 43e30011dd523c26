// crowd PORT: clients for a server that makes a process for each. Eight are connected at any time; who has read the 13
// bytes and the end makes room for the next. Prints the nanoseconds that the server takes for one of them.
//
// Unlike load's, they are faster than any such server, which need not be stopped until they have come.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

enum { CLIENTS = 8 };

static const double warm_up = 0.5e9, duration = 2e9;  // nanoseconds

static struct sockaddr_in server = {.sin_family = AF_INET};

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int begin(void) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&server, sizeof server) != 0) fail("crowd: connect");
  return fd;
}

static void finish(int fd) {
  char buf[13];
  if (recv(fd, buf, sizeof buf, MSG_WAITALL) != sizeof buf) fail("crowd: recv");
  if (recv(fd, buf, sizeof buf, 0) != 0) fail("crowd: recv of the end");
  close(fd);
}

/// The nanoseconds for one client, over at least `least` nanoseconds.
static double serve(int fds[CLIENTS], double least) {
  const double start = now();
  double end;
  long served = 0;
  do {
    const int client = served++ % CLIENTS;
    finish(fds[client]);
    fds[client] = begin();
    end = now();
  } while (end - start < least);
  return (end - start) / served;
}

int main(int argc, char* argv[]) {
  if (argc < 2) return 2;
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons(atoi(argv[1]));
  int fds[CLIENTS];
  for (int i = 0; i < CLIENTS; i++) fds[i] = begin();
  serve(fds, warm_up);
  printf("%.3f\n", serve(fds, duration));
}
