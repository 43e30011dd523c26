#include "heap.h"

#if BERKELEY_CAN_FORK

#include <sys/mman.h>

namespace berkeley::forking {

long include(const Mapping& mapping) {
  if (!mapping.is_private || mapping.inode != 0) return 0;
  const bool is_kernels = strncmp(mapping.name, "[v", 2) == 0;  // vdso, vvar, vsyscall
  return is_kernels ? 0 : system_call(SYS_madvise, mapping.begin, mapping.end - mapping.begin, MADV_DOFORK);
}

}  // namespace berkeley::forking

#endif
