/** The fields of a sockaddr_in, in a program that has used many other structs. */

import * as berkeley from "berkeley";
import { type in_addr_t, type in_port_t, sockaddr_in } from "berkeley/netinet/in";

import { measure } from "../measure.ts";

/** Makes every struct that berkeley has, and reads all fields and writes them back, often enough to be optimised. */
function useAllStructs(): number {
  const types = Object.values(berkeley).filter((value) => typeof value === "function" && "size" in value);
  for (const type of types as unknown as (new () => object)[]) {
    const fields = Object.keys(Object.getOwnPropertyDescriptors(type.prototype)).filter(
      (name) => name !== "constructor",
    );
    for (let i = 0; i < 1000; i++) {
      const value = new type();
      for (const field of fields) Reflect.set(value, field, Reflect.get(value, field));
    }
  }
  return types.length;
}

const addr = new sockaddr_in();

const loops: Record<string, (count: number) => void> = {
  sin_port: (count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      addr.sin_port = (i & 0xffff) as in_port_t;
      sum += addr.sin_port;
    }
    total = sum;
  },
  s_addr: (count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      addr.sin_addr.s_addr = i as in_addr_t;
      sum += addr.sin_addr.s_addr;
    }
    total = sum;
  },
};

/** Keeps the sums alive. */
export let total = 0;

if (useAllStructs() < 20) throw new Error("expected 20 structs or more");
measure(loops[process.argv[2]], 200_000);
