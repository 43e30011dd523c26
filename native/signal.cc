#include <signal.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long kill(int pid, int sig) { return kernel(::kill(pid, sig)); }

long killpg(int pgrp, int sig) { return kernel(::killpg(pgrp, sig)); }

long raise(int sig) { return kernel(::raise(sig)); }

}  // namespace

void export_signal(Exports& exports) {
  exports.function<kill>("kill(pid, sig)");
  exports.function<killpg>("killpg(pgrp, sig)");
  exports.function<raise>("raise(sig)");
}

}  // namespace berkeley
