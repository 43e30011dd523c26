/** The memory that malloc makes and free ends. */

import { checkSize, expected } from "../check.ts";
import { ENOMEM } from "../generated/errno.ts";
import { failure } from "../result.ts";
import type { Memory } from "./access.ts";

/** What was made and not yet ended. */
const allocated = new WeakSet<ArrayBufferLike>();

/** Memory of its own, all zero; null with ENOMEM. */
export function allocate(name: string, parameter: string, size: number): Buffer | null {
  checkSize(name, parameter, size);
  try {
    const memory = new ArrayBuffer(size);
    allocated.add(memory);
    return Buffer.from(memory);
  } catch {
    return failure(-ENOMEM, null);
  }
}

/** The memory's own buffer; throws where it is not what `allocate` made. */
export function allocationOf(name: string, memory: Memory): ArrayBuffer {
  if (!ArrayBuffer.isView(memory) || !allocated.has(memory.buffer) || memory.byteOffset !== 0) {
    throw expected(name, "ptr", "memory that malloc made and nothing has freed", memory);
  }
  return memory.buffer as ArrayBuffer;
}

/** Takes it from all that are views of it: they have no bytes any more. */
export function release(memory: ArrayBuffer): void {
  allocated.delete(memory);
  structuredClone(memory, { transfer: [memory] });
}
