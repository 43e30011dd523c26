/** Sizes of memory, and other views of it. */

import { checkType, expected } from "../check.ts";
import type { StructArray } from "./array.ts";
import type { Struct, StructType } from "./struct.ts";

/** Memory that a call reads or writes: a Buffer, TypedArray, DataView or struct. */
export type Memory = NodeJS.ArrayBufferView | Struct;

/** Memory that is no struct. */
export type RawMemory = NodeJS.ArrayBufferView;

/** The class of what has pointers, and so no bytes: ptr, ifconf, ... */
export type PlainClass = (abstract new (...values: never[]) => unknown) & { readonly size: number };

/** What stands for a `char`: a number, or a string of one byte. */
export type Character = number | string;

/**
 * C's sizeof: how many bytes something has.
 *
 * @param value memory, a struct or its class; a string, whose NUL counts; or the class of a struct with pointers, or `ptr`
 * @returns the size in bytes
 */
export function sizeof(value: Memory | StructType | StructArray<Struct> | string | PlainClass): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === "string") return Buffer.byteLength(value) + 1;
  if (typeof value === "function" && typeof value.size === "number") return value.size;
  throw expected("sizeof", "value", "memory, a struct, its class or a string", value);
}

/** A struct's class as it makes a view of memory, of which there are `extent` bytes from there on. */
type Caster<T> = new (bytes: ArrayBufferLike, offset: number, extent: number) => T;

/**
 * C's cast of a pointer: another view of the same bytes.
 *
 *     const in4 = cast(sockaddr_in, storage);
 *
 * @param type the class of the struct to see the bytes as
 * @param memory bytes, at least as many as the struct has
 * @returns a struct over `memory`'s own bytes
 * @throws RangeError where there are fewer
 */
export function cast<T extends Struct>(type: StructType<T>, memory: Memory): T {
  checkType("cast", type);
  const view = viewOf("cast", memory);
  if (view.byteLength < type.size) {
    throw new RangeError(`cast: memory: a ${type.name} has ${type.size} bytes, but there are ${view.byteLength}`);
  }
  return new (type as unknown as Caster<T>)(view.buffer, view.byteOffset, view.byteLength);
}

/**
 * C's cast to `unsigned char *`: the bytes of a struct or other memory.
 *
 * @param memory the memory
 * @returns a Buffer over the same memory
 */
export function bytes(memory: Memory): Buffer {
  const view = viewOf("bytes", memory);
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function viewOf(name: string, memory: Memory): NodeJS.ArrayBufferView {
  if (ArrayBuffer.isView(memory)) return memory;
  throw expected(name, "memory", "a Buffer, TypedArray, DataView or struct", memory);
}
