/** The bytes of a sockaddr_in, by hand. */

import { measure } from "../measure.ts";

const addr = new DataView(new ArrayBuffer(16));

const loops: Record<string, (count: number) => void> = {
  sin_port: (count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      addr.setUint16(2, i & 0xffff, true);
      sum += addr.getUint16(2, true);
    }
    total = sum;
  },
  s_addr: (count) => {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      addr.setUint32(4, i, true);
      sum += addr.getUint32(4, true);
    }
    total = sum;
  },
};

/** Keeps the sums alive. */
export let total = 0;

measure(loops[process.argv[2]], 200_000);
