#include <grp.h>

#include <cerrno>
#include <vector>

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

/// The fields in the order of the struct, and the members as an array; null where there is no such group; or -errno.
template <typename Key>
napi_value find(int (*look_up)(Key, group*, char*, size_t, group**), Key key, napi_env env) {
  std::vector<char> memory(1024);
  group entry;
  group* found = nullptr;
  int error;
  while ((error = look_up(key, &entry, memory.data(), memory.size(), &found)) == ERANGE)
    memory.resize(memory.size() * 2);
  if (error != 0) return to_javascript(env, static_cast<long>(-error));
  if (found == nullptr) return to_javascript(env, static_cast<const char*>(nullptr));
  napi_value gid = nullptr, members = nullptr, result = nullptr;
  napi_create_uint32(env, entry.gr_gid, &gid);
  napi_create_array(env, &members);
  for (uint32_t i = 0; entry.gr_mem[i] != nullptr; i++) {
    napi_set_element(env, members, i, to_javascript(env, static_cast<const char*>(entry.gr_mem[i])));
  }
  const napi_value fields[] = {
      to_javascript(env, static_cast<const char*>(entry.gr_name)),
      to_javascript(env, static_cast<const char*>(entry.gr_passwd)),
      gid,
      members,
  };
  napi_create_array(env, &result);
  for (uint32_t i = 0; i < sizeof fields / sizeof *fields; i++) napi_set_element(env, result, i, fields[i]);
  return result;
}

napi_value getgrnam(const CString& name, const Arguments& arguments) {
  return find(::getgrnam_r, name.data, arguments.env());
}

napi_value getgrgid(unsigned gid, const Arguments& arguments) { return find(::getgrgid_r, gid, arguments.env()); }

}  // namespace

void export_grp(Exports& exports) {
  exports.function<setgroups>("setgroups(size, list)");
  exports.function<initgroups>("initgroups(user, group)");
  exports.function<getgrnam>("getgrnam(name)");
  exports.function<getgrgid>("getgrgid(gid)");
}

}  // namespace berkeley
