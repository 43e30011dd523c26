/** Error messages: on standard error, or of a daemon in the system's log. */

import { checkInteger } from "../check.ts";
import { errno } from "../errno.ts";
import { fflush, fputs, type Printable, snprintf, stderr, stdout } from "../stdio.ts";
import { abort, exit } from "../stdlib.ts";
import { strerror, strlen, type Text } from "../string.ts";
import { LOG_ERR, LOG_INFO, syslog } from "../syslog.ts";
import { MAXLINE } from "./constants.ts";

/** Other than 0 where the process is a daemon, whose messages go to the system's log: a live binding. */
export let daemon_proc = 0;

/**
 * Assigns daemon_proc, as daemon_init and daemon_inetd do.
 *
 * @param value 0: messages go to standard error
 */
export function set_daemon_proc(value: number): void {
  daemon_proc = checkInteger("set_daemon_proc", "value", value);
}

/** Prints a line, of which MAXLINE bytes at most are the message and errno's meaning. */
function print(priority: number, meaning: string, format: Text, values: readonly Printable[]): void {
  const line = Buffer.alloc(MAXLINE + 1);
  snprintf(line, MAXLINE, format, ...values);
  snprintf(line.subarray(strlen(line)), MAXLINE - strlen(line), "%s", meaning);
  line.write("\n", strlen(line));
  if (daemon_proc !== 0) {
    syslog(priority, "%s", line);
    return;
  }
  fflush(stdout); // It may be the same file.
  fputs(line, stderr);
  fflush(stderr);
}

const meaning = (): string => `: ${strerror(errno)}`;

/**
 * Prints a message and what errno means.
 *
 * @param fmt as printf
 * @param values as printf
 */
export function err_ret(fmt: Text, ...values: Printable[]): void {
  print(LOG_INFO, meaning(), fmt, values);
}

/**
 * Prints a message and what errno means, and ends the process with status 1.
 *
 * @param fmt as printf
 * @param values as printf
 */
export function err_sys(fmt: Text, ...values: Printable[]): never {
  print(LOG_ERR, meaning(), fmt, values);
  return exit(1);
}

/**
 * Prints a message and what errno means, and ends the process with SIGABRT.
 *
 * @param fmt as printf
 * @param values as printf
 */
export function err_dump(fmt: Text, ...values: Printable[]): never {
  print(LOG_ERR, meaning(), fmt, values);
  return abort();
}

/**
 * Prints a message.
 *
 * @param fmt as printf
 * @param values as printf
 */
export function err_msg(fmt: Text, ...values: Printable[]): void {
  print(LOG_INFO, "", fmt, values);
}

/**
 * Prints a message, and ends the process with status 1.
 *
 * @param fmt as printf
 * @param values as printf
 */
export function err_quit(fmt: Text, ...values: Printable[]): never {
  print(LOG_ERR, "", fmt, values);
  return exit(1);
}
