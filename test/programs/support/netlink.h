// The C twin of examples/support/netlink.ts.
#pragma once

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct netlink {
  int fd;
  uint32_t seq;
  int len;
  struct nlmsghdr* nlh;
  _Alignas(struct nlmsghdr) char buf[32768];
};

static uint32_t last_seq = 0;

static inline void netlink_dump(struct netlink* nl, int protocol, int type, const void* body, int size) {
  _Alignas(struct nlmsghdr) char request[256] = {0};
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};

  nl->seq = ++last_seq;
  nl->len = 0;
  struct nlmsghdr* header = (struct nlmsghdr*)request;
  header->nlmsg_len = NLMSG_LENGTH(size);
  header->nlmsg_type = type;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = nl->seq;
  memcpy(NLMSG_DATA(header), body, size);

  nl->fd = socket(AF_NETLINK, SOCK_RAW, protocol);
  if (nl->fd == -1) {
    perror("socket");
    exit(EXIT_FAILURE);
  }
  if (sendto(nl->fd, request, NLMSG_SPACE(size), 0, (struct sockaddr*)&kernel, sizeof kernel) == -1) {
    perror("sendto");
    exit(EXIT_FAILURE);
  }
}

static inline void netlink_receive(struct netlink* nl) {
  struct sockaddr_nl from;
  socklen_t fromlen;
  ssize_t n;

  do {
    fromlen = sizeof from;
    n = recvfrom(nl->fd, nl->buf, sizeof nl->buf, MSG_TRUNC, (struct sockaddr*)&from, &fromlen);
    if (n == -1) {
      perror("recvfrom");
      exit(EXIT_FAILURE);
    }
  } while (from.nl_pid != 0);
  if (n > (ssize_t)sizeof nl->buf) {
    fprintf(stderr, "netlink: a message of %d bytes\n", (int)n);
    exit(EXIT_FAILURE);
  }
  nl->nlh = (struct nlmsghdr*)nl->buf;
  nl->len = n;
}

static inline struct nlmsghdr* netlink_next(struct netlink* nl) {
  for (;;) {
    if (!NLMSG_OK(nl->nlh, (unsigned)nl->len)) netlink_receive(nl);
    if (!NLMSG_OK(nl->nlh, (unsigned)nl->len)) {
      fprintf(stderr, "netlink: no message where one should be\n");
      exit(EXIT_FAILURE);
    }

    struct nlmsghdr* nlh = nl->nlh;
    nl->nlh = NLMSG_NEXT(nlh, nl->len);
    if (nlh->nlmsg_seq != nl->seq) continue;
    if (nlh->nlmsg_flags & NLM_F_DUMP_INTR) fprintf(stderr, "netlink: something changed meanwhile\n");
    if (nlh->nlmsg_type == NLMSG_ERROR) {
      errno = -((struct nlmsgerr*)NLMSG_DATA(nlh))->error;
      perror("netlink");
      exit(EXIT_FAILURE);
    }
    if (nlh->nlmsg_type == NLMSG_DONE) {
      close(nl->fd);
      return NULL;
    }
    return nlh;
  }
}

static inline void parse_rtattr(struct rtattr* tb[], int max, struct rtattr* rta, int len) {
  for (int i = 0; i <= max; i++) tb[i] = NULL;
  for (; RTA_OK(rta, len); rta = RTA_NEXT(rta, len)) {
    if (rta->rta_type <= max) tb[rta->rta_type] = rta;
  }
}
