// What the cheapest functions over the same system calls cost in Node-API: nothing is read from JavaScript, nothing is
// checked.
#include <node_api.h>
#include <sys/socket.h>
#include <unistd.h>

static int sv[2];
static char buf[64];

static napi_value number(napi_env env, long value) {
  napi_value result;
  napi_create_int32(env, static_cast<int32_t>(value), &result);
  return result;
}

static napi_value floor_getppid(napi_env env, napi_callback_info) { return number(env, getppid()); }

static napi_value floor_send(napi_env env, napi_callback_info) { return number(env, send(sv[0], buf, sizeof buf, 0)); }

static napi_value floor_recv(napi_env env, napi_callback_info) { return number(env, recv(sv[1], buf, sizeof buf, 0)); }

NAPI_MODULE_INIT() {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) != 0) napi_throw_error(env, nullptr, "socketpair failed");
  const napi_property_descriptor functions[] = {
      {"getppid", nullptr, floor_getppid, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"send", nullptr, floor_send, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"recv", nullptr, floor_recv, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof functions[0], functions);
  return exports;
}
