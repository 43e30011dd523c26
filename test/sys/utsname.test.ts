import { spawnSync } from "node:child_process";
import { hostname, machine, release, type, version } from "node:os";

import { strlen } from "berkeley/string";
import { uname, utsname } from "berkeley/sys/utsname";

import { failing } from "../support/errors.ts";

const text = (field: Buffer): string => field.toString("utf8", 0, strlen(field));

it("uname tells what Node and uname(1) tell", () => {
  const names = new utsname();
  expect(uname(names)).toBe(0);
  const { sysname, nodename, release: release_, version: version_, machine: machine_ } = names;
  expect([sysname, nodename, release_, version_, machine_].map(text)).toEqual([
    ...[type(), hostname(), release(), version(), machine()],
  ]);
  const { stdout } = spawnSync("uname", ["-snrvm"], { encoding: "utf8" });
  expect([sysname, nodename, release_, version_, machine_].map(text).join(" ")).toBe(stdout.trim());
});

it("uname answers EFAULT to null", () => {
  expect(failing(() => uname(null))).toBe("EFAULT");
});
