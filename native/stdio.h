// What fork() must know of the streams.
#pragma once

namespace berkeley {

/// Whether a thread is writing to a stream, and holds its lock: it must not be left behind then. Takes no lock itself.
bool stdio_holds(long tid);

/// Whether no other thread holds one of the C library's own streams, on which Node and addons write too.
bool can_lock_stdio();

}  // namespace berkeley
