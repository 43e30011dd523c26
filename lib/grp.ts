/**
 * grp.h: the groups of the system, and those that a process is in.
 *
 * @see getgrnam(3)
 */

import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Text } from "./string.ts";

export { gid_t } from "./sys/types.ts";

/**
 * Sets the process's supplementary groups, those of all its threads.
 *
 * @param size how many there are
 * @param list their ids: `array(gid_t, size)`
 * @returns 0; -1 with EPERM (it needs CAP_SETGID), EINVAL (too many), EFAULT
 * @throws RangeError where `list` has fewer
 * @see setgroups(2)
 */
export function setgroups(size: number, list: Uint32Array | null): number {
  return result(native.setgroups(size, list));
}

/**
 * Sets the process's supplementary groups to those that the group database has the user in, and one more.
 *
 * @param user the user's name
 * @param group the id of the one more, usually that of the user's password entry
 * @returns as setgroups; an unknown user is in no groups
 * @see initgroups(3)
 */
export function initgroups(user: Text, group: number): number {
  return result(native.initgroups(user, group));
}

/** A group. */
export class group {
  gr_name = "";
  gr_passwd = "";
  gr_gid = 0;
  /** The names of its members, ended by null. */
  gr_mem: (string | null)[] = [null];
}

function found(fields: readonly [string, string, number, string[]] | number | null): group | null {
  if (typeof fields === "number") return failure(fields, null);
  if (fields === null) return null;
  const [gr_name, gr_passwd, gr_gid, members] = fields;
  return Object.assign(new group(), { gr_name, gr_passwd, gr_gid, gr_mem: [...members, null] });
}

/**
 * Looks up a group by name. It may wait, for a server of groups for example.
 *
 * @param name the name
 * @returns the group; null where there is none, with errno as it was, and with EIO, EMFILE, ENFILE, ENOMEM
 * @see getgrnam(3)
 */
export function getgrnam(name: Text): group | null {
  return found(native.getgrnam(name));
}

/**
 * Looks up a group by id.
 *
 * @param gid the id
 * @returns as getgrnam
 * @see getgrgid(3)
 */
export function getgrgid(gid: number): group | null {
  return found(native.getgrgid(gid));
}
