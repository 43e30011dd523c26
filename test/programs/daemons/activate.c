// Starts a program as systemd would: with sockets that listen, from descriptor 3 on, and variables that tell so.
//
// usage: activate SOCKETS PID PROGRAM [ARGUMENT...]
//
// PID is what LISTEN_PID is to say; with "self" it is the truth. Descriptors that are no sockets stand for negative
// SOCKETS.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char* argv[]) {
  if (argc < 4) return 2;
  int sockets = atoi(argv[1]);
  char text[20];
  for (int i = 0; i < abs(sockets); i++) {
    int fd = sockets < 0 ? open("/dev/null", O_RDWR) : socket(AF_INET, SOCK_STREAM, 0);
    if (fd != 3 + i && (dup2(fd, 3 + i) == -1 || close(fd) == -1)) return 2;
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (sockets < 0) continue;
    if (bind(3 + i, (struct sockaddr*)&addr, sizeof addr) == -1 || listen(3 + i, 5) == -1) return 2;
  }
  snprintf(text, sizeof text, "%d", getpid());
  setenv("LISTEN_PID", strcmp(argv[2], "self") == 0 ? text : argv[2], 1);
  snprintf(text, sizeof text, "%d", abs(sockets));
  setenv("LISTEN_FDS", text, 1);
  execvp(argv[3], argv + 3);
  perror(argv[3]);
  return 2;
}
