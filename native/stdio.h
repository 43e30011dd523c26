// What fork() must know of the streams.
#pragma once

namespace berkeley {

/// Whether a thread is writing to a stream, and holds its lock: it must not be left behind then. Takes no lock itself.
bool stdio_holds(long tid);

}  // namespace berkeley
