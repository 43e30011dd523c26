// The C twin of examples/tcp/connection-states.ts.

#include <errno.h>
#include <linux/filter.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>

#include "../support/connection.h"

#define BUFSIZE 100
static int ends[2];

static const char* state(int sockfd) {
  struct tcp_info info;
  socklen_t len = sizeof info;
  if (sockfd == -1) return "-";
  if (getsockopt(sockfd, IPPROTO_TCP, TCP_INFO, &info, &len) == -1) die("getsockopt");
  switch (info.tcpi_state) {
    case TCP_ESTABLISHED:
      return "ESTABLISHED";
    case TCP_FIN_WAIT1:
      return "FIN_WAIT1";
    case TCP_FIN_WAIT2:
      return "FIN_WAIT2";
    case TCP_CLOSE_WAIT:
      return "CLOSE_WAIT";
    case TCP_CLOSE:
      return "CLOSE";
    default:
      return "another";
  }
}

static void show(void) {
  const char* client = state(ends[0]);
  printf("%40s client %-11s server %s\n", "", client, state(ends[1]));
}

static void returned(const char* call, int result) {
  if (result == -1)
    printf("%s: %s\n", call, strerror(errno));
  else
    printf("%s: %d\n", call, result);
}

static void client_sends(const char* text) {
  returned("client: send", send(ends[0], text, strlen(text), MSG_NOSIGNAL));
}

static void client_receives(void) {
  char buf[BUFSIZE];
  returned("client: recv", recv(ends[0], buf, BUFSIZE, 0));
}

static void server_closes(void) {
  returned("server: close", close(ends[1]));
  ends[1] = -1;
}

static void server_aborts(void) {
  struct linger abort = {.l_onoff = 1, .l_linger = 0};
  if (setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &abort, sizeof abort) == -1) die("setsockopt");
  server_closes();
}

static void unplug(int sockfd) {
  struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
  struct sock_fprog bpf = {.len = 1, .filter = code};
  if (setsockopt(sockfd, SOL_SOCKET, SO_ATTACH_FILTER, &bpf, sizeof bpf) == -1) die("setsockopt");
}

static void plug(int sockfd) {
  int unused = 0;
  if (setsockopt(sockfd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused) == -1) die("setsockopt");
}

static void by_close(void) {
  char buf[BUFSIZE];
  returned("client: shutdown", shutdown(ends[0], SHUT_WR));
  returned("server: recv", recv(ends[1], buf, BUFSIZE, 0));
  returned("server: send", send(ends[1], "The last word", strlen("The last word"), MSG_NOSIGNAL));
  client_receives();
  show();
  server_closes();
  client_receives();
  show();
}

static void by_closed(void) {
  server_closes();
  client_receives();
  show();
  client_sends("Is anybody there?");
  struct pollfd hangup = {.fd = ends[0]};
  if (poll(&hangup, 1, -1) == -1) die("poll");
  show();
  client_sends("Hello?");
}

static void by_reset(void) {
  server_aborts();
  client_receives();
  show();
  client_sends("Hello?");
}

static void by_half_open(void) {
  unplug(ends[0]);
  server_aborts();
  show();
  plug(ends[0]);
  client_sends("Hello?");
  client_receives();
  show();
}

static void by_keepalive(void) {
  int one = 1;
  int two = 2;
  unplug(ends[1]);
  if (setsockopt(ends[0], SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one) == -1 ||
      setsockopt(ends[0], IPPROTO_TCP, TCP_KEEPIDLE, &one, sizeof one) == -1 ||
      setsockopt(ends[0], IPPROTO_TCP, TCP_KEEPINTVL, &one, sizeof one) == -1 ||
      setsockopt(ends[0], IPPROTO_TCP, TCP_KEEPCNT, &two, sizeof two) == -1) {
    die("setsockopt");
  }
  client_receives();
  show();
}

static const struct {
  const char* name;
  void (*way)(void);
} ways[] = {{"close", by_close},
            {"closed", by_closed},
            {"reset", by_reset},
            {"half-open", by_half_open},
            {"keepalive", by_keepalive}};

int main(int argc, char* argv[]) {
  void (*way)(void) = NULL;
  for (size_t i = 0; argc == 2 && i < sizeof ways / sizeof *ways; i++) {
    if (strcmp(argv[1], ways[i].name) == 0) way = ways[i].way;
  }
  if (way == NULL) {
    fprintf(stderr, "usage: %s WAY\n\nWAY is close, closed, reset, half-open or keepalive.\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  make_connection(ends);
  show();
  way();
  return EXIT_SUCCESS;
}
