/**
 * pwd.h: the users of the system.
 *
 * @see getpwnam(3)
 */

import { native } from "./native.ts";
import { failure } from "./result.ts";
import type { Text } from "./string.ts";

export { gid_t, uid_t } from "./sys/types.ts";

/** A user. */
export class passwd {
  pw_name = "";
  pw_passwd = "";
  pw_uid = 0;
  pw_gid = 0;
  /** The user's name in full, and other things. */
  pw_gecos = "";
  /** The home directory. */
  pw_dir = "";
  pw_shell = "";
}

function user(fields: readonly (string | number)[] | number | null): passwd | null {
  if (typeof fields === "number") return failure(fields, null);
  if (fields === null) return null;
  const [pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell] = fields;
  return Object.assign(new passwd(), { pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell });
}

/**
 * Looks up a user by name. It may wait, for a server of users for example.
 *
 * @param name the name
 * @returns the user; null where there is none, with errno as it was, and with EIO, EMFILE, ENFILE, ENOMEM
 * @see getpwnam(3)
 */
export function getpwnam(name: Text): passwd | null {
  return user(native.getpwnam(name));
}

/**
 * Looks up a user by id.
 *
 * @param uid the id
 * @returns as getpwnam
 * @see getpwuid(3)
 */
export function getpwuid(uid: number): passwd | null {
  return user(native.getpwuid(uid));
}
