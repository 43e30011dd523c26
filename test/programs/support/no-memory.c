// Preloaded: getaddrinfo gets no memory.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>

typedef int lookup(const char* node, const char* service, const struct addrinfo* hints, struct addrinfo** res);

extern void* __libc_malloc(size_t size);

static __thread int is_exhausted;

void* malloc(size_t size) {
  if (!is_exhausted) return __libc_malloc(size);
  errno = ENOMEM;
  return NULL;
}

int getaddrinfo(const char* node, const char* service, const struct addrinfo* hints, struct addrinfo** res) {
  lookup* const call = (lookup*)dlsym(RTLD_NEXT, "getaddrinfo");
  is_exhausted = 1;
  const int error = call(node, service, hints, res);
  is_exhausted = 0;
  return error;
}
