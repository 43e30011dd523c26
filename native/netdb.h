// What fork() must know of lookups.
#pragma once

namespace berkeley {

/// Whether a thread is in a lookup, and may hold a lock of the C library's. Takes no lock itself.
bool is_looking_up();

}  // namespace berkeley
