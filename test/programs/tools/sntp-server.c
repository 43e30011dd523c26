// The C twin of examples/tools/sntp-server.ts.

#include <string.h>
#include <unistd.h>

#include "../support/ntp.h"
#include "../support/udp.h"

#define MAXVERSION 4
#define MICROSECOND 0xec

static void make_answer(unsigned char* answer, const unsigned char* request, uint64_t received, int64_t skew) {
  memset(answer, 0, NTP_PACKETSZ);
  answer[0] = (NTP_VERSION(request) << 3) | NTP_MODE_SERVER;
  answer[NTP_STRATUM] = 1;
  answer[NTP_POLL] = request[NTP_POLL];
  answer[NTP_PRECISION] = MICROSECOND;
  memcpy(answer + NTP_REFID, "LOCL", 4);
  ntp_put(answer, NTP_REFERENCE, received);
  memcpy(answer + NTP_ORIGINATE, request + NTP_TRANSMIT, 8);
  ntp_put(answer, NTP_RECEIVE, received);
  ntp_put(answer, NTP_TRANSMIT, ntp_now() + skew);
}

static void serve(int sockfd, int64_t skew) {
  unsigned char request[512];
  unsigned char answer[NTP_PACKETSZ];
  struct sockaddr_in client;
  socklen_t clientlen = sizeof client;
  char s[INET_ADDRSTRLEN];

  ssize_t n = recvfrom(sockfd, request, sizeof request, 0, (struct sockaddr*)&client, &clientlen);
  uint64_t received = ntp_now() + skew;
  if (n == -1) {
    perror("recvfrom");
    return;
  }
  inet_ntop(AF_INET, &client.sin_addr, s, sizeof s);
  int version = NTP_VERSION(request);
  if (n < NTP_PACKETSZ || NTP_MODE(request) != NTP_MODE_CLIENT || version < 1 || version > MAXVERSION) {
    printf("no request: %d bytes from %s\n", (int)n, s);
    return;
  }
  printf("request of version %d from %s\n", version, s);
  make_answer(answer, request, received, skew);
  if (sendto(sockfd, answer, sizeof answer, 0, (struct sockaddr*)&client, clientlen) == -1) perror("sendto");
}

int main(int argc, char* argv[]) {
  if (argc < 2 || argc > 4) {
    fprintf(stderr, "usage: %s PORT [SKEW [REQUESTS]]\n", argv[0]);
    exit(EXIT_FAILURE);
  }
  int64_t skew = (argc >= 3 ? atof(argv[2]) : 0) * 4294967296.0;
  int requests = argc == 4 ? atoi(argv[3]) : 0;

  int sockfd = udp_bind("127.0.0.1", atoi(argv[1]));
  printf("listening on 127.0.0.1 port %d\n", local_port(sockfd));
  fflush(stdout);
  for (int served = 0; requests == 0 || served < requests; served++) {
    serve(sockfd, skew);
    fflush(stdout);
  }
  close(sockfd);
  return EXIT_SUCCESS;
}
