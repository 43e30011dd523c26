// The server of a process per connection: prints its port, and has a child greet whoever connects.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  const int yes = 1;
  struct sockaddr_in addr = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t addrlen = sizeof addr;

  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  bind(listener, (struct sockaddr*)&addr, sizeof addr);
  if (listen(listener, 511) != 0) return 1;
  getsockname(listener, (struct sockaddr*)&addr, &addrlen);
  printf("%d\n", ntohs(addr.sin_port));
  fflush(stdout);

  for (;;) {
    const int fd = accept(listener, NULL, NULL);
    if (fork() == 0) {
      send(fd, "Hello, world!", 13, 0);
      _exit(0);
    }
    close(fd);
    while (waitpid(-1, NULL, WNOHANG) > 0)
      ;
  }
}
