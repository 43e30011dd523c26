// Whose descriptor is it? Node has descriptors of its own (event loop, libuv's pipes, a terminal reopened), which do
// not exist for a C program: a daemon that closes 3 to 1023 must not take them away from Node.
//
// The program's are 0, 1 and 2, those that it inherited below Node's first, and those that berkeley's calls made. All
// others are Node's.
#pragma once

#include <cstddef>

#include "syscall.h"

namespace berkeley::descriptors {

/// Finds out which of the open descriptors were inherited. Once per process, before the program's first call.
void initialize();

/// Notes the result of a call that makes a descriptor, which every such call must do: a descriptor, or -errno. Returns
/// it.
long add(long fd);

/// The same for a call that makes two: where it succeeded, copies them to `destination`, an int[2] that need not be
/// aligned. Returns `result`.
long add_pair(long result, const int (&fds)[2], void* destination);

/// Whether the program may close `fd` or put another descriptor in its place, as far as Node is concerned.
bool is_programs(int fd);

/// Whether `fd` is of what Node itself is made of: event loops and their wake-ups, rings, pipes from itself to itself.
/// A copy of one would be the program's, and all that is refused for the original allowed. What node:fs or node:net
/// opened is none: it may be copied. Slow for what is Node's, at once for what is the program's.
bool is_internal(int fd);

/// Notes that `fd` is about to be closed. Returns false where it is not the program's.
bool remove(int fd);

/// Notes that the program asked for `fd` to be non-blocking, or not to be.
void set_nonblocking(int fd, bool nonblocking);

/// Notes that the program asked for `fd` to be closed when it executes another program, or not to be.
void set_cloexec(int fd, bool cloexec);

/// Gives 0, 1 and 2 the flags that the program, which is about to become another, would have without Node. Returns a
/// set bit for each of them that Node had made non-blocking.
unsigned undo_flags();

/// Makes those non-blocking again.
void redo_flags(unsigned nonblocking);

/// Reading goes on after EAGAIN, and writing after EAGAIN or a part, where that is Node's doing: it makes pipes and
/// sockets at 0, 1 and 2 non-blocking when the program uses process.stdin, process.stdout or console. Elsewhere
/// `result`, what the system call returned, is returned as it is; where a signal ended it, as if_blocking() says.
long read_on(int fd, void* data, size_t size, long result);
long write_on(int fd, const void* data, size_t size, long result);

__attribute__((always_inline)) inline long read(int fd, void* data, size_t size) {
  const long result = blocking(SYS_read, fd, data, size);
  return __builtin_expect(result < 0, false) ? read_on(fd, data, size, result) : result;
}

__attribute__((always_inline)) inline long write(int fd, const void* data, size_t size) {
  const long result = blocking(SYS_write, fd, data, size);
  return result == static_cast<long>(size) ? result : write_on(fd, data, size, result);
}

}  // namespace berkeley::descriptors
