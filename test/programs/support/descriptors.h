// The C twin of examples/support/descriptors.ts. Include it first: MSG_CMSG_CLOEXEC wants _GNU_SOURCE.
#pragma once

#define _GNU_SOURCE
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

union control {
  char buf[CMSG_SPACE(sizeof(int))];
  struct cmsghdr align;
};

static inline ssize_t send_fd(int sockfd, int fd, const void* buf, size_t len) {
  union control control = {0};
  struct iovec iov = {.iov_base = (void*)buf, .iov_len = len};
  struct msghdr msg = {
      .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
  struct cmsghdr* cmsg = CMSG_FIRSTHDR(&msg);
  cmsg->cmsg_level = SOL_SOCKET;
  cmsg->cmsg_type = SCM_RIGHTS;
  cmsg->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(cmsg), &fd, sizeof fd);
  return sendmsg(sockfd, &msg, MSG_NOSIGNAL);
}

static inline ssize_t recv_fd(int sockfd, int* fd, void* buf, size_t len) {
  union control control = {0};
  struct iovec iov = {.iov_base = buf, .iov_len = len};
  struct msghdr msg = {
      .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.buf, .msg_controllen = sizeof control.buf};
  *fd = -1;
  ssize_t n = recvmsg(sockfd, &msg, MSG_CMSG_CLOEXEC);
  if (n == -1) return -1;
  struct cmsghdr* cmsg = CMSG_FIRSTHDR(&msg);
  if (cmsg != NULL && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS)
    memcpy(fd, CMSG_DATA(cmsg), sizeof *fd);
  return n;
}
