#include <cstdlib>

#include "headers.h"

namespace berkeley {

namespace {

long atoi(const CString& nptr) { return ::atoi(nptr.data); }

}  // namespace

void export_stdlib(Exports& exports) { exports.function<atoi>("atoi(nptr)"); }

}  // namespace berkeley
