// load PORT PID: clients for the accept loop of the process PID, which connect, read 13 bytes and close. Prints the
// nanoseconds that the server takes for one of them.
//
// One client is slower than the server: connecting does most of the kernel's work for both ends. So that it is the
// server that is measured, it is stopped until many clients are connected; then they ask, without ever sleeping (to
// wake them would be work for the server), whether their bytes have come.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "measure.h"

enum {
  PER_BATCH = 50,
  PER_BURST = 10,  // Batches; the clients of all of them fit into the server's backlog, 511.
  CLIENTS = PER_BATCH * PER_BURST,
  WARM_UP = 8,
  BURSTS = 21,
};

static struct sockaddr_in server = {.sin_family = AF_INET};

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int begin(void) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&server, sizeof server) != 0) fail("load: connect");
  return fd;
}

static void finish(int fd) {
  char buf[13];
  long received;
  do received = recv(fd, buf, sizeof buf, MSG_DONTWAIT);
  while (received < 0 && errno == EAGAIN);
  if (received != sizeof buf) fail("load: recv");
  close(fd);
}

/// Fills in the times of all batches but the first: by its end, all threads of the server run again.
static void burst(pid_t pid, double times[PER_BURST - 1]) {
  int fds[CLIENTS];
  kill(pid, SIGSTOP);
  for (int i = 0; i < CLIENTS; i++) fds[i] = begin();
  kill(pid, SIGCONT);
  for (int i = 0; i < PER_BATCH; i++) finish(fds[i]);
  for (int batch = 1; batch < PER_BURST; batch++) {
    const double start = now();
    for (int i = 0; i < PER_BATCH; i++) finish(fds[batch * PER_BATCH + i]);
    times[batch - 1] = (now() - start) / PER_BATCH;
  }
}

int main(int argc, char* argv[]) {
  if (argc != 3) return 2;
  double times[BURSTS][PER_BURST - 1];
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons(atoi(argv[1]));
  const pid_t pid = atoi(argv[2]);
  for (int i = 0; i < WARM_UP; i++) burst(pid, times[0]);
  for (int i = 0; i < BURSTS; i++) burst(pid, times[i]);
  print_median(times[0], BURSTS * (PER_BURST - 1));
}
