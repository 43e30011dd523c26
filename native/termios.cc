#include <termios.h>

#include <cerrno>
#include <cstring>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// `struct termios *`, never NULL: a copy, and the place of the original.
struct Settings {
  termios value;
  char* place = nullptr;

  void store() { memcpy(place, &value, sizeof value); }
};

bool take(Arguments& arguments, Settings& settings) {
  Memory memory;
  if (!take(arguments, memory)) return false;
  if (memory.size < sizeof(termios)) {
    return arguments.reject_range("%zu bytes needed, but the memory has %zu", sizeof(termios), memory.size);
  }
  settings.place = memory.data;
  memcpy(&settings.value, memory.data, sizeof(termios));
  return true;
}

long tcgetattr(int fd, Settings& settings) {
  const long result = kernel(::tcgetattr(fd, &settings.value));
  if (result == 0) settings.store();
  return result;
}

long tcsetattr(int fd, int actions, Settings& settings) {
  return uninterrupted([&] { return kernel(::tcsetattr(fd, actions, &settings.value)); });
}

long tcdrain(int fd) {
  return uninterrupted([&] { return kernel(::tcdrain(fd)); });
}

long tcflush(int fd, int queue) { return kernel(::tcflush(fd, queue)); }

long tcflow(int fd, int action) { return kernel(::tcflow(fd, action)); }

long tcsendbreak(int fd, int duration) {
  return uninterrupted([&] { return kernel(::tcsendbreak(fd, duration)); });
}

long tcgetsid(int fd) { return kernel(::tcgetsid(fd)); }

long cfmakeraw(Settings& settings) {
  ::cfmakeraw(&settings.value);
  settings.store();
  return 0;
}

long cfgetispeed(Settings& settings) { return static_cast<long>(::cfgetispeed(&settings.value)); }

long cfgetospeed(Settings& settings) { return static_cast<long>(::cfgetospeed(&settings.value)); }

template <auto function>
long set_speed(Settings& settings, unsigned speed) {
  const long result = kernel(function(&settings.value, speed));
  if (result == 0) settings.store();
  return result;
}

}  // namespace

void export_termios(Exports& exports) {
  exports.function<tcgetattr>("tcgetattr(fd, termios_p)");
  exports.function<tcsetattr>("tcsetattr(fd, optional_actions, termios_p)");
  exports.function<tcdrain, Delivery::kAround>("tcdrain(fd)");
  exports.function<tcflush>("tcflush(fd, queue_selector)");
  exports.function<tcflow>("tcflow(fd, action)");
  exports.function<tcsendbreak>("tcsendbreak(fd, duration)");
  exports.function<tcgetsid>("tcgetsid(fd)");
  exports.function<cfmakeraw>("cfmakeraw(termios_p)");
  exports.function<cfgetispeed>("cfgetispeed(termios_p)");
  exports.function<cfgetospeed>("cfgetospeed(termios_p)");
  exports.function<set_speed<::cfsetispeed>>("cfsetispeed(termios_p, speed)");
  exports.function<set_speed<::cfsetospeed>>("cfsetospeed(termios_p, speed)");
  exports.function<set_speed<::cfsetspeed>>("cfsetspeed(termios_p, speed)");
}

}  // namespace berkeley
