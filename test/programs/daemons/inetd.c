// The C twin of examples/daemons/inetd.ts.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../support/echo.h"

#define BACKLOG 128
#define BUFSIZE 65536
#define MAX_SERVICES 64
#define MAX_ARGS 20
#define MAX_WORDS (6 + MAX_ARGS)

struct internal {
  const char* name;
  int type;
  void (*serve)(int fd);
};

struct service {
  char* line;
  char name[64];
  struct sockaddr_in address;
  int type;
  int waits;
  const char* user;
  uid_t uid;
  gid_t gid;
  const struct internal* internal;
  const char* program;
  char* argv[MAX_ARGS + 1];
  int fd;
  pid_t pid;
};

static struct service services[MAX_SERVICES];
static int count = 0;

static char buf[BUFSIZE];

static void echo_stream(int fd) { echo(fd); }

static void discard_stream(int fd) {
  while (read(fd, buf, sizeof buf) > 0)
    ;
}

static const char* daytime(void) {
  static char text[64];
  time_t now = time(NULL);
  snprintf(text, sizeof text, "%.24s\r\n", ctime(&now));
  return text;
}

static void daytime_stream(int fd) {
  const char* text = daytime();
  if (write(fd, text, strlen(text)) == -1) return;
}

static void answer_dgram(int fd, const char* text) {
  struct sockaddr_in from;
  socklen_t len = sizeof from;
  ssize_t n = recvfrom(fd, buf, sizeof buf, MSG_DONTWAIT, (struct sockaddr*)&from, &len);
  if (n == -1) return;
  if (ntohs(from.sin_port) < IPPORT_RESERVED) return;
  if (text == NULL)
    sendto(fd, buf, n, 0, (struct sockaddr*)&from, len);
  else
    sendto(fd, text, strlen(text), 0, (struct sockaddr*)&from, len);
}

static void echo_dgram(int fd) { answer_dgram(fd, NULL); }

static void discard_dgram(int fd) { recv(fd, buf, sizeof buf, MSG_DONTWAIT); }

static void daytime_dgram(int fd) { answer_dgram(fd, daytime()); }

static const struct internal internals[] = {
    {"echo", SOCK_STREAM, echo_stream},       {"echo", SOCK_DGRAM, echo_dgram},
    {"discard", SOCK_STREAM, discard_stream}, {"discard", SOCK_DGRAM, discard_dgram},
    {"daytime", SOCK_STREAM, daytime_stream}, {"daytime", SOCK_DGRAM, daytime_dgram},
};

static const struct internal* find_internal(const char* name, int type) {
  for (size_t i = 0; i < sizeof internals / sizeof *internals; i++) {
    if (strcmp(internals[i].name, name) == 0 && internals[i].type == type) return &internals[i];
  }
  return NULL;
}

static const char* path;
static int number;

static int complain(const char* what, const char* word) {
  fprintf(stderr, "%s:%d: %s: %s\n", path, number, what, word);
  return 0;
}

static int parse_address(const char* word, const char* protocol, struct sockaddr_in* address) {
  const char* colon = strchr(word, ':');
  char host[64] = "127.0.0.1";
  if (colon != NULL) snprintf(host, sizeof host, "%.*s", (int)(colon - word), word);
  const char* name = colon == NULL ? word : colon + 1;

  address->sin_family = AF_INET;
  if (inet_pton(AF_INET, host, &address->sin_addr) != 1) return 0;
  if (*name != '\0' && strspn(name, "0123456789") == strlen(name)) {
    address->sin_port = htons(atoi(name));
    return strlen(name) <= 5 && atoi(name) <= 65535;
  }
  struct servent* service = getservbyname(name, protocol);
  if (service == NULL) return 0;
  address->sin_port = service->s_port;
  return 1;
}

