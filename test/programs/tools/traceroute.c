// The C twin of examples/tools/traceroute.ts.

#include <netdb.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
// Behind time.h, whose timespec it needs.
#include <linux/errqueue.h>

#define DATALEN 32
#define MAXPROBES 10

static int max_hops = 30;
static int first_port = 33434;
static int probes = 3;
static int timeout = 5000;

struct reply {
  int came;
  char name[NI_MAXHOST];
  const char* mark;
  int is_end;
  double milliseconds;
};

static _Noreturn void usage(const char* program) {
  fprintf(stderr, "usage: %s [-46] [-m MAXHOPS] [-p PORT] [-q PROBES] [-w SECONDS] HOST\n", program);
  exit(EXIT_FAILURE);
}

static _Noreturn void die(const char* what) {
  perror(what);
  exit(EXIT_FAILURE);
}

static int open_probe(int family, int ttl) {
  int hops = ttl;
  int yes = 1;

  int sockfd = socket(family, SOCK_DGRAM, 0);
  if (sockfd == -1) die("socket");
  if (family == AF_INET) {
    if (setsockopt(sockfd, IPPROTO_IP, IP_TTL, &hops, sizeof hops) == -1) die("setsockopt IP_TTL");
    if (setsockopt(sockfd, IPPROTO_IP, IP_RECVERR, &yes, sizeof yes) == -1) die("setsockopt IP_RECVERR");
  } else {
    if (setsockopt(sockfd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &hops, sizeof hops) == -1)
      die("setsockopt IPV6_UNICAST_HOPS");
    if (setsockopt(sockfd, IPPROTO_IPV6, IPV6_RECVERR, &yes, sizeof yes) == -1) die("setsockopt IPV6_RECVERR");
  }
  return sockfd;
}

static const char* mark_of_icmp(int type, int code) {
  if (type != ICMP_DEST_UNREACH || code == ICMP_PORT_UNREACH) return "";
  switch (code) {
    case ICMP_NET_UNREACH:
      return " !N";
    case ICMP_HOST_UNREACH:
      return " !H";
    case ICMP_PROT_UNREACH:
      return " !P";
    case ICMP_FRAG_NEEDED:
      return " !F";
    case ICMP_PKT_FILTERED:
      return " !X";
    default:
      return " !?";
  }
}

static const char* mark_of_icmp6(int type, int code) {
  if (type == ICMP6_PACKET_TOO_BIG) return " !F";
  if (type != ICMP6_DST_UNREACH || code == ICMP6_DST_UNREACH_NOPORT) return "";
  switch (code) {
    case ICMP6_DST_UNREACH_NOROUTE:
      return " !N";
    case ICMP6_DST_UNREACH_ADDR:
      return " !H";
    case ICMP6_DST_UNREACH_ADMIN:
      return " !X";
    default:
      return " !?";
  }
}

static int read_error(int sockfd, int family, struct reply* answer) {
  char data[DATALEN];
  struct iovec iov = {data, sizeof data};
  _Alignas(struct cmsghdr) char control[512];
  struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};

  if (recvmsg(sockfd, &msg, MSG_ERRQUEUE) == -1) return 0;
  for (struct cmsghdr* cmsg = CMSG_FIRSTHDR(&msg); cmsg != NULL; cmsg = CMSG_NXTHDR(&msg, cmsg)) {
    int is_error = (cmsg->cmsg_level == IPPROTO_IP && cmsg->cmsg_type == IP_RECVERR) ||
                   (cmsg->cmsg_level == IPPROTO_IPV6 && cmsg->cmsg_type == IPV6_RECVERR);
    if (!is_error) continue;
    struct sock_extended_err* ee = (struct sock_extended_err*)CMSG_DATA(cmsg);
    if (ee->ee_origin != SO_EE_ORIGIN_ICMP && ee->ee_origin != SO_EE_ORIGIN_ICMP6) continue;
    socklen_t len = family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    getnameinfo(SO_EE_OFFENDER(ee), len, answer->name, sizeof answer->name, NULL, 0, NI_NUMERICHOST);
    if (family == AF_INET) {
      answer->mark = mark_of_icmp(ee->ee_type, ee->ee_code);
      answer->is_end = ee->ee_type != ICMP_TIME_EXCEEDED;
    } else {
      answer->mark = mark_of_icmp6(ee->ee_type, ee->ee_code);
      answer->is_end = ee->ee_type != ICMP6_TIME_EXCEEDED;
    }
    return 1;
  }
  return 0;
}

