#include <grp.h>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

long setgroups(const Groups& groups) {
  return kernel(::setgroups(groups.count, static_cast<const gid_t*>(groups.list)));
}

long initgroups(const CString& user, unsigned group) { return kernel(::initgroups(user.data, group)); }

}  // namespace

void export_grp(Exports& exports) {
  exports.function<setgroups>("setgroups(size, list)");
  exports.function<initgroups>("initgroups(user, group)");
}

}  // namespace berkeley
