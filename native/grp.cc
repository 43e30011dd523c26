#include <grp.h>

#include "fork/fork.h"
#include "headers.h"

namespace berkeley {

namespace {

long setgroups(const Groups& groups) {
  return forking::in_every_thread(::setgroups, groups.count, static_cast<const gid_t*>(groups.list));
}

long initgroups(const CString& user, unsigned group) {
  return forking::in_every_thread(::initgroups, user.data, group);
}

}  // namespace

void export_grp(Exports& exports) {
  exports.function<setgroups>("setgroups(size, list)");
  exports.function<initgroups>("initgroups(user, group)");
}

}  // namespace berkeley
