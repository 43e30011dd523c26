// The values of constants.def, as the compiler knows them.

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>
#ifdef __linux__
#include <asm/socket.h>
#include <linux/net_tstamp.h>
#include <sys/file.h>
#endif

#include <napi.h>

#include "headers.h"

namespace berkeley {

void export_constants(Exports& exports) {
  const Napi::Env env = exports.env();
  Napi::Object constants = Napi::Object::New(env);

#define CONSTANT(name) constants[#name] = Napi::Number::New(env, static_cast<double>(name));
#include "constants.inc"

  exports.set("constants", constants);
}

}  // namespace berkeley
