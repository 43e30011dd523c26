// Whose descriptor is it? Node has descriptors of its own (event loop, libuv's pipes, a terminal reopened), which do
// not exist for a C program: a daemon that closes 3 to 1023 must not take them away from Node.
//
// The program's are 0, 1 and 2, those that it inherited, and those that berkeley's calls made. All others are Node's.
#pragma once

#include <poll.h>
#include <cerrno>

namespace berkeley::descriptors {

/// Finds out which of the open descriptors were inherited. Once per process, before the program's first call.
void initialize();

/// Notes the result of a call that makes a descriptor: a descriptor, or -errno. Returns it.
long add(long fd);

/// The same for a call that makes two: where it succeeded, copies them to `destination`, an int[2] that need not be
/// aligned. Returns `result`.
long add_pair(long result, const int (&fds)[2], void* destination);

/// Whether the program may close `fd` or put another descriptor in its place, as far as Node is concerned.
bool is_programs(int fd);

/// Notes that `fd` is about to be closed. Returns false where it is not the program's.
bool remove(int fd);

/// Notes that the program asked for `fd` to be non-blocking, or not to be.
void set_nonblocking(int fd, bool nonblocking);

/// Node makes pipes and sockets at 0, 1 and 2 non-blocking when the program uses process.stdin or console. Where a C
/// program would block there, this waits until `fd` is ready and returns true; false where EAGAIN is the answer.
bool wait_for_node(int fd, short events);

/// Does `call`, and does it again as long as Node made it answer EAGAIN.
template <typename Call>
long waiting_for_node(int fd, short events, Call call) {
  long result;
  do {
    result = call();
  } while (result == -EAGAIN && wait_for_node(fd, events));
  return result;
}

}  // namespace berkeley::descriptors
