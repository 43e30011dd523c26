#include <cstdlib>

#include "headers.h"

namespace berkeley {

namespace {

long atoi(const CString& nptr) { return ::atoi(nptr.data); }

const char* getenv(const CString& name) { return ::getenv(name.data); }

}  // namespace

void export_stdlib(Exports& exports) {
  exports.function<atoi>("atoi(nptr)");
  exports.function<getenv>("getenv(name)");
}

}  // namespace berkeley
