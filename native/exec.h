// Executing programs. What Node changed in its process is undone for the one that takes its place (docs/exec.md).
#pragma once

#include "signals/catch.h"

namespace berkeley {

/// Undone while it lives; done again where executing the program failed, and this one goes on.
class UndoneForExec {
 public:
  UndoneForExec();
  ~UndoneForExec();

 private:
  signals::Mask blocked_by_worker_ = 0;
  const unsigned nonblocking_;
  const bool ignored_pipe_;
  const bool ignored_file_size_;
};

/// Both return -errno if they return.
long execute(const char* pathname, char* const* argv, char* const* envp);

/// The search of execvp(3), in the directories of `path`; NULL is none.
long execute_found(const char* file, const char* path, char* const* argv, char* const* envp);

}  // namespace berkeley
