/**
 * sys/ioctl.h: operations on devices, sockets and network interfaces.
 *
 * @see ioctl(2)
 */

import { expected } from "../check.ts";
import { SIOCGIFCONF } from "../generated/sys/ioctl.ts";
import type { Memory } from "../memory/access.ts";
import type { ValueOf } from "../memory/option.ts";
import { int } from "../memory/index.ts";
import { native } from "../native.ts";
import { ifconf } from "../net/if.ts";
import { result } from "../result.ts";

export * from "../generated/sys/ioctl.ts";

/** What any request takes. */
type AnyArgument = Memory | ifconf | number | null;

/** What a request takes. One of plain type `number`, which is not known here, may be any. */
export type RequestArgument<Request extends number> =
  ValueOf<Request, unknown> extends number
    ? [arg?: number]
    : unknown extends ValueOf<Request, unknown>
      ? [arg?: AnyArgument]
      : [arg: ValueOf<Request, AnyArgument> | null];

/**
 * Does something with a device, a socket or, through any socket, with a network interface.
 *
 * A request that has a constant here takes what its type says. Of others it is not known how much the kernel reads and
 * writes, nor whether it follows an address that lies in what it reads. So they take an integer that is no address: at
 * most 4095. And if the request's number says so (_IOR of C), they take memory that the kernel only writes to, as far as
 * it has room; of what the kernel would read it gets one int (_IOW, _IOWR), else zeros.
 *
 * @param fd the descriptor
 * @param request SIOCGIFCONF takes an ifconf; SIOCGIFADDR, SIOCGIFFLAGS, SIOCGIFMTU, ..., SIOCSIFADDR, ... an ifreq;
 *   FIONREAD, FIONBIO, FIOASYNC, SIOCATMARK, SIOCOUTQ, SIOCSPGRP, SIOCGPGRP, ... an int; TIOCGWINSZ, TIOCSWINSZ a winsize
 * @param arg what the request takes; left out it is 0
 * @returns 0 or what the request returns; -1 with EBADF (also one of Node's, where the request would change it), ENOTTY
 *   (the request is none of this descriptor), EFAULT, EINVAL, ENODEV (no such interface), EADDRNOTAVAIL (it has no
 *   address), EPERM, ...
 * @throws TypeError, RangeError where the argument is not what the request takes
 * @see ioctl(2), netdevice(7), ioctl_tty(2)
 */
export function ioctl<Request extends number>(
  fd: number,
  request: Request,
  ...[arg]: RequestArgument<NoInfer<Request>>
): number {
  if ((request as number) === SIOCGIFCONF && arg !== null) return getConfiguration(fd, arg);
  return result(native.ioctl(fd, request, (arg === undefined ? 0 : arg) as Memory | number | null));
}

function getConfiguration(fd: number, configuration: unknown): number {
  if (!(configuration instanceof ifconf)) throw expected("ioctl", "arg", "an ifconf or null", configuration);
  const length = new int();
  const value = native.ioctl_ifconf(fd, configuration.ifc_buf, configuration.ifc_len, length);
  if (value >= 0) configuration.ifc_len = length.value;
  return result(value);
}
