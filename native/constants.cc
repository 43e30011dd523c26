// The values of constants.def, as the compiler knows them.

#include <cerrno>
#include <cstdlib>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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

#define HEADER(path)
// One #name each: an argument that goes through a second macro arrives there as its value.
#define NUMBER(value) Napi::Number::New(env, static_cast<double>(value))
#define CONSTANT(name) constants[#name] = NUMBER(name);
#define CONSTANT_AS(name, type) constants[#name] = NUMBER(name);
#define OPTION(name, type) constants[#name] = NUMBER(name);
#include "constants.def"

  exports.set("constants", constants);
}

}  // namespace berkeley
