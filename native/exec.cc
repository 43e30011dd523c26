#include "exec.h"

#include <climits>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "descriptors.h"
#include "signals/deliver.h"
#include "syscall.h"

namespace berkeley {

namespace {

void do_nothing(int) {}

/// Lets the next program have the default action of a signal that is ignored: the kernel gives it back for signals that
/// are handled. To the threads that still run, a handler that does nothing is the same as ignoring; the default action
/// would kill them. Returns whether the signal was ignored.
bool handle_ignored(int signal) {
  struct sigaction action;
  if (signals::is_programs(signal)) return false;
  if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_IGN) return false;
  action.sa_handler = do_nothing;
  action.sa_flags = SA_RESTART;
  return sigaction(signal, &action, nullptr) == 0;
}

/// Which signals the program blocks: /proc says it of every thread.
signals::Mask mask_of_main_thread() {
  std::ifstream status("/proc/self/status");
  const std::string prefix = "SigBlk:";
  for (std::string line; std::getline(status, line);) {
    if (line.compare(0, prefix.size(), prefix) == 0) return std::stoull(line.substr(prefix.size()), nullptr, 16);
  }
  return 0;
}

/// What the kernel does not take for a program is a script for the shell.
long execute_or_interpret(const char* file, char* const* argv, char* const* envp) {
  const long result = system_call(SYS_execve, file, argv, envp);
  if (result != -ENOEXEC) return result;
  std::vector<const char*> shell = {"/bin/sh", file};
  if (argv != nullptr && *argv != nullptr) {
    while (*++argv != nullptr) shell.push_back(*argv);
  }
  shell.push_back(nullptr);
  return system_call(SYS_execve, shell[0], shell.data(), envp);
}

/// Whether the search goes on after a failure.
bool is_missing(long result) {
  switch (-result) {
    case EACCES:
    case ENODEV:
    case ENOENT:
    case ENOTDIR:
    case ESTALE:
    case ETIMEDOUT:
      return true;
    default:
      return false;
  }
}

}  // namespace

// Node ignores SIGPIPE and SIGXFSZ from its start.
UndoneForExec::UndoneForExec()
    : nonblocking_(descriptors::undo_flags()),
      ignored_pipe_(handle_ignored(SIGPIPE)),
      ignored_file_size_(handle_ignored(SIGXFSZ)) {
  // A Worker blocks all signals, which the program does not (docs/signals.md).
  if (signals::is_main_thread()) return;
  const signals::Mask mask = mask_of_main_thread();
  system_call(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &blocked_by_worker_, sizeof mask);
}

UndoneForExec::~UndoneForExec() {
  if (!signals::is_main_thread()) {
    system_call(SYS_rt_sigprocmask, SIG_SETMASK, &blocked_by_worker_, nullptr, sizeof blocked_by_worker_);
  }
  if (ignored_pipe_) signal(SIGPIPE, SIG_IGN);
  if (ignored_file_size_) signal(SIGXFSZ, SIG_IGN);
  descriptors::redo_flags(nonblocking_);
}

long execute(const char* pathname, char* const* argv, char* const* envp) {
  const UndoneForExec undone;
  return system_call(SYS_execve, pathname, argv, envp);
}

// As glibc's, which cannot be used here: it copies the arguments of a script onto the stack, however many they are, and
// reads PATH from memory that another thread may be changing.
long execute_found(const char* file, const char* path, char* const* argv, char* const* envp) {
  if (file == nullptr) return -EFAULT;
  if (*file == '\0') return -ENOENT;
  const UndoneForExec undone;
  if (strchr(file, '/') != nullptr) return execute_or_interpret(file, argv, envp);
  if (strlen(file) > NAME_MAX) return -ENAMETOOLONG;
  bool is_denied = false;
  for (const char* at = path == nullptr ? "/bin:/usr/bin" : path;; at++) {
    const std::string directory(at, strcspn(at, ":"));
    at += directory.size();
    const long result = execute_or_interpret((directory.empty() ? file : directory + "/" + file).c_str(), argv, envp);
    if (!is_missing(result)) return result;
    is_denied = is_denied || result == -EACCES;
    if (*at == '\0') return is_denied ? -EACCES : result;
  }
}

}  // namespace berkeley
