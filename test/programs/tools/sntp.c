// The C twin of examples/tools/sntp.ts.

#include <string.h>
#include <unistd.h>

#include "../support/net.h"
#include "../support/ntp.h"
#include "../support/wait.h"

#define MAXSTRATUM 15
#define REFUSAL "that refuses"
#define TRIES 3
#define VERSION 4
#define PATIENCE_MS 1000

static const char* fault(const unsigned char* answer, int len, const unsigned char* request) {
  if (len < NTP_PACKETSZ) return "too short";
  if (NTP_MODE(answer) != NTP_MODE_SERVER) return "not of a server";
  if (memcmp(answer + NTP_ORIGINATE, request + NTP_TRANSMIT, 8) != 0) return "not to this question";
  if (NTP_VERSION(answer) != NTP_VERSION(request)) return "of another version";
  if (answer[NTP_STRATUM] == 0) return REFUSAL;
  if (answer[NTP_STRATUM] > MAXSTRATUM) return "of no stratum";
  if (NTP_LI(answer) == NTP_UNSYNCHRONISED) return "of a clock that is not set";
  if (ntp_get(answer, NTP_TRANSMIT) == 0 || ntp_get(answer, NTP_RECEIVE) == 0) return "without a time";
  return NULL;
}

static void print_refid(const unsigned char* answer) {
  for (int i = 0; i < 4 && answer[NTP_REFID + i] != 0; i++) {
    int c = answer[NTP_REFID + i];
    printf(c > 0x20 && c < 0x7f ? "%c" : "\\%03o", c);
  }
}

static void print_clock(const char* host, const unsigned char* answer, uint64_t t1, uint64_t t4) {
  uint64_t t2 = ntp_get(answer, NTP_RECEIVE);
  uint64_t t3 = ntp_get(answer, NTP_TRANSMIT);
  double offset = (ntp_seconds(t2, t1) + ntp_seconds(t3, t4)) / 2;
  double delay = ntp_seconds(t4, t1) - ntp_seconds(t3, t2);

  printf("%s: stratum %d, ", host, answer[NTP_STRATUM]);
  print_refid(answer);
  printf(", offset %+.6f s, delay %.6f s\n", offset, delay);
}

static int ask(int sockfd, const char* host) {
  unsigned char request[NTP_PACKETSZ];
  unsigned char answer[512];
  long deadline = milliseconds() + PATIENCE_MS;

  memset(request, 0, sizeof request);
  request[0] = (VERSION << 3) | NTP_MODE_CLIENT;
  uint64_t t1 = ntp_now();
  ntp_put(request, NTP_TRANSMIT, t1);
  if (send(sockfd, request, sizeof request, 0) == -1) {
    perror("send");
    exit(EXIT_FAILURE);
  }
  while (wait_for(sockfd, POLLIN, deadline)) {
    ssize_t n = recv(sockfd, answer, sizeof answer, 0);
    uint64_t t4 = ntp_now();
    if (n == -1) {
      perror("recv");
      exit(EXIT_FAILURE);
    }
    const char* wrong = fault(answer, n, request);
    if (wrong == NULL) {
      print_clock(host, answer, t1, t4);
      return 1;
    }
    fprintf(stderr, "ignored: an answer %s\n", wrong);
    if (strcmp(wrong, REFUSAL) == 0) {
      printf("%s refuses: ", host);
      print_refid(answer);
      printf("\n");
      exit(EXIT_FAILURE);
    }
  }
  return 0;
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s SERVER [PORT]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  struct sockaddr_in servaddr = ipv4_address(argv[1], argc == 3 ? atoi(argv[2]) : NTP_PORT);
  int sockfd = socket(AF_INET, SOCK_DGRAM, 0);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (connect(sockfd, (struct sockaddr*)&servaddr, sizeof servaddr) == -1) {
    perror("connect");
    exit(EXIT_FAILURE);
  }

  for (int i = 0; i < TRIES; i++) {
    if (ask(sockfd, argv[1])) {
      close(sockfd);
      return EXIT_SUCCESS;
    }
  }
  fprintf(stderr, "%s: no answer\n", argv[1]);
  close(sockfd);
  return EXIT_FAILURE;
}
