// Clocks and calendars. A tm's tm_zone is a pointer in C, which no memory of JavaScript's may hold: in its place lies
// the number of a name, so that a copy of a tm keeps its zone, as it does in C.

#include "time.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "headers.h"
#include "syscall.h"

namespace berkeley {

namespace {

/// The names of zones, numbered from 1. Like the C library's own they are never freed; a list without a lock, which a
/// thread could hold while another forks.
struct Zone {
  const std::string name;
  const uintptr_t number;
  const Zone* const next;
};
std::atomic<const Zone*> zones;

uintptr_t number_of(const char* name) {
  if (name == nullptr) return 0;
  const Zone* first = zones;
  for (;;) {
    for (const Zone* zone = first; zone != nullptr; zone = zone->next) {
      if (zone->name == name) return zone->number;
    }
    const Zone* added = new Zone{name, first == nullptr ? 1 : first->number + 1, first};
    if (zones.compare_exchange_strong(first, added)) return added->number;
    delete added;
  }
}

/// nullptr where there is no such name.
const char* name_of(uintptr_t number) {
  for (const Zone* zone = zones; zone != nullptr; zone = zone->next) {
    if (zone->number == number) return zone->name.c_str();
  }
  return nullptr;
}

/// `const struct tm *`, never NULL.
class Broken {
 public:
  tm* data() { return &time_; }

 private:
  friend bool take(Arguments&, Broken&);
  tm time_;
};

bool has_room(const Memory& memory, size_t needed, const Arguments& arguments) {
  return memory.size >= needed ||
         arguments.reject_range("%zu bytes needed, but the memory has %zu", needed, memory.size);
}

bool take(Arguments& arguments, Broken& broken) {
  Memory memory;
  if (!take(arguments, memory) || !has_room(memory, sizeof(tm), arguments)) return false;
  memcpy(&broken.time_, memory.data, sizeof(tm));
#ifdef __USE_MISC
  broken.time_.tm_zone = name_of(reinterpret_cast<uintptr_t>(broken.time_.tm_zone));
#endif
  return true;
}

/// `struct tm *`, never NULL: what the C library leaves in it goes to the memory.
class Result {
 public:
  void set(const tm& time) {
    tm stored = time;
#ifdef __USE_MISC
    stored.tm_zone = reinterpret_cast<const char*>(number_of(time.tm_zone));
#endif
    memcpy(place_, &stored, sizeof stored);
  }

