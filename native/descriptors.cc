#include "descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <string>

namespace berkeley::descriptors {

namespace {

// One bit per descriptor. Those above are the program's: Node opens its own early, and the kernel gives out the lowest
// number that is free.
constexpr int kTracked = 1 << 20;
constexpr int kBitsPerWord = 64;
std::atomic<uint64_t> programs[kTracked / kBitsPerWord];

std::atomic<bool> nonblocking_by_program[STDERR_FILENO + 1];
std::atomic<bool> cloexec_by_program[STDERR_FILENO + 1];

std::atomic<uint64_t>& word_of(int fd) { return programs[fd / kBitsPerWord]; }
uint64_t bit_of(int fd) { return uint64_t{1} << (fd % kBitsPerWord); }

bool is_tracked(int fd) { return fd > STDERR_FILENO && fd < kTracked; }

std::set<int> open_descriptors() {
  std::set<int> open;
  DIR* directory = opendir("/proc/self/fd");
  if (directory == nullptr) return open;
  while (const dirent* entry = readdir(directory)) {
    const int fd = atoi(entry->d_name);  // "." and ".." become 0.
    if (fd > STDERR_FILENO && fd != dirfd(directory)) open.insert(fd);
  }
  closedir(directory);
  return open;
}

bool is_standard(int fd) { return fd >= 0 && fd <= STDERR_FILENO; }

bool is_nonblocking_by_node(int fd) {
  return is_standard(fd) && !nonblocking_by_program[fd] && (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
}

/// As the program sees it.
bool blocks(int fd) { return !is_nonblocking(fd) || is_nonblocking_by_node(fd); }

void set_nonblocking_mode(int fd, bool nonblocking) {
  const int flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, nonblocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

/// Waits until `fd` is ready: a number above 0. The program's call is another, which signal(7) makes again.
long wait_for(int fd, short events) {
  pollfd ready = {fd, events, 0};
#ifdef SYS_ppoll
  const long result = blocking(SYS_ppoll, &ready, 1, nullptr, nullptr, 0);
#else
  const long result = blocking(SYS_poll, &ready, 1, -1);
#endif
  return is_interrupted(result) ? signals::kDiverted : result;
}

/// What stands behind a descriptor: "socket:[123]", "anon_inode:[eventpoll]", "/dev/pts/0".
std::string target_of(int fd) {
  char target[256];
  const ssize_t length = readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), target, sizeof target);
  return std::string(target, length < 0 ? 0 : length);
}

bool starts_with(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

/// Whether Node has both ends of the pipe: libuv brings signals from their handler to the loop with such. One that
/// comes from elsewhere was inherited, above Node's first.
bool has_both_ends(int fd, const std::string& pipe) {
  const int access = fcntl(fd, F_GETFL) & O_ACCMODE;
  for (const int other : open_descriptors()) {
    if (!is_programs(other) && target_of(other) == pipe && (fcntl(other, F_GETFL) & O_ACCMODE) != access) return true;
  }
  return false;
}

/// The descriptor of process.send, or -1. Node takes it out of the environment that getenv sees.
int channel_to_parent() {
  std::ifstream environment("/proc/self/environ");
  const std::string prefix = "NODE_CHANNEL_FD=";
  for (std::string variable; std::getline(environment, variable, '\0');) {
    if (variable.compare(0, prefix.size(), prefix) == 0) return atoi(variable.c_str() + prefix.size());
  }
  return -1;
}

}  // namespace

// A descriptor does not tell who opened it: Node sets FD_CLOEXEC on inherited ones too. But numbers are given out from
// the lowest, and the first that Node opens is an event loop's, so all that are open below it were inherited. One that
// was inherited above it cannot be told from Node's, and counts as Node's.
//
// Nothing that is inherited has FD_CLOEXEC: the program's get rid of Node's, so that programs that it executes inherit
// them in their turn.
void initialize() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) fcntl(fd, F_SETFD, 0);
  const int channel = channel_to_parent();
  const std::set<int> open = open_descriptors();
  for (const int fd : open) {
    if (target_of(fd) == "anon_inode:[eventpoll]") break;
    if (fd == channel) continue;
    add(fd);
    fcntl(fd, F_SETFD, 0);
  }
}

long add(long fd) {
  if (is_standard(static_cast<int>(fd))) {
    set_nonblocking(static_cast<int>(fd), (fcntl(static_cast<int>(fd), F_GETFL) & O_NONBLOCK) != 0);
    set_cloexec(static_cast<int>(fd), (fcntl(static_cast<int>(fd), F_GETFD) & FD_CLOEXEC) != 0);
  } else if (fd >= 0 && is_tracked(static_cast<int>(fd))) {
    word_of(static_cast<int>(fd)).fetch_or(bit_of(static_cast<int>(fd)), std::memory_order_relaxed);
  }
  return fd;
}

long add_pair(long result, const int (&fds)[2], void* destination) {
  if (result == 0) {
    add(fds[0]);
    add(fds[1]);
    memcpy(destination, fds, sizeof fds);
  }
  return result;
}

bool is_programs(int fd) { return !is_tracked(fd) || (word_of(fd).load(std::memory_order_relaxed) & bit_of(fd)) != 0; }

bool is_internal(int fd) {
  if (__builtin_expect(is_programs(fd), true)) return false;
  const std::string target = target_of(fd);
  for (const char* kind : {"[eventpoll]", "[eventfd]", "[io_uring]", "inotify"}) {
    if (target == std::string("anon_inode:") + kind) return true;
  }
  return starts_with(target, "pipe:") && has_both_ends(fd, target);
}

bool remove(int fd) {
  return !is_tracked(fd) || (word_of(fd).fetch_and(~bit_of(fd), std::memory_order_relaxed) & bit_of(fd)) != 0;
}

void set_nonblocking(int fd, bool nonblocking) {
  if (is_standard(fd)) nonblocking_by_program[fd] = nonblocking;
}

void set_cloexec(int fd, bool cloexec) {
  if (is_standard(fd)) cloexec_by_program[fd] = cloexec;
}

// Node reopens a terminal at its first use, again with FD_CLOEXEC.
unsigned undo_flags() {
  unsigned nonblocking = 0;
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (!cloexec_by_program[fd]) fcntl(fd, F_SETFD, 0);
    if (!is_nonblocking_by_node(fd)) continue;
    nonblocking |= 1u << fd;
    set_nonblocking_mode(fd, false);
  }
  return nonblocking;
}

void redo_flags(unsigned nonblocking) {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if ((nonblocking & 1u << fd) != 0) set_nonblocking_mode(fd, true);
  }
}

long read_on(int fd, void* data, size_t size, long result) {
  while (result == -EAGAIN && is_nonblocking_by_node(fd)) {
    const long ready = wait_for(fd, POLLIN);
    result = ready > 0 ? blocking(SYS_read, fd, data, size) : ready;
  }
  if (result != signals::kDiverted) return result;
  return if_blocking(blocks(fd) && waits_to_read(fd), result);
}

long write_on(int fd, const void* data, size_t size, long result) {
  size_t written = 0;
  while ((result >= 0 || result == -EAGAIN) && is_nonblocking_by_node(fd)) {
    if (result > 0) written += static_cast<size_t>(result);
    if (written == size) break;
    const long ready = wait_for(fd, POLLOUT);
    result = ready > 0 ? blocking(SYS_write, fd, static_cast<const char*>(data) + written, size - written) : ready;
  }
  if (written > 0) return static_cast<long>(written);
  if (result != signals::kDiverted) return result;
  return if_blocking(blocks(fd) && waits_to_write(fd, size), result);
}

}  // namespace berkeley::descriptors
