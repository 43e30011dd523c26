#include "kernel_objects.h"

#if BERKELEY_CAN_FORK

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <algorithm>
#include <utility>

#include "../descriptors.h"

namespace berkeley::forking {

namespace {

/// An array of fixed size: memory must be there before the fork.
template <typename T, size_t capacity>
class List {
 public:
  void clear() { size_ = 0; }
  /// nullptr where the list is full.
  T* add(const T& value) {
    if (size_ == capacity) return nullptr;
    items_[size_] = value;
    return &items_[size_++];
  }
  T* begin() { return items_; }
  T* end() { return items_ + size_; }

 private:
  T items_[capacity];
  size_t size_ = 0;
};

constexpr size_t kMostObjects = 1 << 16;
constexpr size_t kMostRegistrations = 1 << 18;

struct WakeUp {
  int fd;
  int flags;
  uint64_t count;
  bool is_semaphore;
};
List<WakeUp, kMostObjects> wake_ups;

struct PipeEnd {
  int fd;
  int flags;
  uint64_t inode;  // the same at both ends
  int unread;      // bytes
};
List<PipeEnd, kMostObjects> pipe_ends;

struct EventLoop {
  int fd;
  int flags;
};
List<EventLoop, kMostObjects> event_loops;

struct Registration {
  int event_loop;
  int fd;
  epoll_event event;
};
List<Registration, kMostRegistrations> registrations;

/// A connection of another thread than the main one.
struct Connection {
  int fd;
  int flags;
};
List<Connection, kMostRegistrations> connections;

struct Watcher {
  int fd;
  int flags;
};
List<Watcher, 1> watchers;

struct Watch {
  int wd;
  uint32_t mask;
  const char* path;
};
List<Watch, kMostObjects> watches;

int flags_of(int fd) {
  const bool is_cloexec = (system_call(SYS_fcntl, fd, F_GETFD) & FD_CLOEXEC) != 0;
  return static_cast<int>(system_call(SYS_fcntl, fd, F_GETFL)) | (is_cloexec ? O_CLOEXEC : 0);
}

long note_wake_up(int fd, Lines& fdinfo) {
  WakeUp wake_up = {fd, 0, 0, false};
  while (const char* line = fdinfo.next()) {
    if (take_prefix(line, "flags:")) wake_up.flags = static_cast<int>(take_number(line, 8));
    if (take_prefix(line, "eventfd-count:")) wake_up.count = take_number(line, 16);
    if (take_prefix(line, "eventfd-semaphore:")) wake_up.is_semaphore = take_number(line) != 0;
  }
  return wake_ups.add(wake_up) == nullptr ? -ENOMEM : 0;
}

struct stat status_of(int fd) {
  struct stat status = {};
  system_call(SYS_fstat, fd, &status);
  return status;
}

bool is_listening(int fd) {
  int answer = 0;
  socklen_t size = sizeof answer;
  return system_call(SYS_getsockopt, fd, SOL_SOCKET, SO_ACCEPTCONN, &answer, &size) == 0 && answer != 0;
}

/// A thread of Node's that comes back must not answer what is said to the parent's: the module loader's, which may have
/// a process that compiles for it, and the inspector's.
long note_registration(const Registration& registration) {
  const int fd = registration.fd;
  if (!descriptors::is_programs(fd) && S_ISSOCK(status_of(fd).st_mode)) {
    if (is_listening(fd)) return 0;
    if (connections.add({fd, flags_of(fd)}) == nullptr) return -ENOMEM;
  }
  return registrations.add(registration) == nullptr ? -ENOMEM : 0;
}

long note_event_loop(int fd, Lines& fdinfo) {
  EventLoop* loop = event_loops.add({fd, 0});
  if (loop == nullptr) return -ENOMEM;
  while (const char* line = fdinfo.next()) {
    if (take_prefix(line, "flags:")) loop->flags = static_cast<int>(take_number(line, 8));
    if (!take_prefix(line, "tfd:")) continue;
    Registration registration = {fd, static_cast<int>(take_number(line)), {}};
    line = strstr(line, "events:") + strlen("events:");
    registration.event.events = static_cast<uint32_t>(take_number(line, 16));
    line = strstr(line, "data:") + strlen("data:");
    registration.event.data.u64 = take_number(line, 16);
    const long noted = note_registration(registration);
    if (noted < 0) return noted;
  }
  return 0;
}

long note_pipe_end(int fd, uint64_t inode) {
  int unread = 0;
  system_call(SYS_ioctl, fd, FIONREAD, &unread);
  return pipe_ends.add({fd, flags_of(fd), inode, unread}) == nullptr ? -ENOMEM : 0;
}

/// `directory` is /proc/self/fd, from where the way is shorter.
long note_object(int fd, int directory, const uv_loop_t* loop) {
  if (descriptors::is_programs(fd) || fd == loop->backend_fd) return 0;
  const struct stat status = status_of(fd);
  const bool is_pipe = S_ISFIFO(status.st_mode);
  const bool is_file = !is_pipe && (status.st_mode & S_IFMT) != 0;
  if (is_file) return 0;
  char target_text[64] = {};
  const NumberedPath path("../fdinfo", fd);
  if (system_call(SYS_readlinkat, directory, path.name, target_text, sizeof target_text - 1) < 0) return 0;
  const char* target = target_text;
  if (is_pipe) return take_prefix(target, "pipe:") ? note_pipe_end(fd, status.st_ino) : 0;  // A FIFO has a path.
  const bool is_wake_up = take_prefix(target, "anon_inode:[eventfd]");
  if (!is_wake_up && !take_prefix(target, "anon_inode:[eventpoll]")) return 0;
  Lines fdinfo(path.text, directory);
  if (!fdinfo.is_open()) return -EAGAIN;
  return is_wake_up ? note_wake_up(fd, fdinfo) : note_event_loop(fd, fdinfo);
}

/// libuv keeps the path as long as it watches.
void note_watch(uv_handle_t* handle, void* result) {
  if (handle->type != UV_FS_EVENT || !uv_is_active(handle)) return;
  const auto* event = reinterpret_cast<uv_fs_event_t*>(handle);
  if (watches.add({event->wd, 0, event->path}) == nullptr) *static_cast<long*>(result) = -ENOMEM;
}

bool has_lower_number(const Watch& watch, const Watch& other) { return watch.wd < other.wd; }

/// Several handles may share a watch: the first gets the mask.
void note_mask(int wd, uint32_t mask) {
  Watch* const watch = std::lower_bound(watches.begin(), watches.end(), Watch{wd, 0, nullptr}, has_lower_number);
  if (watch != watches.end() && watch->wd == wd) watch->mask = mask;
}

long note_watches(uv_loop_t* loop) {
  if (loop->inotify_fd == -1) return 0;
  Watcher* watcher = watchers.add({loop->inotify_fd, 0});
  long result = 0;
  uv_walk(loop, note_watch, &result);
  std::sort(watches.begin(), watches.end(), has_lower_number);
  Lines lines(NumberedPath("/proc/self/fdinfo", loop->inotify_fd).text);
  while (const char* line = lines.next()) {
    if (take_prefix(line, "flags:")) watcher->flags = static_cast<int>(take_number(line, 8));
    if (!take_prefix(line, "inotify wd:")) continue;
    const auto wd = static_cast<int>(take_number(line, 16));
    line = strstr(line, "mask:") + strlen("mask:");
    note_mask(wd, static_cast<uint32_t>(take_number(line, 16)));
  }
  return result;
}

/// Gives a new object the number of the old one.
long replace(int old_fd, long new_fd, int flags) {
  if (new_fd < 0) return new_fd;
  const long result = system_call(SYS_dup3, new_fd, old_fd, flags & O_CLOEXEC);
  system_call(SYS_close, new_fd);
  return result < 0 ? result : 0;
}

long renew(const WakeUp& wake_up) {
  const int flags = (wake_up.flags & (O_CLOEXEC | O_NONBLOCK)) | (wake_up.is_semaphore ? EFD_SEMAPHORE : 0);
  const long fd = system_call(SYS_eventfd2, 0, flags);
  if (fd >= 0 && wake_up.count > 0) system_call(SYS_write, fd, &wake_up.count, sizeof wake_up.count);
  return replace(wake_up.fd, fd, wake_up.flags);
}

/// libuv has two kinds of pipes: its lock for signals is one byte in a pipe, which must be in the child's as well; the
/// signals that wait to be handled are messages of several bytes, and the child has none.
long renew(const PipeEnd& reader, const PipeEnd& writer) {
  int ends[2];
  const long made = system_call(SYS_pipe2, ends, reader.flags & O_NONBLOCK);
  if (made < 0) return made;
  if (reader.unread == 1) system_call(SYS_write, ends[1], "", 1);
  const long read_result = replace(reader.fd, ends[0], reader.flags);
  const long write_result = replace(writer.fd, ends[1], writer.flags);
  return read_result < 0 ? read_result : write_result;
}

/// The other end of one of libuv's pipes: they have no more than two, with the same flags. Else nullptr.
const PipeEnd* writer_for(const PipeEnd& reader) {
  const PipeEnd* writer = nullptr;
  for (const PipeEnd& end : pipe_ends) {
    if (&end == &reader || end.inode != reader.inode) continue;
    const bool is_libuvs = writer == nullptr && end.flags == (reader.flags | O_WRONLY);
    if (!is_libuvs) return nullptr;
    writer = &end;
  }
  return writer;
}

long renew_pipes() {
  for (const PipeEnd& reader : pipe_ends) {
    const PipeEnd* const writer = (reader.flags & O_ACCMODE) == O_RDONLY ? writer_for(reader) : nullptr;
    const long result = writer == nullptr ? 0 : renew(reader, *writer);
    if (result < 0) return result;
  }
  return 0;
}

/// Watches under the same number again. The kernel counts numbers up and does not use one twice. A path that is gone is
/// not watched.
void renew(const Watch& watch, long fd) {
  constexpr int kMostTries = 100000;
  for (int i = 0; i < kMostTries; i++) {
    const long wd = system_call(SYS_inotify_add_watch, fd, watch.path, watch.mask);
    if (wd < 0 || wd >= watch.wd) return;
    system_call(SYS_inotify_rm_watch, fd, wd);
  }
}

long renew_watcher(const Watcher& watcher) {
  const long fd = system_call(SYS_inotify_init1, watcher.flags & (O_CLOEXEC | O_NONBLOCK));
  if (fd < 0) return fd;
  for (const Watch& watch : watches) {
    if (watch.mask != 0) renew(watch, static_cast<int>(fd));
  }
  return replace(watcher.fd, fd, watcher.flags);
}

/// Its other end is closed.
long renew(const Connection& connection) {
  int ends[2];
  const long made = system_call(SYS_socketpair, AF_UNIX, SOCK_STREAM | (connection.flags & O_NONBLOCK), 0, ends);
  if (made < 0) return made;
  system_call(SYS_close, ends[1]);
  return replace(connection.fd, ends[0], connection.flags);
}

long renew(const EventLoop& loop) {
  return replace(loop.fd, system_call(SYS_epoll_create1, loop.flags & O_CLOEXEC), loop.flags);
}

/// Fails for a descriptor that was closed here while another process still has it: nobody waits for it any more.
void renew(Registration& registration) {
  system_call(SYS_epoll_ctl, registration.event_loop, EPOLL_CTL_ADD, registration.fd, &registration.event);
}

/// Children of the parent, and signals that it has caught.
void forget_parents(uv_handle_t* handle, void*) {
  if (handle->type == UV_PROCESS) uv_unref(handle);  // Or the loop would wait for an end that it does not hear of.
  if (handle->type != UV_SIGNAL) return;
  auto* signal = reinterpret_cast<uv_signal_t*>(handle);
  signal->caught_signals = signal->dispatched_signals = 0;
}

/// libuv itself can make a loop's epoll instance and io_uring anew, and does not forget what it waits for. Nothing else
/// is left to it: it would drop the wake-ups of threads that are not dead here, and allocate memory.
long renew_main_loop(uv_loop_t* loop) {
  const int wake_up = std::exchange(loop->async_io_watcher.fd, -1);
  const int signals = std::exchange(loop->signal_pipefd[0], -1);
  const int watcher = std::exchange(loop->inotify_fd, -1);
  void* const watches = std::exchange(loop->inotify_watchers, nullptr);
  const long result = uv_loop_fork(loop);
  loop->async_io_watcher.fd = wake_up;
  loop->signal_pipefd[0] = signals;
  loop->inotify_fd = watcher;
  loop->inotify_watchers = watches;
  uv_walk(loop, forget_parents, nullptr);
  forget_parents(reinterpret_cast<uv_handle_t*>(&loop->child_watcher), nullptr);
  return result;
}

/// Calls the function for each until one fails.
template <typename Items, typename Function>
long each(Items& items, Function function) {
  for (auto& item : items) {
    const long result = function(item);
    if (result < 0) return result;
  }
  return 0;
}

}  // namespace

long note_kernel_objects(uv_loop_t* loop) {
  wake_ups.clear();
  pipe_ends.clear();
  event_loops.clear();
  registrations.clear();
  connections.clear();
  watchers.clear();
  watches.clear();
  long result = 0;
  // Here two more descriptors are open at a time, as many as renewing takes: each object is made beside the one that it
  // replaces. So there is room for them.
  const long listed = for_each_number("/proc/self/fd", [&](int fd, int directory) {
    if (result == 0) result = note_object(fd, directory, loop);
  });
  if (listed < 0) return -EAGAIN;
  return result < 0 ? result : note_watches(loop);
}

long renew_kernel_objects(uv_loop_t* loop) {
  long result = each(wake_ups, [](const WakeUp& wake_up) { return renew(wake_up); });
  if (result == 0) result = renew_pipes();
  if (result == 0) result = each(connections, [](const Connection& connection) { return renew(connection); });
  if (result == 0) result = each(watchers, renew_watcher);
  if (result == 0) result = each(event_loops, [](const EventLoop& loop) { return renew(loop); });
  if (result < 0) return result;
  for (Registration& registration : registrations) renew(registration);
  return renew_main_loop(loop);
}

}  // namespace berkeley::forking

#endif
