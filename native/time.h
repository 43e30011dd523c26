// Sleeping, which is time.h's and unistd.h's.
#pragma once

#include <ctime>

namespace berkeley {

/// clock_nanosleep(2): as blocking(). Where something interrupts it, `left` is what was left of a relative sleep.
long sleep_on(int clock, int flags, timespec& left);

}  // namespace berkeley
