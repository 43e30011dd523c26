/**
 * sys/eventfd.h: a counter behind a descriptor.
 *
 * @see eventfd(2)
 */

import type { eventfd_t } from "../generated/sys/eventfd.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/eventfd.ts";

const SIZE = 8;

/**
 * Makes a counter of 64 bits, which can be read, written and waited for.
 *
 * @param initval what it counts from
 * @param flags EFD_NONBLOCK, EFD_CLOEXEC, EFD_SEMAPHORE (each read takes 1 from it, not all) or-ed, or 0
 * @returns a descriptor; -1 with EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM
 * @see eventfd(2)
 */
export function eventfd(initval: number, flags: number): number {
  return result(native.eventfd(initval, flags));
}

/**
 * Takes a counter's value, after waiting until it is not 0.
 *
 * @param fd the counter
 * @param value where the value goes, a bigint; the counter becomes 0. With EFD_SEMAPHORE it is 1, and the counter less by
 *   that
 * @returns 0; -1 with EAGAIN (non-blocking), EINTR, EBADF, EINVAL, EFAULT; -1 without a new errno where `fd` is no counter
 *   and has fewer than 8 bytes to read
 * @see eventfd_read(3)
 */
export function eventfd_read(fd: number, value: eventfd_t | null): number {
  return result(native.eventfd_read(fd, value)) === SIZE ? 0 : -1;
}

/**
 * Adds to a counter, after waiting until it can hold the sum, which is 2^64 - 2 at most.
 *
 * @param fd the counter
 * @param value what to add, a bigint
 * @returns 0; -1 with EAGAIN (non-blocking), EINTR, EINVAL (`value` is 2^64 - 1), EBADF
 * @see eventfd_write(3)
 */
export function eventfd_write(fd: number, value: bigint): number {
  return result(native.eventfd_write(fd, value)) === SIZE ? 0 : -1;
}
