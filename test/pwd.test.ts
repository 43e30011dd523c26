import { userInfo } from "node:os";

import { errno, set_errno } from "berkeley/errno";
import { getpwnam, getpwuid, passwd } from "berkeley/pwd";
import { getuid } from "berkeley/unistd";

import { readSource } from "./support/children.ts";

const users = readSource("/etc/passwd")
  .filter((line) => line.includes(":"))
  .map((line) => line.split(":"));

it.each(users.slice(0, 20))(
  "getpwnam finds %s as /etc/passwd has it",
  (name, password, uid, gid, gecos, dir, shell) => {
    const user = getpwnam(name)!;
    expect(user).toBeInstanceOf(passwd);
    expect({ ...user }).toEqual({
      pw_name: name,
      pw_passwd: password,
      pw_uid: Number(uid),
      pw_gid: Number(gid),
      pw_gecos: gecos,
      pw_dir: dir,
      pw_shell: shell,
    });
  },
);

it("getpwuid finds the user that Node finds", () => {
  const { username, uid, gid, shell, homedir } = userInfo();
  expect(getpwuid(getuid())).toMatchObject({
    pw_name: username,
    pw_uid: uid,
    pw_gid: gid,
    pw_shell: shell,
    pw_dir: homedir,
  });
});

it("who is not there is null, and no error", () => {
  set_errno(0);
  expect([getpwnam("no such user"), getpwuid(4_000_000_000), getpwnam("x".repeat(5000))]).toEqual([null, null, null]);
  expect(errno).toBe(0);
});

it("a name in memory ends at its NUL", () => {
  expect(getpwnam(Buffer.from("root\0x"))!.pw_uid).toBe(0);
});
