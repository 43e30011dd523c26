// The C twin of examples/tools/nc.ts.

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFSIZE 16384
#define PROBE_MS 1000

static int family = AF_UNSPEC;
static int udp = 0;
static int verbose = 0;
static int shut_at_end = 0;
static int timeout = -1;

static _Noreturn void usage(const char* program) {
  fprintf(stderr, "usage: %s [-46lNuvz] [-w SECONDS] [HOST] PORT\n", program);
  exit(EXIT_FAILURE);
}

static void print_peer(const char* what, struct sockaddr_storage* ss, socklen_t len) {
  char host[NI_MAXHOST];
  char port[NI_MAXSERV];

  getnameinfo((struct sockaddr*)ss, len, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
  fprintf(stderr, "%s %s %s\n", what, host, port);
}

static struct addrinfo* look_up(const char* host, const char* port) {
  struct addrinfo hints = {.ai_family = family, .ai_socktype = udp ? SOCK_DGRAM : SOCK_STREAM};
  struct addrinfo* res;

  int rv = getaddrinfo(host, port, &hints, &res);
  if (rv != 0) {
    fprintf(stderr, "nc: %s port %s: %s\n", host, port, gai_strerror(rv));
    exit(EXIT_FAILURE);
  }
  return res;
}

struct buffer {
  char data[BUFSIZE];
  int begin;
  int end;
};

static int copy(int sockfd) {
  struct pollfd fds[3];
  static struct buffer out;
  static struct buffer back;
  int input_ended = 0;
  int output_shut = 0;
  int socket_ended = 0;

  while (!socket_ended || back.begin < back.end || (shut_at_end && !output_shut)) {
    fds[0].fd = !input_ended && out.begin == out.end ? STDIN_FILENO : -1;
    fds[0].events = POLLIN;
    fds[1].events = 0;
    if (!socket_ended && back.begin == back.end) fds[1].events |= POLLIN;
    if (out.begin < out.end) fds[1].events |= POLLOUT;
    fds[1].fd = fds[1].events != 0 ? sockfd : -1;
    fds[2].fd = back.begin < back.end ? STDOUT_FILENO : -1;
    fds[2].events = POLLOUT;

    int ready = poll(fds, 3, timeout);
    if (ready == -1) {
      perror("poll");
      return EXIT_FAILURE;
    }
    if (ready == 0) return EXIT_SUCCESS;

    if (fds[0].fd != -1 && fds[0].revents != 0) {
      int n = read(STDIN_FILENO, out.data, BUFSIZE);
      if (n == -1) perror("read");
      if (n <= 0) input_ended = 1;
      out.begin = 0;
      out.end = n > 0 ? n : 0;
    }
    if (fds[1].fd != -1 && fds[1].revents != 0 && back.begin == back.end) {
      int n = recv(sockfd, back.data, BUFSIZE, 0);
      if (n == -1 && errno != EAGAIN) {
        perror("recv");
        return EXIT_FAILURE;
      }
      if (n == 0 && !udp) socket_ended = 1;
      back.begin = 0;
      back.end = n > 0 ? n : 0;
    }
    if (fds[1].fd != -1 && fds[1].revents & POLLOUT) {
      int n = send(sockfd, out.data + out.begin, out.end - out.begin, MSG_NOSIGNAL);
      if (n == -1 && errno != EAGAIN) {
        perror("send");
        return EXIT_FAILURE;
      }
      out.begin += n > 0 ? n : 0;
    }
    if (fds[2].fd != -1 && fds[2].revents != 0) {
      int n = write(STDOUT_FILENO, back.data + back.begin, back.end - back.begin);
      if (n == -1) {
        perror("write");
        return EXIT_FAILURE;
      }
      back.begin += n;
    }
    if (input_ended && out.begin == out.end && shut_at_end && !output_shut) {
      shutdown(sockfd, SHUT_WR);
      output_shut = 1;
    }
  }
  return EXIT_SUCCESS;
}

static int connect_within(int sockfd, const struct addrinfo* ai) {
  struct pollfd fds[1];
  int error;
  socklen_t error_length = sizeof error;

  if (fcntl(sockfd, F_SETFL, O_NONBLOCK) == -1) return -1;
  if (connect(sockfd, ai->ai_addr, ai->ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return -1;
  fds[0].fd = sockfd;
  fds[0].events = POLLOUT;
  int ready = poll(fds, 1, timeout);
  if (ready == -1) return -1;
  if (ready == 0) {
    errno = ETIMEDOUT;
    return -1;
  }
  if (getsockopt(sockfd, SOL_SOCKET, SO_ERROR, &error, &error_length) == -1) return -1;
  errno = error;
  return error == 0 ? 0 : -1;
}

static int probe_udp(int sockfd) {
  struct pollfd fds[1];
  char byte;

  if (send(sockfd, "X", 1, 0) == -1) return -1;
  fds[0].fd = sockfd;
  fds[0].events = POLLIN;
  if (poll(fds, 1, timeout == -1 ? PROBE_MS : timeout) <= 0) return 0;
  return recv(sockfd, &byte, 1, 0) == -1 ? -1 : 0;
}

static int client(const char* host, const char* port, int zero) {
  const char* protocol = udp ? "udp" : "tcp";
  struct addrinfo* res = look_up(host, port);
  int status = EXIT_FAILURE;

  for (struct addrinfo* ai = res; ai != NULL; ai = ai->ai_next) {
    int sockfd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
    if (sockfd == -1) continue;
    if (connect_within(sockfd, ai) == -1 || (zero && udp && probe_udp(sockfd) == -1)) {
      if (verbose)
        fprintf(stderr, "nc: connect to %s port %s (%s) failed: %s\n", host, port, protocol, strerror(errno));
      close(sockfd);
      continue;
    }
    if (verbose) fprintf(stderr, "Connection to %s %s port [%s/*] succeeded!\n", host, port, protocol);
    status = zero ? EXIT_SUCCESS : copy(sockfd);
    close(sockfd);
    break;
  }
  freeaddrinfo(res);
  return status;
}

static int bind_to(const char* host, const char* port) {
  struct addrinfo* res = look_up(host, port);
  struct sockaddr_storage addr;
  socklen_t addrlen = sizeof addr;
  int yes = 1;

  int sockfd = socket(res->ai_family, res->ai_socktype, res->ai_protocol);
  if (sockfd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (!udp && setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1) {
    perror("setsockopt");
    exit(EXIT_FAILURE);
  }
  if (bind(sockfd, res->ai_addr, res->ai_addrlen) == -1 || (!udp && listen(sockfd, 1) == -1)) {
    perror("bind");
    exit(EXIT_FAILURE);
  }
  freeaddrinfo(res);
  if (verbose && getsockname(sockfd, (struct sockaddr*)&addr, &addrlen) == 0)
    print_peer(udp ? "Bound on" : "Listening on", &addr, addrlen);
  return sockfd;
}

static int server(const char* host, const char* port) {
  struct sockaddr_storage peer;
  socklen_t peerlen = sizeof peer;
  char byte;

  int sockfd = bind_to(host, port);
  if (udp) {
    if (recvfrom(sockfd, &byte, 1, MSG_PEEK, (struct sockaddr*)&peer, &peerlen) == -1 ||
        connect(sockfd, (struct sockaddr*)&peer, peerlen) == -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
  } else {
    int connfd = accept(sockfd, (struct sockaddr*)&peer, &peerlen);
    if (connfd == -1) {
      perror("accept");
      exit(EXIT_FAILURE);
    }
    close(sockfd);
    sockfd = connfd;
  }
  if (verbose) print_peer("Connection received on", &peer, peerlen);
  if (fcntl(sockfd, F_SETFL, O_NONBLOCK) == -1) {
    perror("fcntl");
    exit(EXIT_FAILURE);
  }
  int status = copy(sockfd);
  close(sockfd);
  return status;
}

int main(int argc, char* argv[]) {
  int first;
  int last;
  char port[NI_MAXSERV];
  int listening = 0;
  int zero = 0;
  int status = EXIT_FAILURE;

  for (int opt = getopt(argc, argv, "46lNuvzw:"); opt != -1; opt = getopt(argc, argv, "46lNuvzw:")) {
    if (opt == '4')
      family = AF_INET;
    else if (opt == '6')
      family = AF_INET6;
    else if (opt == 'l')
      listening = 1;
    else if (opt == 'N')
      shut_at_end = 1;
    else if (opt == 'u')
      udp = 1;
    else if (opt == 'v')
      verbose = 1;
    else if (opt == 'z')
      zero = 1;
    else if (opt == 'w')
      timeout = atoi(optarg) * 1000;
    else
      usage(argv[0]);
  }
  int arguments_left = argc - optind;
  if (arguments_left > 2 || arguments_left < (listening ? 1 : 2)) usage(argv[0]);
  const char* host = arguments_left == 2 ? argv[optind] : family == AF_INET6 ? "::1" : "127.0.0.1";
  const char* ports = argv[argc - 1];

  int numbers = sscanf(ports, "%d-%d", &first, &last);
  if (numbers == 1) last = first;
  if (numbers < 1 || first < 0 || last > 65535 || last < first) {
    fprintf(stderr, "nc: %s: not a port\n", ports);
    exit(EXIT_FAILURE);
  }

  for (int number = first; number <= last; number++) {
    snprintf(port, sizeof port, "%d", number);
    if (listening) return server(host, port);
    if (client(host, port, zero) == EXIT_SUCCESS) status = EXIT_SUCCESS;
  }
  return status;
}
