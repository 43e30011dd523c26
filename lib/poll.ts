/**
 * poll.h: waiting for descriptors that an array lists.
 *
 * @see poll(2)
 */

import type { pollfd } from "./generated/poll.ts";
import type { sigset_t } from "./generated/signal.ts";
import type { timespec } from "./generated/time.ts";
import type { RawMemory } from "./memory/access.ts";
import type { StructArray } from "./memory/array.ts";
import { native } from "./native.ts";
import { result } from "./result.ts";

export * from "./generated/poll.ts";
export { timespec } from "./generated/time.ts";

export type nfds_t = number;

/** What poll waits for: an array, one pollfd, their bytes, or null for NULL. */
export type Pollfds = StructArray<pollfd> | pollfd | RawMemory | null;

/**
 * Waits until one of some descriptors is ready.
 *
 * @param fds the descriptors, `array(pollfd, n)`: in each `events` says what is waited for (POLLIN, POLLOUT, POLLPRI,
 *   POLLRDHUP or-ed); `revents` becomes what has happened of it, or POLLERR, POLLHUP, POLLNVAL (`fd` is not open). One
 *   with a negative `fd` is passed over
 * @param nfds how many of them
 * @param timeout how long to wait, in milliseconds; 0 not at all, negative without end
 * @returns how many have something in `revents`; 0 when the time is over; -1 with EINTR (also with SA_RESTART), EINVAL
 *   (more than RLIMIT_NOFILE), ENOMEM, EFAULT
 * @throws RangeError where `fds` has fewer than `nfds`
 * @see poll(2)
 */
export function poll(fds: Pollfds, nfds: nfds_t, timeout: number): number {
  return result(native.poll(fds, nfds, timeout));
}

/**
 * poll with a finer timeout.
 *
 * @param fds as poll
 * @param nfds as poll
 * @param timeout how long to wait, in seconds and nanoseconds; null without end
 * @param sigmask what is blocked meanwhile; null changes nothing
 * @returns as poll; -1 also with EINVAL (`timeout` is no time)
 * @throws as poll
 * @see ppoll(2)
 */
export function ppoll(fds: Pollfds, nfds: nfds_t, timeout: timespec | null, sigmask: sigset_t | null): number {
  return result(native.ppoll(fds, nfds, timeout, sigmask));
}
