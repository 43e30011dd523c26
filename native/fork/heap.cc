#include "heap.h"

#if BERKELEY_CAN_FORK

#include <sys/mman.h>

#include "proc.h"

namespace berkeley::forking {

static bool is_own(const Mapping& mapping) {
  const bool is_kernels = strncmp(mapping.name, "[v", 2) == 0;  // vdso, vvar, vsyscall
  return mapping.is_private && mapping.inode == 0 && !is_kernels;
}

long include_all_memory() {
  Lines maps("/proc/self/maps");
  if (!maps.is_open()) return -EAGAIN;
  while (const char* line = maps.next()) {
    const Mapping mapping(line);
    if (!is_own(mapping)) continue;
    const long result = system_call(SYS_madvise, mapping.begin, mapping.end - mapping.begin, MADV_DOFORK);
    if (result < 0) return result;
  }
  return 0;
}

}  // namespace berkeley::forking

#endif
