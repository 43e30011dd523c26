/**
 * termios.h: settings of terminals. Node sets its terminals back to what they were when the process ends.
 *
 * @see termios(3)
 */

import type { termios } from "./generated/termios.ts";
import { native } from "./native.ts";
import { result } from "./result.ts";

export * from "./generated/termios.ts";

export type cc_t = number;
export type speed_t = number;
export type tcflag_t = number;

/**
 * Tells a terminal's settings.
 *
 * @param fd its descriptor
 * @param termios_p where they go
 * @returns 0; -1 with EBADF, ENOTTY
 * @see tcgetattr(3)
 */
export function tcgetattr(fd: number, termios_p: termios): number {
  return result(native.tcgetattr(fd, termios_p));
}

/**
 * Changes a terminal's settings.
 *
 * @param fd its descriptor
 * @param optional_actions when: TCSANOW, TCSADRAIN (after all output is sent), TCSAFLUSH (then, and what was typed and
 *   not read is dropped)
 * @param termios_p the settings
 * @returns 0; -1 with EBADF, EINTR, EINVAL, EIO, ENOTTY. SIGTTOU stops a caller in the background
 * @see tcsetattr(3)
 */
export function tcsetattr(fd: number, optional_actions: number, termios_p: termios): number {
  return result(native.tcsetattr(fd, optional_actions, termios_p));
}

/**
 * Waits until all output is sent.
 *
 * @param fd the terminal's descriptor
 * @returns 0; -1 with EBADF, EINTR, EIO, ENOTTY
 * @see tcdrain(3)
 */
export function tcdrain(fd: number): number {
  return result(native.tcdrain(fd));
}

/**
 * Drops what is waiting in a terminal.
 *
 * @param fd its descriptor
 * @param queue_selector TCIFLUSH what was not read, TCOFLUSH what was not sent, TCIOFLUSH both
 * @returns 0; -1 with EBADF, EINVAL, EIO, ENOTTY
 * @see tcflush(3)
 */
export function tcflush(fd: number, queue_selector: number): number {
  return result(native.tcflush(fd, queue_selector));
}

/**
 * Stops or restarts a terminal's output or input.
 *
 * @param fd its descriptor
 * @param action TCOOFF and TCOON: output; TCIOFF and TCION: asks the other side to stop and to go on sending
 * @returns 0; -1 with EBADF, EINVAL, EIO, ENOTTY
 * @see tcflow(3)
 */
export function tcflow(fd: number, action: number): number {
  return result(native.tcflow(fd, action));
}

/**
 * Sends zeros for a while, where the line is a serial one.
 *
 * @param fd the terminal's descriptor
 * @param duration 0 for a quarter to half a second
 * @returns 0; -1 with EBADF, EIO, ENOTTY
 * @see tcsendbreak(3)
 */
export function tcsendbreak(fd: number, duration: number): number {
  return result(native.tcsendbreak(fd, duration));
}

/**
 * The session of which a terminal is the terminal.
 *
 * @param fd its descriptor
 * @returns the session's id; -1 with EBADF, ENOTTY (it is not the caller's terminal)
 * @see tcgetsid(3)
 */
export function tcgetsid(fd: number): number {
  return result(native.tcgetsid(fd));
}

/**
 * Makes settings raw: each byte is read as it comes, nothing is echoed, none is special. tcsetattr applies them.
 *
 * @param termios_p the settings
 * @see cfmakeraw(3)
 */
export function cfmakeraw(termios_p: termios): void {
  native.cfmakeraw(termios_p);
}

/**
 * The speed of input in settings.
 *
 * @param termios_p the settings
 * @returns B9600, ...
 * @see cfgetispeed(3)
 */
export function cfgetispeed(termios_p: termios): number {
  return native.cfgetispeed(termios_p);
}

/**
 * The speed of output in settings.
 *
 * @param termios_p the settings
 * @returns B9600, ...
 * @see cfgetospeed(3)
 */
export function cfgetospeed(termios_p: termios): number {
  return native.cfgetospeed(termios_p);
}

/**
 * Changes the speed of input in settings.
 *
 * @param termios_p the settings
 * @param speed B9600, ...; B0 is that of output
 * @returns 0; -1 with EINVAL (there is no such speed)
 * @see cfsetispeed(3)
 */
export function cfsetispeed(termios_p: termios, speed: number): number {
  return result(native.cfsetispeed(termios_p, speed));
}

/**
 * Changes the speed of output in settings.
 *
 * @param termios_p the settings
 * @param speed B9600, ...; B0 hangs up
 * @returns as cfsetispeed
 * @see cfsetospeed(3)
 */
export function cfsetospeed(termios_p: termios, speed: number): number {
  return result(native.cfsetospeed(termios_p, speed));
}

/**
 * Changes both speeds in settings.
 *
 * @param termios_p the settings
 * @param speed B9600, ..., or the number of bits each second
 * @returns as cfsetispeed
 * @see cfsetspeed(3)
 */
export function cfsetspeed(termios_p: termios, speed: number): number {
  return result(native.cfsetspeed(termios_p, speed));
}
