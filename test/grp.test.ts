import { userInfo } from "node:os";

import { errno, set_errno } from "berkeley/errno";
import { getgrgid, getgrnam, group, initgroups, setgroups } from "berkeley/grp";

import { isRoot, itUnprivileged, readSource, runModule, unprivileged } from "./support/children.ts";
import { thrown } from "./support/thrown.ts";

const itAsRoot = isRoot ? it : it.skip;

describe("setgroups and initgroups", () => {
  itAsRoot("set the groups of the process with all its threads (skipped without privileges)", () => {
    const { stdout, stderr } = runModule(
      `import { readdirSync, readFileSync } from "node:fs";
       import { array, getgroups, gid_t, initgroups, setgroups } from "berkeley";
       const list = array(gid_t, 3);
       list.set([70, 60, 50]);
       const groups = () => { const found = array(gid_t, 99); return [...found.subarray(0, getgroups(99, found))]; };
       console.log(setgroups(3, list), getgroups(0, null), groups().join(), process.getgroups().includes(60));
       const threads = readdirSync("/proc/self/task").map((tid) => readFileSync(\`/proc/self/task/\${tid}/status\`, "utf8"));
       console.log(threads.length > 1, threads.every((text) => /^Groups:\\t50 60 70 $/m.test(text)));
       console.log(setgroups(0, null), groups().join());
       console.log(initgroups("${userInfo().username}", 12345), groups().includes(12345));
       console.log(initgroups("nobody that is known", 54321), groups().join());`,
    );
    expect([stdout, stderr]).toEqual(["0 3 50,60,70 true\ntrue true\n0 \n0 true\n0 54321\n", ""]);
  });

  itAsRoot("answer EINVAL for too many, EFAULT for NULL (skipped without privileges)", () => {
    const { stdout } = runModule(
      `import { array, EFAULT, EINVAL, errno, gid_t, setgroups } from "berkeley";
       console.log(setgroups(65537, array(gid_t, 65537)), errno === EINVAL, setgroups(-1, null), errno === EINVAL);
       console.log(setgroups(1, null), errno === EFAULT);`,
    );
    expect(stdout).toBe("-1 true -1 true\n-1 true\n");
  });

  itUnprivileged()("answer EPERM to a user who may not", () => {
    const { stdout } = runModule(
      `import { array, EPERM, errno, gid_t, initgroups, setgroups } from "berkeley";
       console.log(setgroups(1, array(gid_t, 1)), errno === EPERM, initgroups("root", 0), errno === EPERM);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true -1 true\n");
  });

  it("take no more than the memory has", () => {
    expect(thrown(() => setgroups(3, new Uint32Array(2)))).toBe(
      "RangeError: setgroups: list: 12 bytes asked for, but the memory has 8",
    );
    expect(thrown(() => initgroups(null as never, 0))).toMatch(/^TypeError: initgroups: user: expected /);
  });
});

describe("groups", () => {
  const groups = readSource("/etc/group")
    .filter((line) => line.includes(":"))
    .map((line) => line.split(":"));

  it.each(groups.slice(0, 20))("getgrnam finds %s as /etc/group has it", (name, password, gid, members) => {
    const found = getgrnam(name)!;
    expect(found).toBeInstanceOf(group);
    expect({ ...found }).toEqual({
      gr_name: name,
      gr_passwd: password,
      gr_gid: Number(gid),
      gr_mem: [...members.split(",").filter((member) => member !== ""), null],
    });
  });

  it("getgrgid finds them by id", () => {
    expect(getgrgid(0)).toMatchObject({ gr_name: "root", gr_gid: 0 });
  });

  it("what is not there is null, and no error", () => {
    set_errno(0);
    expect([getgrnam("no such group"), getgrgid(4_000_000_000)]).toEqual([null, null]);
    expect(errno).toBe(0);
  });
});
