// What others must know of the streams.
#pragma once

namespace berkeley {

/// Writes "s: message" and a newline to the standard error stream, as perror and psignal do. Returns 0.
long write_message(const char* s, const char* message);

/// Whether a thread is writing to a stream, and holds its lock: it must not be left behind then. Takes no lock itself.
bool stdio_holds(long tid);

}  // namespace berkeley
