/**
 * sys/signalfd.h: signals behind a descriptor.
 *
 * @see signalfd(2)
 */

import type { sigset_t } from "../generated/signal.ts";
import { native } from "../native.ts";
import { result } from "../result.ts";

export * from "../generated/sys/signalfd.ts";
export { sigset_t } from "../generated/signal.ts";

/**
 * Makes a descriptor from which signals are read, each as a signalfd_siginfo, that would else be delivered: those that
 * the program blocks. Or gives such a descriptor another set.
 *
 * @param fd -1 for a new descriptor, or one of this kind
 * @param mask the signals; SIGKILL and SIGSTOP do not count
 * @param flags SFD_NONBLOCK, SFD_CLOEXEC or-ed, or 0
 * @returns the descriptor; -1 with EBADF, EFAULT, EINVAL (`fd` is another kind of descriptor, or other flags), EMFILE,
 *   ENFILE, ENODEV, ENOMEM
 * @see signalfd(2)
 */
export function signalfd(fd: number, mask: sigset_t | null, flags: number): number {
  return result(native.signalfd(fd, mask, flags));
}
