/** grp.h: the groups that a process is in. */

import { native } from "./native.ts";
import { result } from "./result.ts";
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
