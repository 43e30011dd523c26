/**
 * net/if.h: network interfaces.
 *
 * @see netdevice(7)
 */

import { expected } from "../check.ts";
import { ifreq } from "../generated/net/if.ts";
import { cast, type RawMemory } from "../memory/access.ts";
import type { StructArray } from "../memory/array.ts";
import { structAndFunction } from "../memory/struct.ts";
import { native } from "../native.ts";
import { failure } from "../result.ts";
import type { Text } from "../string.ts";

export * from "../generated/net/if.ts";

/** The ifreqs that lie in memory, as many as fit. */
function requestsIn(memory: RawMemory): ifreq[] {
  const { buffer, byteOffset, byteLength } = memory;
  return Array.from({ length: Math.floor(byteLength / ifreq.size) }, (_, i) =>
    cast(ifreq, new DataView(buffer, byteOffset + i * ifreq.size)),
  );
}

/** What SIOCGIFCONF takes: memory for an array of ifreqs, by its address and length. */
export class ifconf {
  /** The struct's size in bytes. */
  static readonly size = native.structs.ifconf.size;

  /** How many bytes there are, and after SIOCGIFCONF how many it has filled. */
  ifc_len = 0;
  /** The memory; null asks only how much is needed. It is `ifc_req` by another name. */
  ifc_buf: RawMemory | StructArray<ifreq> | null = null;

  constructor(initializer: Partial<Pick<ifconf, "ifc_len" | "ifc_buf" | "ifc_req">> = {}) {
    Object.assign(this, initializer);
  }

  /** The memory as the ifreqs that it holds. */
  get ifc_req(): ArrayLike<ifreq> | null {
    if (this.ifc_buf === null || "type" in this.ifc_buf) return this.ifc_buf as StructArray<ifreq> | null;
    return requestsIn(this.ifc_buf as RawMemory);
  }

  set ifc_req(requests: ArrayLike<ifreq> | null) {
    this.ifc_buf = requests as StructArray<ifreq> | null;
  }
}

/**
 * Tells the index of an interface.
 *
 * @param ifname its name
 * @returns the index; 0 with ENODEV (there is none of this name), ENOENT (no more descriptors)
 * @see if_nametoindex(3)
 */
export function if_nametoindex(ifname: Text): number {
  const value = native.if_nametoindex(ifname);
  return value < 0 ? failure(value, 0) : value;
}

/**
 * Tells the name of an interface.
 *
 * @param ifindex its index
 * @param ifname where the name goes, IF_NAMESIZE bytes; null skips it
 * @returns the name; null with ENXIO (there is none with this index), ENOENT (no more descriptors)
 * @throws RangeError where there is no room for a name
 * @see if_indextoname(3)
 */
export function if_indextoname(ifindex: number, ifname: RawMemory | null): string | null {
  const value = native.if_indextoname(ifindex, ifname);
  return typeof value === "number" ? failure(value, null) : value;
}

/** An interface: its number and its name. */
class NameIndex {
  /** The struct's size in bytes. */
  static readonly size = native.structs.if_nameindex.size;

  readonly #index: number;
  readonly #name: string | null;
  #isFreed = false;

  constructor(index = 0, name: string | null = null) {
    this.#index = index;
    this.#name = name;
  }

  static free(list: readonly if_nameindex[]): void {
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === "object" && #isFreed in entry)) {
      throw expected("if_freenameindex", "ptr", "what if_nameindex returned", list);
    }
    for (const entry of list) {
      entry.#check();
      entry.#isFreed = true;
    }
  }

  #check(): void {
    if (this.#isFreed) throw new TypeError("if_nameindex: used after if_freenameindex");
  }

  /** The interface's index; 0 ends the list. */
  get if_index(): number {
    this.#check();
    return this.#index;
  }

  /** The interface's name; null ends the list. */
  get if_name(): string | null {
    this.#check();
    return this.#name;
  }
}

export type if_nameindex = NameIndex;
// By this name the declarations of other modules refer to it.
export type { NameIndex };

/**
 * Tells the indices and names of all interfaces; also the struct that tells one.
 *
 * @returns an array that a struct with `if_index` 0 and `if_name` null ends; null with ENOBUFS, EMFILE, ENFILE
 * @see if_nameindex(3)
 */
export const if_nameindex = structAndFunction(NameIndex, (): if_nameindex[] | null => {
  const list = native.if_nameindex();
  if (typeof list === "number") return failure(list, null);
  return [...list.map(([index, name]) => new NameIndex(index, name)), new NameIndex()];
});

/**
 * Frees what if_nameindex returned, which cannot be used any more.
 *
 * @param ptr the array
 * @throws TypeError for another, or one that has been freed
 * @see if_freenameindex(3)
 */
export function if_freenameindex(ptr: readonly if_nameindex[]): void {
  NameIndex.free(ptr);
}