static struct reply probe(struct addrinfo* ai, int port, int ttl, const char* host) {
  char data[DATALEN] = {0};
  struct pollfd fds[1];
  struct timespec start;
  struct timespec end;
  struct reply answer = {.mark = ""};

  if (ai->ai_family == AF_INET)
    ((struct sockaddr_in*)ai->ai_addr)->sin_port = htons(port);
  else
    ((struct sockaddr_in6*)ai->ai_addr)->sin6_port = htons(port);
  int sockfd = open_probe(ai->ai_family, ttl);
  if (connect(sockfd, ai->ai_addr, ai->ai_addrlen) == -1) die("connect");
  clock_gettime(CLOCK_MONOTONIC, &start);
  if (send(sockfd, data, sizeof data, 0) == -1) die("send");

  fds[0].fd = sockfd;
  fds[0].events = POLLIN;
  int ready = poll(fds, 1, timeout);
  if (ready == -1) die("poll");
  clock_gettime(CLOCK_MONOTONIC, &end);
  answer.milliseconds = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1e6;
  if (ready > 0 && fds[0].revents & POLLIN) {
    strcpy(answer.name, host);
    answer.came = answer.is_end = 1;
  } else if (ready > 0) {
    answer.came = read_error(sockfd, ai->ai_family, &answer);
  }
  close(sockfd);
  return answer;
}

static int trace(struct addrinfo* ai, const char* host) {
  int port = first_port;

  for (int ttl = 1; ttl <= max_hops; ttl++) {
    char last[NI_MAXHOST] = "";
    int is_end = 0;

    printf("%2d ", ttl);
    for (int i = 0; i < probes; i++) {
      struct reply answer = probe(ai, port++, ttl, host);
      if (!answer.came) {
        printf(" *");
      } else {
        if (strcmp(answer.name, last) != 0) printf(" %s ", answer.name);
        printf(" %.3f ms%s", answer.milliseconds, answer.mark);
        strcpy(last, answer.name);
        if (answer.is_end) is_end = 1;
      }
      fflush(stdout);
    }
    printf("\n");
    if (is_end) return EXIT_SUCCESS;
  }
  return EXIT_FAILURE;
}

int main(int argc, char* argv[]) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM};
  struct addrinfo* res;
  char host[NI_MAXHOST];

  for (int opt = getopt(argc, argv, "46m:p:q:w:"); opt != -1; opt = getopt(argc, argv, "46m:p:q:w:")) {
    if (opt == '4')
      hints.ai_family = AF_INET;
    else if (opt == '6')
      hints.ai_family = AF_INET6;
    else if (opt == 'm')
      max_hops = atoi(optarg);
    else if (opt == 'p')
      first_port = atoi(optarg);
    else if (opt == 'q')
      probes = atoi(optarg);
    else if (opt == 'w')
      timeout = atoi(optarg) * 1000;
    else
      usage(argv[0]);
  }
  if (argc - optind != 1) usage(argv[0]);
  if (max_hops < 1 || max_hops > 255 || probes < 1 || probes > MAXPROBES || first_port < 1 ||
      first_port + max_hops * probes > 65536) {
    fprintf(stderr, "%s: more hops, probes or ports than there are\n", argv[0]);
    exit(EXIT_FAILURE);
  }

  int rv = getaddrinfo(argv[optind], NULL, &hints, &res);
  if (rv != 0) {
    fprintf(stderr, "%s: %s\n", argv[optind], gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  getnameinfo(res->ai_addr, res->ai_addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST);
  printf("traceroute to %s (%s), %d hops max\n", argv[optind], host, max_hops);
  int status = trace(res, host);
  freeaddrinfo(res);
  return status;
}