static int parse_service(char* words[], int n, struct service* service) {
  if (n < 6) return complain("fields are missing after", words[n - 1]);
  if (n > 6 + MAX_ARGS) return complain("too many arguments", words[5]);
  const char *name = words[0], *type = words[1], *protocol = words[2], *mode = words[3], *user = words[4],
             *program = words[5];
  int argc = n - 6;

  int is_stream = strcmp(type, "stream") == 0;
  if (!is_stream && strcmp(type, "dgram") != 0) return complain("neither stream nor dgram", type);
  if (strcmp(protocol, is_stream ? "tcp" : "udp") != 0) return complain("no protocol of such a socket", protocol);
  int waits = strcmp(mode, "wait") == 0;
  if (!waits && strcmp(mode, "nowait") != 0) return complain("neither wait nor nowait", mode);
  if (!waits && !is_stream) return complain("a dgram service must wait", name);

  struct sockaddr_in address = {0};
  if (!parse_address(name, protocol, &address)) return complain("unknown service", name);
  struct passwd* pw = getpwnam(user);
  if (pw == NULL) return complain("unknown user", user);

  snprintf(service->name, sizeof service->name, "%s/%s", name, protocol);
  service->address = address;
  service->type = is_stream ? SOCK_STREAM : SOCK_DGRAM;
  service->waits = waits;
  service->user = user;
  service->uid = pw->pw_uid;
  service->gid = pw->pw_gid;
  service->internal = NULL;
  service->program = program;
  for (int i = 0; i < argc; i++) service->argv[i] = words[6 + i];
  service->argv[argc] = NULL;
  service->fd = -1;
  service->pid = 0;

  if (strcmp(program, "internal") == 0) {
    const char* internal = argc > 0 ? service->argv[0] : name;
    service->internal = find_internal(internal, service->type);
    if (service->internal == NULL) return complain("no internal service", internal);
  } else if (argc == 0) {
    return complain("the program has no name of its own", program);
  }
  return 1;
}

static int read_services(struct service* fresh) {
  FILE* file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    return -1;
  }
  int n = 0;
  char* line = NULL;
  size_t size = 0;
  for (number = 1; getline(&line, &size, file) != -1; number++) {
    char* copy = strdup(line);
    char* words[MAX_WORDS + 1];
    int length = 0;
    for (char* word = strtok(copy, " \t\n"); word != NULL && length <= MAX_WORDS; word = strtok(NULL, " \t\n"))
      words[length++] = word;
    if (length == 0 || words[0][0] == '#') {
      free(copy);
      continue;
    }
    if (n == MAX_SERVICES) {
      complain("too many services", words[0]);
      free(copy);
      break;
    }
    fresh[n].line = copy;
    if (parse_service(words, length, &fresh[n]))
      n++;
    else
      free(copy);
  }
  free(line);
  fclose(file);
  return n;
}

static void open_service(struct service* service) {
  struct sockaddr_in address = service->address;
  socklen_t len = sizeof address;
  int fd = socket(AF_INET, service->type, 0);
  if (fd == -1) {
    perror(service->name);
    return;
  }
  int yes = 1;
  if ((service->type == SOCK_STREAM && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) ||
      bind(fd, (struct sockaddr*)&address, sizeof address) == -1 ||
      (service->type == SOCK_STREAM && listen(fd, BACKLOG) == -1) ||
      getsockname(fd, (struct sockaddr*)&address, &len) == -1) {
    perror(service->name);
    close(fd);
    return;
  }
  service->fd = fd;
  char host[INET_ADDRSTRLEN];
  printf("%s: listening on %s port %d\n", service->name, inet_ntop(AF_INET, &address.sin_addr, host, sizeof host),
         ntohs(address.sin_port));
}

static void close_service(struct service* service) {
  if (service->fd == -1) return;
  close(service->fd);
  printf("%s: closed\n", service->name);
}

static void take_over(struct service* service) {
  for (int i = 0; i < count; i++) {
    struct service* old = &services[i];
    if (old->fd == -1 || old->type != service->type) continue;
    if (memcmp(&old->address, &service->address, sizeof old->address) != 0) continue;
    service->fd = old->fd;
    service->pid = old->pid;
    old->fd = -1;
    return;
  }
}

static int configure(void) {
  static struct service fresh[MAX_SERVICES];
  int n = read_services(fresh);
  if (n == -1) return -1;
  for (int i = 0; i < n; i++) take_over(&fresh[i]);
  for (int i = 0; i < count; i++) {
    close_service(&services[i]);
    free(services[i].line);
  }
  memcpy(services, fresh, sizeof services);
  count = n;
  for (int i = 0; i < count; i++) {
    if (services[i].fd == -1) open_service(&services[i]);
  }
  printf("%d services\n", count);
  fflush(stdout);
  return 0;
}

