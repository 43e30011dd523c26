#include "heap.h"

#if BERKELEY_CAN_FORK

#include <sys/mman.h>

#include "proc.h"

namespace berkeley::forking {

namespace {

/// The kernel's pages in the process, vvar and vdso, which lie together. They are not for madvise().
Mapping kernels_pages;

/// Returns 0 or -errno.
long include(uintptr_t begin, uintptr_t end) {
  const long result = system_call(SYS_madvise, begin, end - begin, MADV_DOFORK);
  return result == -ENOMEM ? 0 : result;  // Not all of it is mapped; what is, was included.
}

bool is_own(const Mapping& mapping) {
  const bool is_kernels = strncmp(mapping.name, "[v", 2) == 0;  // vdso, vvar, vsyscall
  return mapping.is_private && mapping.inode == 0 && !is_kernels;
}

/// One by one takes longer: the kernel has to write down the list.
long include_mapping_by_mapping() {
  Lines maps("/proc/self/maps");
  if (!maps.is_open()) return -EAGAIN;
  while (const char* line = maps.next()) {
    const Mapping mapping(line);
    const long result = is_own(mapping) ? include(mapping.begin, mapping.end) : 0;
    if (result < 0) return result;
  }
  return 0;
}

}  // namespace

void find_kernels_pages() {
  Lines maps("/proc/self/maps");
  while (const char* line = maps.next()) {
    const Mapping mapping(line);
    if (strcmp(mapping.name, "[vvar]") == 0) kernels_pages.begin = mapping.begin;
    if (strcmp(mapping.name, "[vdso]") == 0) kernels_pages.end = mapping.end;
  }
}

long include_all_memory() {
  constexpr uintptr_t kEnd = uintptr_t{1} << 63;  // No process has memory beyond this.
  long result = include(0, kernels_pages.begin);
  if (result == 0) result = include(kernels_pages.end, kEnd);
  // The memory of a device is in the way.
  return result < 0 ? include_mapping_by_mapping() : 0;
}

}  // namespace berkeley::forking

#endif
