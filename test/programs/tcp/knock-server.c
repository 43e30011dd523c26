// The C twin of examples/tcp/knock-server.ts.

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/lines.h"
#include "../support/net.h"

enum { WHO_IS_THERE, WHO, ANOTHER };

static const struct {
  const char *name, *punchline;
} jokes[] = {
    {"Socket", "Socket to me, I can take it!"},
    {"Port", "Port in a storm: any will do!"},
    {"Bind", "Bind waiting out here for ages!"},
    {"Errno", "Errno, it is you who should know!"},
};

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
  int listenfd = tcp_listen(argc > 2 ? argv[2] : "127.0.0.1", atoi(argv[1]));
  int clients = argc > 3 ? atoi(argv[3]) : -1;

  while (clients-- != 0) {
    int connfd = take_client(listenfd);

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
