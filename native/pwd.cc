#include <pwd.h>

#include <cerrno>
#include <vector>

#include "headers.h"

namespace berkeley {

namespace {

napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

/// The fields in the order of the struct; null where there is no such user; or -errno.
template <typename Key>
napi_value find(int (*look_up)(Key, passwd*, char*, size_t, passwd**), Key key, napi_env env) {
  std::vector<char> memory(1024);
  passwd entry;
  passwd* found = nullptr;
  int error;
  while ((error = look_up(key, &entry, memory.data(), memory.size(), &found)) == ERANGE)
    memory.resize(memory.size() * 2);
  if (error != 0) return to_javascript(env, static_cast<long>(-error));
  if (found == nullptr) return to_javascript(env, static_cast<const char*>(nullptr));
  const napi_value fields[] = {
      to_javascript(env, static_cast<const char*>(entry.pw_name)),
      to_javascript(env, static_cast<const char*>(entry.pw_passwd)),
      number(env, entry.pw_uid),
      number(env, entry.pw_gid),
      to_javascript(env, static_cast<const char*>(entry.pw_gecos)),
      to_javascript(env, static_cast<const char*>(entry.pw_dir)),
      to_javascript(env, static_cast<const char*>(entry.pw_shell)),
  };
  napi_value result = nullptr;
  napi_create_array(env, &result);
  for (uint32_t i = 0; i < sizeof fields / sizeof *fields; i++) napi_set_element(env, result, i, fields[i]);
  return result;
}

napi_value getpwnam(const CString& name, const Arguments& arguments) {
  return find(::getpwnam_r, name.data, arguments.env());
}

napi_value getpwuid(unsigned uid, const Arguments& arguments) { return find(::getpwuid_r, uid, arguments.env()); }

}  // namespace

void export_pwd(Exports& exports) {
  exports.function<getpwnam>("getpwnam(name)");
  exports.function<getpwuid>("getpwuid(uid)");
}

}  // namespace berkeley
