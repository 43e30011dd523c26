import { bytes, type RawMemory } from "./access.ts";

/** C's `s + offset`, in bytes; null for -1. */
export function restOf(s: RawMemory | string, offset: number): RawMemory | string | null {
  if (offset < 0) return null;
  return typeof s === "string" ? Buffer.from(s).toString("utf8", offset) : bytes(s).subarray(offset);
}