static int become_user(const struct service* service) {
  if (service->uid == getuid()) return 0;
  if (setgid(service->gid) == -1 || initgroups(service->user, service->gid) == -1) return -1;
  return setuid(service->uid);
}

static void execute(const struct service* service, int fd, const sigset_t* mask) {
  dup2(fd, STDIN_FILENO);
  dup2(fd, STDOUT_FILENO);
  dup2(fd, STDERR_FILENO);
  for (int i = 0; i < count; i++) {
    if (services[i].fd != -1) close(services[i].fd);
  }
  if (!service->waits) close(fd);
  sigprocmask(SIG_SETMASK, mask, NULL);

  if (service->internal != NULL) {
    service->internal->serve(STDIN_FILENO);
    exit(EXIT_SUCCESS);
  }
  if (become_user(service) == -1) {
    perror(service->user);
  } else {
    execv(service->program, service->argv);
    perror(service->program);
  }
  if (service->type == SOCK_DGRAM) recv(STDIN_FILENO, buf, sizeof buf, MSG_DONTWAIT);
  _exit(127);
}

static void serve(struct service* service, const sigset_t* mask) {
  if (service->internal != NULL && service->type == SOCK_DGRAM) {
    service->internal->serve(service->fd);
    return;
  }
  int fd = service->fd;
  if (!service->waits && (fd = accept(service->fd, NULL, NULL)) == -1) {
    perror("accept");
    return;
  }

  pid_t pid = fork();
  if (pid == 0) execute(service, fd, mask);
  if (pid == -1)
    perror("fork");
  else if (service->waits)
    service->pid = pid;
  if (!service->waits) close(fd);
}

static void reap(void) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    for (int i = 0; i < count; i++) {
      if (services[i].pid == pid) services[i].pid = 0;
    }
    if (WIFSIGNALED(status))
      printf("child %d: killed by signal %d\n", pid, WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0)
      printf("child %d: exited with %d\n", pid, WEXITSTATUS(status));
    fflush(stdout);
  }
}

static volatile sig_atomic_t hung_up = 0;
static volatile sig_atomic_t child_ended = 0;

static void handle(int signum) {
  if (signum == SIGHUP)
    hung_up = 1;
  else
    child_ended = 1;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s FILE [REQUESTS]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  path = argv[1];
  int requests = argc > 2 ? atoi(argv[2]) : -1;

  sigset_t blocked, mask;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGHUP);
  sigaddset(&blocked, SIGCHLD);
  sigprocmask(SIG_BLOCK, &blocked, &mask);
  struct sigaction action = {.sa_handler = handle};
  sigaction(SIGHUP, &action, NULL);
  sigaction(SIGCHLD, &action, NULL);

  if (configure() == -1) exit(EXIT_FAILURE);
  while (requests != 0) {
    fd_set ready;
    int fdmax = -1;
    FD_ZERO(&ready);
    for (int i = 0; i < count; i++) {
      if (services[i].fd == -1 || services[i].pid != 0) continue;
      FD_SET(services[i].fd, &ready);
      if (services[i].fd > fdmax) fdmax = services[i].fd;
    }
    if (pselect(fdmax + 1, &ready, NULL, NULL, NULL, &mask) == -1) {
      if (errno != EINTR) {
        perror("pselect");
        exit(EXIT_FAILURE);
      }
      if (hung_up) {
        hung_up = 0;
        configure();
      }
      if (child_ended) {
        child_ended = 0;
        reap();
      }
      continue;
    }

    for (int i = 0; i < count; i++) {
      struct service* service = &services[i];
      if (requests == 0 || service->fd == -1 || service->pid != 0 || !FD_ISSET(service->fd, &ready)) continue;
      serve(service, &mask);
      requests--;
    }
  }

  for (int i = 0; i < count; i++) {
    if (services[i].fd != -1) close(services[i].fd);
  }
  while (wait(NULL) > 0)
    ;
  return EXIT_SUCCESS;
}
