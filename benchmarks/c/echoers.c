// Clients of an echo server: CLIENTS connections that stay, on which they exchange 64 bytes at a time for as long as
// they are told; or connections that exchange them once, one after the other in each of CLIENTS places.
//
// usage: echoers latency|connections PORT CLIENTS SECONDS
//
// Prints the median and the 99th percentile of an exchange in microseconds, and how many there were in a second;
// or how many connections there were in a second.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64
#define MAX_CLIENTS 1000
#define MAX_SAMPLES 4000000

static struct sockaddr_in server = {.sin_family = AF_INET};
static struct pollfd fds[MAX_CLIENTS];
static double began[MAX_CLIENTS];
static float samples[MAX_SAMPLES];
static char buf[SIZE];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void die(const char* what) {
  perror(what);
  exit(EXIT_FAILURE);
}

static int by_value(const void* a, const void* b) {
  float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

static void open_client(int i) {
  fds[i].fd = socket(AF_INET, SOCK_STREAM, 0);
  fds[i].events = POLLIN;
  if (connect(fds[i].fd, (struct sockaddr*)&server, sizeof server) == -1) die("connect");
}

static void ask(int i) {
  began[i] = now();
  if (send(fds[i].fd, buf, SIZE, MSG_NOSIGNAL) != SIZE) die("send");
}

int main(int argc, char* argv[]) {
  if (argc != 5) return 2;
  int stays = strcmp(argv[1], "latency") == 0;
  server.sin_port = htons(atoi(argv[2]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int clients = atoi(argv[3]);
  double seconds = atof(argv[4]);
  if (clients < 1 || clients > MAX_CLIENTS) return 2;

  // Each has been served once before the clock starts: threads and processes are there.
  for (int i = 0; i < clients; i++) {
    open_client(i);
    ask(i);
    if (recv(fds[i].fd, buf, SIZE, MSG_WAITALL) != SIZE) die("recv");
  }
  double start = now(), end = start + seconds * 1e6;
  for (int i = 0; i < clients; i++) ask(i);
  int count = 0;
  while (now() < end && count < MAX_SAMPLES - clients) {
    if (poll(fds, clients, 1000) == -1) die("poll");
    for (int i = 0; i < clients; i++) {
      if (fds[i].revents == 0) continue;
      if (recv(fds[i].fd, buf, SIZE, MSG_WAITALL) != SIZE) die("recv");
      samples[count++] = now() - began[i];
      if (!stays) {
        close(fds[i].fd);
        open_client(i);
      }
      ask(i);
    }
  }
  double rate = count / ((now() - start) / 1e6);
  if (count == 0) return 1;
  qsort(samples, count, sizeof *samples, by_value);
  printf("%.1f %.1f %.1f\n", samples[count / 2], samples[(int)(count * 0.99)], rate);
  return 0;
}
