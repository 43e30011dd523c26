/* What test/programs/messages.ts does, for parity.test.ts. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/filter.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

static void send_all(void) {
  struct iovec iov[] = {{.iov_base = "one ", .iov_len = 4}, {.iov_base = "two", .iov_len = 3}};
  char control[CMSG_SPACE(sizeof(int))];
  memset(control, 0, sizeof control);
  struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr* cmsg = CMSG_FIRSTHDR(&msg);
  cmsg->cmsg_level = SOL_SOCKET;
  cmsg->cmsg_type = SCM_RIGHTS;
  cmsg->cmsg_len = CMSG_LEN(sizeof(int));
  int fd = 100;
  memcpy(CMSG_DATA(cmsg), &fd, sizeof fd);
  sendmsg(100, &msg, 0);
  sendmsg(-1, &msg, MSG_DONTWAIT);
  sendmsg(100, NULL, 0);

  struct mmsghdr messages[2];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < 2; i++) {
    messages[i].msg_hdr.msg_iov = &iov[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  sendmmsg(100, messages, 2, 0);
}

static void receive_all(void) {
  char head[2], tail[100], control[256];
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  struct iovec iov[] = {{.iov_base = head, .iov_len = 2}, {.iov_base = tail, .iov_len = 100}};
  struct msghdr msg = {.msg_name = &address, .msg_namelen = sizeof address, .msg_iov = iov, .msg_iovlen = 2};
  msg.msg_control = control;
  msg.msg_controllen = sizeof control;
  recvmsg(101, &msg, MSG_CMSG_CLOEXEC);

  struct mmsghdr messages[2];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < 2; i++) {
    messages[i].msg_hdr.msg_iov = &iov[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  recvmmsg(101, messages, 2, MSG_WAITFORONE, NULL);
  recvmsg(101, &msg, MSG_DONTWAIT);
}

static void pipes(void) {
  char head[2], tail[100];
  struct iovec out[] = {{.iov_base = "one ", .iov_len = 4}, {.iov_base = "two", .iov_len = 3}};
  struct iovec in[] = {{.iov_base = head, .iov_len = 2}, {.iov_base = tail, .iov_len = 100}};
  writev(103, out, 2);
  readv(102, in, 2);
  writev(103, out, 0);
  preadv(104, in, 1, 1);
  pwritev(104, out, 1, 5);
  off_t offset = 2;
  sendfile(103, 104, &offset, 3);
  tee(102, 105, 3, 0);
  splice(102, NULL, 105, NULL, 3, SPLICE_F_MOVE);
}

static void filter(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
  struct sock_fprog bpf = {.len = 1, .filter = code};
  setsockopt(101, SOL_SOCKET, SO_ATTACH_FILTER, &bpf, sizeof bpf);
}

int main(void) {
  int fds[2];
  socketpair(AF_UNIX, SOCK_DGRAM, 0, fds);
  dup2(fds[0], 100);
  dup2(fds[1], 101);
  pipe(fds);
  dup2(fds[0], 102);
  dup2(fds[1], 103);
  dup2(open("/tmp", O_TMPFILE | O_RDWR, 0600), 104);
  pipe(fds);
  dup2(fds[1], 105);
  pwrite(104, "0123456789", 10, 0);
  send_all();
  receive_all();
  pipes();
  filter();
  return 0;
}
