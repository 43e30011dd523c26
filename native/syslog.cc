#include <syslog.h>

#include <cstdlib>
#include <cstring>
#include <mutex>

#include "format.h"
#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// The C library keeps the pointer: what it points to must last until the next one.
long openlog(const Path& ident, int option, int facility) {
  static std::mutex mutex;
  static char* kept;
  const std::lock_guard<std::mutex> lock(mutex);
  char* copy = ident.data == nullptr ? nullptr : strdup(ident.data);
  ::openlog(copy, option, facility);
  free(kept);
  kept = copy;
  return 0;
}

long syslog(int priority, int errnum, const CString& format, Any values, const Arguments& arguments) {
  Formatted text;
  const long length = text.print(arguments, errnum, format.data, values.value);
  if (length >= 0) ::syslog(priority, "%s", text.data);
  return 0;
}

long closelog() {
  ::closelog();
  return 0;
}

long setlogmask(int mask) { return ::setlogmask(mask); }

}  // namespace

void export_syslog(Exports& exports) {
  exports.function<openlog>("openlog(ident, option, facility)");
  exports.function<syslog>("syslog(priority, errno, format, values)");
  exports.function<closelog>("closelog()");
  exports.function<setlogmask>("setlogmask(mask)");
}

}  // namespace berkeley
