// Looks up names at a nameserver of its own, a child, which sends it a signal before it answers that there is no such
// name: the handler has run when the lookup returns. In a network namespace whose /etc/resolv.conf says 127.0.0.1.

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t handled;

static void handler(int signum) {
  (void)signum;
  handled = 1;
}

static void serve(int fd) {
  unsigned char buf[512];
  struct sockaddr_in client;
  for (;;) {
    socklen_t len = sizeof client;
    const ssize_t n = recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr*)&client, &len);
    kill(getppid(), SIGUSR1);
    buf[2] |= 0x80;  // An answer:
    buf[3] = 0x83;   // no such name.
    sendto(fd, buf, (size_t)n, 0, (struct sockaddr*)&client, len);
  }
}

static void report(const char* name, int result) {
  printf("%s %d, handled %d\n", name, result, (int)handled);
  handled = 0;
}

int main(void) {
  struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(53), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq ifr = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  if (ioctl(fd, SIOCSIFFLAGS, &ifr) == -1 || bind(fd, (struct sockaddr*)&addr, sizeof addr) == -1) {
    perror("signal-lookups");
    exit(EXIT_FAILURE);
  }
  const pid_t pid = fork();
  if (pid == 0) serve(fd);
  close(fd);
  const struct sigaction act = {.sa_handler = handler};
  sigaction(SIGUSR1, &act, NULL);

  struct addrinfo* res = NULL;
  report("getaddrinfo", getaddrinfo("nowhere.example.", NULL, NULL, &res));
  char host[100];
  struct sockaddr_in other = {.sin_family = AF_INET};
  inet_pton(AF_INET, "192.0.2.9", &other.sin_addr);
  report("getnameinfo", getnameinfo((struct sockaddr*)&other, sizeof other, host, sizeof host, NULL, 0, NI_NAMEREQD));
  report("gethostbyname", gethostbyname("nowhere.example.") == NULL ? h_errno : 0);
  report("gethostbyname2", gethostbyname2("nowhere.example.", AF_INET6) == NULL ? h_errno : 0);
  report("gethostbyaddr", gethostbyaddr(&other.sin_addr, sizeof other.sin_addr, AF_INET) == NULL ? h_errno : 0);

  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  exit(EXIT_SUCCESS);
}
