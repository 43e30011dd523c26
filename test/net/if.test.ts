import { readdirSync, readFileSync } from "node:fs";

import {
  if_freenameindex,
  if_indextoname,
  if_nameindex,
  if_nametoindex,
  IF_NAMESIZE,
  ifconf,
  IFNAMSIZ,
  ifreq,
} from "berkeley/net/if";
import { array, sizeof } from "berkeley/memory";

import { hasCompiler, runC, runModule } from "../support/children.ts";
import { nameOf } from "../support/errors.ts";
import { errno } from "berkeley/errno";
import { thrown } from "../support/thrown.ts";

/** The interfaces, as the kernel's files have them. */
const interfaces = readdirSync("/sys/class/net")
  .filter((name) => name !== "bonding_masters")
  .map((name) => ({ name, index: Number(readFileSync(`/sys/class/net/${name}/ifindex`, "utf8")) }))
  .sort((a, b) => a.index - b.index);

describe("names and indices", () => {
  it("are those of the kernel's files", () => {
    expect(interfaces.length).toBeGreaterThan(0);
    for (const { name, index } of interfaces) {
      expect(if_nametoindex(name)).toBe(index);
      expect(if_nametoindex(Buffer.from(`${name}\0rest`))).toBe(index);
      const buffer = Buffer.alloc(IF_NAMESIZE, "x");
      expect(if_indextoname(index, buffer)).toBe(name);
      expect(buffer.toString("latin1", 0, name.length + 1)).toBe(`${name}\0`);
      expect(if_indextoname(index, null)).toBe(name);
    }
  });

  it("that there are not have C's errors", () => {
    expect([if_nametoindex("none"), nameOf(errno)]).toEqual([0, "ENODEV"]);
    expect([if_nametoindex(""), nameOf(errno)]).toEqual([0, "ENODEV"]);
    expect([if_nametoindex("x".repeat(IFNAMSIZ)), nameOf(errno)]).toEqual([0, "ENODEV"]);
    expect([if_nametoindex("x".repeat(5000)), nameOf(errno)]).toEqual([0, "ENODEV"]);
    expect([if_indextoname(0, null), nameOf(errno)]).toEqual([null, "ENXIO"]);
    expect([if_indextoname(2 ** 31 - 1, Buffer.alloc(16)), nameOf(errno)]).toEqual([null, "ENXIO"]);
    expect([if_indextoname(-1, null), nameOf(errno)]).toEqual([null, "ENXIO"]);
  });

  it("need room for a name", () => {
    expect(thrown(() => if_indextoname(1, Buffer.alloc(15)))).toBe(
      "RangeError: if_indextoname: ifname: 16 bytes asked for, but the memory has 15",
    );
  });

  it("are listed through a descriptor", () => {
    const { stdout } = runModule(`
      import { errno, getrlimit, if_nameindex, getifaddrs, open, O_RDONLY, ptr, rlimit,
               RLIMIT_NOFILE, setrlimit, strerror } from "berkeley";
      const limit = new rlimit();
      getrlimit(RLIMIT_NOFILE, limit);
      limit.rlim_cur = open("/dev/null", O_RDONLY) + 1;
      while (open("/dev/null", O_RDONLY) + 1 < limit.rlim_cur);
      setrlimit(RLIMIT_NOFILE, limit);
      while (open("/dev/null", O_RDONLY) !== -1);
      const calls = [() => if_nameindex(), () => getifaddrs(new ptr())];
      console.log(calls.map((call) => [call(), strerror(errno)].join()).join(";"));`);
    const failed = "Too many open files";
    expect(stdout.trim()).toBe(`,${failed};-1,${failed}`);
  });
});

describe("if_nameindex", () => {
  it("lists all, up to an entry with index 0", () => {
    const list = if_nameindex()!;
    const found = [];
    let i: number;
    for (i = 0; list[i].if_index !== 0; i++) found.push({ name: list[i].if_name, index: list[i].if_index });
    expect(found).toEqual(interfaces);
    expect([list[i].if_index, list[i].if_name, list.length]).toEqual([0, null, i + 1]);
    if_freenameindex(list);
  });

  it("is not used once it is freed", () => {
    const list = if_nameindex()!;
    if_freenameindex(list);
    const message = "TypeError: if_nameindex: used after if_freenameindex";
    expect(thrown(() => list[0].if_index)).toBe(message);
    expect(thrown(() => list[0].if_name)).toBe(message);
    expect(thrown(() => if_freenameindex(list))).toBe(message);
  });

  it("is a struct, too", () => {
    expect([new if_nameindex().if_index, new if_nameindex().if_name]).toEqual([0, null]);
    expect(new if_nameindex()).toBeInstanceOf(if_nameindex);
  });
});

describe("ifconf", () => {
  it("has its memory under two names", () => {
    const requests = array(ifreq, 2);
    const configuration = new ifconf({ ifc_len: sizeof(requests), ifc_req: requests });
    expect(configuration.ifc_buf).toBe(requests);
    expect(configuration.ifc_req).toBe(requests);
    const memory = Buffer.alloc(2 * sizeof(ifreq) + 3);
    configuration.ifc_buf = memory;
    configuration.ifc_req![1].ifr_name = "lo";
    expect(configuration.ifc_req!.length).toBe(2);
    expect(memory.toString("latin1", sizeof(ifreq), sizeof(ifreq) + 3)).toBe("lo\0");
    configuration.ifc_req = null;
    expect([configuration.ifc_buf, configuration.ifc_req, new ifconf().ifc_len]).toEqual([null, null, 0]);
  });

  (hasCompiler ? it : it.skip)("and its kin have C's sizes (skipped without a C compiler)", () => {
    const sizes = runC(`
      #include <ifaddrs.h>
      #include <net/if.h>
      #include <stdio.h>
      int main(void) { printf("%zu %zu", sizeof(struct ifconf), sizeof(struct if_nameindex)); }`);
    expect(`${sizeof(ifconf)} ${sizeof(if_nameindex)}`).toBe(sizes);
  });
});
