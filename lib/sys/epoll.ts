/**
 * sys/epoll.h: waiting for descriptors that the kernel keeps a list of.
 *
 * @see epoll(7)
 */

import type { epoll_event } from "../generated/sys/epoll.ts";
import type { sigset_t } from "../generated/signal.ts";
import type { timespec } from "../generated/time.ts";
import type { RawMemory } from "../memory/access.ts";
import type { StructArray } from "../memory/array.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/epoll.ts";
export { timespec } from "../generated/time.ts";

/** Where epoll_wait puts events: an array, one epoll_event, their bytes, or null for NULL. */
export type EpollEvents = StructArray<epoll_event> | epoll_event | RawMemory | null;

/**
 * Makes an epoll instance, which has a list of descriptors to wait for.
 *
 * @param size more than 0; it means nothing any more
 * @returns a descriptor; -1 with EINVAL, EMFILE, ENFILE, ENOMEM
 * @see epoll_create(2)
 */
export function epoll_create(size: number): number {
  return result(native.epoll_create(size));
}

/**
 * epoll_create with flags for the new descriptor.
 *
 * @param flags EPOLL_CLOEXEC, or 0
 * @returns as epoll_create
 * @see epoll_create1(2)
 */
export function epoll_create1(flags: number): number {
  return result(native.epoll_create1(flags));
}

/**
 * Changes an instance's list.
 *
 * @param epfd the instance
 * @param op EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL
 * @param fd the descriptor to add, change or remove
 * @param event its `events` say what is waited for (EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLPRI or-ed) and how (EPOLLET,
 *   EPOLLONESHOT, EPOLLEXCLUSIVE, EPOLLWAKEUP). Its `data` comes back with each event, and is a union as in C: `data.fd`,
 *   `data.u32`, or the bigint `data.u64`. EPOLL_CTL_DEL takes null
 * @returns 0; -1 with EBADF, EEXIST (ADD: is in the list), ENOENT (MOD, DEL: is not), EPERM (a file or directory), EINVAL
 *   (`epfd` is no instance, or is `fd`), ELOOP, ENOMEM, ENOSPC, EFAULT
 * @see epoll_ctl(2)
 */
export function epoll_ctl(epfd: number, op: number, fd: number, event: epoll_event | null): number {
  return result(native.epoll_ctl(epfd, op, fd, event));
}

/**
 * Waits until one of the descriptors in an instance's list is ready.
 *
 * @param epfd the instance
 * @param events where the events go: `array(epoll_event, 64)`. Their `events` say what has happened: EPOLLIN, ..., also
 *   EPOLLERR and EPOLLHUP
 * @param maxevents how many there may be, at least 1
 * @param timeout how long to wait, in milliseconds; 0 not at all, negative without end
 * @returns how many events there are; 0 when the time is over; -1 with EINTR (also with SA_RESTART), EBADF, EINVAL
 *   (`epfd` is no instance, `maxevents` is less than 1), EFAULT
 * @throws RangeError where `events` has room for fewer than `maxevents`
 * @see epoll_wait(2)
 */
export function epoll_wait(epfd: number, events: EpollEvents, maxevents: number, timeout: number): number {
  return result(native.epoll_wait(epfd, events, maxevents, timeout));
}

/**
 * epoll_wait with a signal mask.
 *
 * @param epfd as epoll_wait
 * @param events as epoll_wait
 * @param maxevents as epoll_wait
 * @param timeout as epoll_wait
 * @param sigmask what is blocked meanwhile; null changes nothing
 * @returns as epoll_wait
 * @throws as epoll_wait
 * @see epoll_pwait(2)
 */
export function epoll_pwait(
  epfd: number,
  events: EpollEvents,
  maxevents: number,
  timeout: number,
  sigmask: sigset_t | null,
): number {
  return result(native.epoll_pwait(epfd, events, maxevents, timeout, sigmask));
}

/**
 * epoll_pwait with a finer timeout.
 *
 * @param epfd as epoll_wait
 * @param events as epoll_wait
 * @param maxevents as epoll_wait
 * @param timeout how long to wait, in seconds and nanoseconds; null without end
 * @param sigmask what is blocked meanwhile; null changes nothing
 * @returns as epoll_wait; -1 also with EINVAL (`timeout` is no time), ENOSYS (Linux before 5.11)
 * @throws as epoll_wait
 * @see epoll_pwait2(2)
 */
export function epoll_pwait2(
  epfd: number,
  events: EpollEvents,
  maxevents: number,
  timeout: timespec | null,
  sigmask: sigset_t | null,
): number {
  return result(native.epoll_pwait2(epfd, events, maxevents, timeout, sigmask));
}
