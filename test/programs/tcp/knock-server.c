// The C twin of examples/tcp/knock-server.ts.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACKLOG 5
#define MAXLINE 256

enum { WHO_IS_THERE, WHO, ANOTHER };

static const struct {
  const char *name, *punchline;
} jokes[] = {
    {"Socket", "Socket to me, I can take it!"},
    {"Port", "Port in a storm: any will do!"},
    {"Bind", "Bind waiting out here for ages!"},
    {"Errno", "Errno, it is you who should know!"},
};

static int read_line(int fd, char* line, int size) {
  int length = 0;
  while (length < size - 1) {
    ssize_t n = read(fd, line + length, 1);
    if (n == -1) perror("read");
    if (n <= 0) return -1;
    if (line[length] == '\n') break;
    length++;
  }
  line[length] = '\0';
  return length;
}

static int write_line(int fd, const char* text) {
  char line[MAXLINE];
  snprintf(line, sizeof line, "%s\n", text);
  if (write(fd, line, strlen(line)) == -1) {
    perror("write");
    return -1;
  }
  return 0;
}

static int tell_jokes(int connfd) {
  char answer[MAXLINE];
  int state = WHO_IS_THERE;
  int told = 0;

  if (write_line(connfd, "Knock! Knock!") == -1) return told;
  while (read_line(connfd, answer, sizeof answer) != -1) {
    const char* name = jokes[told % (sizeof jokes / sizeof *jokes)].name;
    const char* punchline = jokes[told % (sizeof jokes / sizeof *jokes)].punchline;
    char question[MAXLINE / 4];
    char reply[MAXLINE / 2];
    snprintf(question, sizeof question, "%s who?", name);

    switch (state) {
      case WHO_IS_THERE:
        if (strcasecmp(answer, "Who's there?") == 0) {
          snprintf(reply, sizeof reply, "%s", name);
          state = WHO;
        } else {
          snprintf(reply, sizeof reply, "You're supposed to say \"Who's there?\"! Try again. Knock! Knock!");
        }
        break;
      case WHO:
        if (strcasecmp(answer, question) == 0) {
          snprintf(reply, sizeof reply, "%s Want another? (y/n)", punchline);
          state = ANOTHER;
          told++;
        } else {
          snprintf(reply, sizeof reply, "You're supposed to say \"%s\"! Try again. Knock! Knock!", question);
          state = WHO_IS_THERE;
        }
        break;
      default:
        if (strcasecmp(answer, "y") != 0) {
          write_line(connfd, "Bye.");
          return told;
        }
        snprintf(reply, sizeof reply, "Knock! Knock!");
        state = WHO_IS_THERE;
    }
    if (write_line(connfd, reply) == -1) break;
  }
  return told;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [ADDRESS [CLIENTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  const char* host = argc > 2 ? argv[2] : "127.0.0.1";
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  struct sockaddr_in servaddr = {0};
  servaddr.sin_family = AF_INET;
  servaddr.sin_port = htons(atoi(argv[1]));
  if (inet_pton(AF_INET, host, &servaddr.sin_addr) != 1) {
    fprintf(stderr, "%s: not a numeric address\n", host);
    exit(EXIT_FAILURE);
  }

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
  printf("listening on %s port %d\n", host, ntohs(servaddr.sin_port));
  fflush(stdout);

  while (clients-- != 0) {
    struct sockaddr_in cliaddr;
    len = sizeof cliaddr;
    int connfd = accept(listenfd, (struct sockaddr*)&cliaddr, &len);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }

    char name[INET_ADDRSTRLEN];
    printf("connection from %s\n", inet_ntop(AF_INET, &cliaddr.sin_addr, name, sizeof name));
    fflush(stdout);

    pid_t pid;
    if ((pid = fork()) == 0) {
      close(listenfd);
      printf("%d jokes told\n", tell_jokes(connfd));
      close(connfd);
      exit(EXIT_SUCCESS);
    }
    if (pid == -1) perror("fork");
    close(connfd);
    while (waitpid(-1, NULL, WNOHANG) > 0)
      ;
  }

  close(listenfd);
  while (wait(NULL) > 0)
    ;
  return EXIT_SUCCESS;
}
