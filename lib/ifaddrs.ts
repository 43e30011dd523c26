/**
 * ifaddrs.h: the addresses of network interfaces.
 *
 * @see getifaddrs(3)
 */

import { expected } from "./check.ts";
import { sockaddr } from "./generated/sys/socket.ts";
import { release } from "./memory/heap.ts";
import { isPointer, type ptr } from "./memory/pointer.ts";
import { headOf } from "./memory/struct.ts";
import { type InterfaceAddress, native } from "./native.ts";
import { failure } from "./result.ts";

const address = (memory: ArrayBuffer | null): sockaddr | null =>
  memory === null ? null : headOf(sockaddr, new Uint8Array(memory));

/** One address of an interface, in a list of all. */
export class ifaddrs {
  /** The struct's size in bytes. */
  static readonly size = native.structs.ifaddrs.size;

  readonly #fields: InterfaceAddress;
  readonly #addresses: readonly (sockaddr | null)[];
  readonly #data: Buffer | null;
  readonly #next: ifaddrs | null;
  #isFreed = false;

  constructor(fields: InterfaceAddress = ["", 0, null, null, null, null], next: ifaddrs | null = null) {
    this.#fields = fields;
    this.#addresses = [address(fields[2]), address(fields[3]), address(fields[4])];
    this.#data = fields[5] === null ? null : Buffer.from(fields[5]);
    this.#next = next;
  }

  static free(list: ifaddrs | null): void {
    if (list !== null && !(typeof list === "object" && #isFreed in list)) {
      throw expected("freeifaddrs", "ifa", "what getifaddrs made, or null", list);
    }
    for (let entry = list; entry !== null; entry = entry.#next) {
      entry.#check();
      entry.#isFreed = true;
      for (const memory of entry.#fields) if (typeof memory === "object" && memory !== null) release(memory);
    }
  }

  #check(): this {
    if (this.#isFreed) throw new TypeError("ifaddrs: used after freeifaddrs");
    return this;
  }

  /** The next of the list, null at its end. */
  get ifa_next(): ifaddrs | null {
    return this.#check().#next;
  }

  /** The interface's name. */
  get ifa_name(): string {
    return this.#check().#fields[0];
  }

  /** IFF_UP, IFF_LOOPBACK, ... or-ed. */
  get ifa_flags(): number {
    return this.#check().#fields[1];
  }

  /** The address: `cast(sockaddr_in, ifa.ifa_addr)` if its `sa_family` is AF_INET. Null where the interface has none. */
  get ifa_addr(): sockaddr | null {
    return this.#check().#addresses[0];
  }

  /** The network's mask. */
  get ifa_netmask(): sockaddr | null {
    return this.#check().#addresses[1];
  }

  /** The broadcast address, if `ifa_flags` has IFF_BROADCAST. */
  get ifa_broadaddr(): sockaddr | null {
    return this.#check().#addresses[2];
  }

  /** The address of the other end, if `ifa_flags` has IFF_POINTOPOINT. */
  get ifa_dstaddr(): sockaddr | null {
    return this.#check().#addresses[2];
  }

  /** What the kernel counts, with an address of AF_PACKET: `cast(rtnl_link_stats, ifa.ifa_data)`. */
  get ifa_data(): Buffer | null {
    return this.#check().#data;
  }
}

/**
 * Tells the addresses of all interfaces, and with family AF_PACKET the interfaces themselves.
 *
 * @param ifap becomes the first of the list
 * @returns 0; -1 with EMFILE, ENFILE, ENOBUFS, ENOMEM
 * @see getifaddrs(3)
 */
export function getifaddrs(ifap: ptr<ifaddrs>): number {
  if (!isPointer(ifap)) throw expected("getifaddrs", "ifap", "a ptr", ifap);
  const list = native.getifaddrs();
  if (typeof list === "number") return failure(list, -1);
  ifap.value = list.reduceRight<ifaddrs | null>((next, fields) => new ifaddrs(fields, next), null);
  return 0;
}

/**
 * Frees a list that getifaddrs made, which cannot be used any more. Nor can its addresses: reading one throws a TypeError,
 * passing one a RangeError.
 *
 * @param ifa the first of the list; null does nothing
 * @throws TypeError for another, or one that has been freed
 * @see freeifaddrs(3)
 */
export function freeifaddrs(ifa: ifaddrs | null): void {
  ifaddrs.free(ifa);
}