 private:
  friend bool take(Arguments&, Result&);
  char* place_ = nullptr;
};

bool take(Arguments& arguments, Result& result) {
  Memory memory;
  if (!take(arguments, memory) || !has_room(memory, sizeof(tm), arguments)) return false;
  result.place_ = memory.data;
  return true;
}

/// `const time_t *`, never NULL.
struct Moment {
  time_t value = 0;
};

bool take(Arguments& arguments, Moment& moment) {
  Memory memory;
  if (!take(arguments, memory) || !has_room(memory, sizeof(time_t), arguments)) return false;
  memcpy(&moment.value, memory.data, sizeof(time_t));
  return true;
}

long time(Pointer<time_t> tloc) {
  const time_t now = ::time(nullptr);
  if (tloc.data != nullptr) memcpy(tloc.data, &now, sizeof now);
  return now;
}

long clock() { return ::clock(); }

// Through the C library, which asks the vDSO and not the kernel; but the vDSO does not survive NULL.

long clock_gettime(int clockid, Pointer<timespec> tp) {
  if (tp.data == nullptr) return system_call(SYS_clock_gettime, clockid, nullptr);
  timespec now;
  const long result = kernel(::clock_gettime(clockid, &now));
  if (result == 0) memcpy(tp.data, &now, sizeof now);
  return result;
}

long clock_getres(int clockid, Pointer<timespec> res) {
  timespec resolution;
  const long result = kernel(::clock_getres(clockid, &resolution));
  if (result == 0 && res.data != nullptr) memcpy(res.data, &resolution, sizeof resolution);
  return result;
}

long clock_settime(int clockid, Pointer<timespec> tp) { return system_call(SYS_clock_settime, clockid, tp.data); }

long sleep_for(int clock, int flags, Copy<timespec>& request, Pointer<timespec> remain) {
  if (request.data() == nullptr) return -EFAULT;
  const long result = sleep_on(clock, flags, *request.data());
  const bool is_relative = (flags & TIMER_ABSTIME) == 0;
  if (is_interrupted(result) && is_relative && remain.data != nullptr) {
    memcpy(remain.data, request.data(), sizeof(timespec));
  }
  return result;
}

long nanosleep(Copy<timespec>& request, Pointer<timespec> remain) {
  return sleep_for(CLOCK_REALTIME, 0, request, remain);
}

// As glibc's: the process's clock has another number where it is slept on, and the thread's does not go on in a sleep.
long clock_nanosleep(int clockid, int flags, Copy<timespec>& request, Pointer<timespec> remain) {
  constexpr int kProcessClock = ~7 | 2;  // That of process 0, the caller, by its scheduler.
  if (clockid == CLOCK_THREAD_CPUTIME_ID) return -EINVAL;
  return sleep_for(clockid == CLOCK_PROCESS_CPUTIME_ID ? kProcessClock : clockid, flags, request, remain);
}

long tzset() {
  ::tzset();
  return 0;
}

using Breaker = tm* (*)(const time_t*, tm*);

long store(const Moment& timep, Result& result, Breaker broken_down) {
  tm time;
  if (broken_down(&timep.value, &time) == nullptr) return -errno;
  result.set(time);
  return 0;
}

long gmtime_r(const Moment& timep, Result& result) { return store(timep, result, ::gmtime_r); }

long localtime_r(const Moment& timep, Result& result) { return store(timep, result, ::localtime_r); }

/// What localtime does and localtime_r need not: look which zone TZ names now.
tm* local_time(const time_t* timep, tm* result) {
  ::tzset();
  return ::localtime_r(timep, result);
}

long localtime(const Moment& timep, Result& result) { return store(timep, result, local_time); }

napi_value text_or_errno(napi_env env, const char* text) {
  return text == nullptr ? to_javascript(env, static_cast<long>(-errno)) : to_javascript(env, text);
}

constexpr size_t kTextSize = 26;  // What asctime_r(3) asks for.

/// The text of a time, or -errno. The C library's asctime is not for threads, and its asctime_r not for years of more
/// than four digits: this is the format that the C standard gives for it.
napi_value text_of(napi_env env, const tm& time) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  int year;
  if (__builtin_add_overflow(time.tm_year, 1900, &year)) return to_javascript(env, static_cast<long>(-EOVERFLOW));
  const char* day = time.tm_wday < 0 || time.tm_wday > 6 ? "???" : kDays[time.tm_wday];
  const char* month = time.tm_mon < 0 || time.tm_mon > 11 ? "???" : kMonths[time.tm_mon];
  char text[100];
  snprintf(text, sizeof text, "%s %s%3d %.2d:%.2d:%.2d %d\n", day, month, time.tm_mday, time.tm_hour, time.tm_min,
           time.tm_sec, year);
  return to_javascript(env, static_cast<const char*>(text));
}

napi_value asctime(Broken& time, const Arguments& arguments) { return text_of(arguments.env(), *time.data()); }

napi_value ctime(const Moment& timep, const Arguments& arguments) {
  tm time;
  if (local_time(&timep.value, &time) == nullptr) return text_or_errno(arguments.env(), nullptr);
  return text_of(arguments.env(), time);
}

napi_value write_text(const Memory& buf, const tm* time, const Arguments& arguments) {
  if (!has_room(buf, kTextSize, arguments)) return nullptr;
  return text_or_errno(arguments.env(), time == nullptr ? nullptr : ::asctime_r(time, buf.data));
}

napi_value asctime_r(Broken& time, const Memory& buf, const Arguments& arguments) {
  return write_text(buf, time.data(), arguments);
}

napi_value ctime_r(const Moment& timep, const Memory& buf, const Arguments& arguments) {
  tm time;
  return write_text(buf, ::localtime_r(&timep.value, &time), arguments);
}

/// null where the C library fails: any number may be a time.
napi_value seconds_of(time_t (*convert)(tm*), Broken& time, Result& result, const Arguments& arguments) {
  errno = 0;
  const time_t seconds = convert(time.data());
  if (seconds == -1 && errno != 0) return to_javascript(arguments.env(), static_cast<const char*>(nullptr));
  if (seconds > kMaxSafeInteger || seconds < -kMaxSafeInteger) {
    arguments.reject_range("%lld seconds are more than a number can hold", static_cast<long long>(seconds));
    return nullptr;
  }
  result.set(*time.data());
  return to_javascript(arguments.env(), static_cast<long>(seconds));
}

/// One JavaScript argument, read and written.
struct InOut {
  Broken time;
  Result result;
};

bool take(Arguments& arguments, InOut& both) {
  Arguments again = arguments;
  return take(arguments, both.time) && take(again, both.result);
}

napi_value mktime(InOut& tm, const Arguments& arguments) { return seconds_of(::mktime, tm.time, tm.result, arguments); }

napi_value timegm(InOut& tm, const Arguments& arguments) { return seconds_of(::timegm, tm.time, tm.result, arguments); }

long strftime(const Out& s, const CString& format, Broken& time) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return static_cast<long>(::strftime(static_cast<char*>(s.data), s.size, format.data, time.data()));
#pragma GCC diagnostic pop
}

/// tm_zone, which has no function in C.
const char* tm_zone(Broken& time) {
#ifdef __USE_MISC
  return time.data()->tm_zone;
#else
  return nullptr;
#endif
}

}  // namespace

// The kernel writes what is left over what was asked for: interrupted, the call can be made again as it is.
long sleep_on(int clock, int flags, timespec& left) {
  return blocking(SYS_clock_nanosleep, clock, flags, &left, &left);
}

void export_time(Exports& exports) {
  exports.function<time>("time(tloc)");
  exports.function<clock>("clock()");
  exports.function<clock_gettime>("clock_gettime(clockid, tp)");
  exports.function<clock_getres>("clock_getres(clockid, res)");
  exports.function<clock_settime>("clock_settime(clockid, tp)");
  exports.function<nanosleep, Delivery::kInsideOnce>("nanosleep(req, rem)");
  exports.function<clock_nanosleep, Delivery::kInsideOnce>("clock_nanosleep(clockid, flags, request, remain)");
  exports.function<tzset>("tzset()");
  exports.function<gmtime_r>("gmtime(timep, result)");
  exports.function<localtime>("localtime(timep, result)");
  exports.function<gmtime_r>("gmtime_r(timep, result)");
  exports.function<localtime_r>("localtime_r(timep, result)");
  exports.function<asctime>("asctime(tm)");
  exports.function<ctime>("ctime(timep)");
  exports.function<asctime_r>("asctime_r(tm, buf)");
  exports.function<ctime_r>("ctime_r(timep, buf)");
  exports.function<mktime>("mktime(tm)");
  exports.function<timegm>("timegm(tm)");
  exports.function<strftime>("strftime(s, max, format, tm)");
  exports.function<tm_zone>("tm_zone(tm)");
}

}  // namespace berkeley
