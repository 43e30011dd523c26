/**
 * syslog.h: messages for the system's log.
 *
 * @see syslog(3)
 */

import { checkInteger } from "./check.ts";
import { errno } from "./errno.ts";
import { native } from "./native.ts";
import type { Printable } from "./stdio.ts";
import type { Text } from "./string.ts";

export * from "./generated/syslog.ts";

/**
 * Says how messages are to be sent.
 *
 * @param ident what stands before each; null for the name of the process's program, which is Node's
 * @param option LOG_PID (with the process's id), LOG_PERROR (also to standard error), LOG_CONS (to the console where the
 *   log cannot be reached), LOG_NDELAY (connect at once) or-ed, or 0
 * @param facility what kind of program it is: LOG_USER, LOG_DAEMON, LOG_LOCAL0, ...
 * @see openlog(3)
 */
export function openlog(ident: Text | null, option: number, facility: number): void {
  native.openlog(ident, option, facility);
}

/**
 * Sends a message to the system's log. Where there is none it is lost, as in C.
 *
 * @param priority LOG_ERR, LOG_INFO, ...; a facility may be or-ed in
 * @param format as printf: %m is the text of errno
 * @param values as printf
 * @throws TypeError, RangeError where a value is not what its conversion takes
 * @see syslog(3)
 */
export function syslog(priority: number, format: Text, ...values: Printable[]): void {
  native.syslog(priority, errno, format, values);
}

/**
 * Ends the connection to the log. The next message makes another, without the name that openlog was given.
 *
 * @see closelog(3)
 */
export function closelog(): void {
  native.closelog();
}

/**
 * Says which priorities are sent: messages of the others are dropped.
 *
 * @param mask the priorities: LOG_UPTO(LOG_WARNING), LOG_MASK(LOG_ERR) | LOG_MASK(LOG_INFO); 0 changes nothing
 * @returns the mask before
 * @see setlogmask(3)
 */
export function setlogmask(mask: number): number {
  return native.setlogmask(mask);
}

/**
 * The mask of one priority.
 *
 * @param priority LOG_ERR, ...
 * @returns the mask, for setlogmask
 * @see setlogmask(3)
 */
export function LOG_MASK(priority: number): number {
  return 1 << checkInteger("LOG_MASK", "priority", priority);
}

/**
 * The mask of a priority and all that are more important.
 *
 * @param priority the least important one
 * @returns the mask, for setlogmask
 * @see setlogmask(3)
 */
export function LOG_UPTO(priority: number): number {
  return (1 << (checkInteger("LOG_UPTO", "priority", priority) + 1)) - 1;
}
