/** Checks of arguments that never reach the native layer. Their messages are like its own. */

import { types } from "node:util";

import type { int } from "./generated/memory/scalars.ts";
import type { Struct, StructType } from "./memory/struct.ts";
import { native } from "./native.ts";

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}

export function expected(name: string, parameter: string, what: string, value: unknown): TypeError {
  return new TypeError(`${name}: ${parameter}: expected ${what}, got ${describe(value)}`);
}

/** Whether a value is an object of a class. A proxy is none: to ask would run what it was made with. */
export function isInstance<T>(type: new () => T, value: unknown): value is T {
  return !types.isProxy(value) && value instanceof type;
}

/** Any number. */
export function checkNumber(name: string, parameter: string, value: number): number {
  if (typeof value !== "number") throw expected(name, parameter, "a number", value);
  return value;
}

export function checkRange(name: string, parameter: string, value: number, least: number, most: number): number {
  if (typeof value !== "number") throw expected(name, parameter, "an integer", value);
  if (value >= least && value <= most && Number.isInteger(value)) return value;
  throw new RangeError(`${name}: ${parameter}: expected an integer from ${least} to ${most}, got ${value}`);
}

/** A number that C converts to int: any integer of 32 bits, signed or not. */
export function checkInteger(name: string, parameter: string, value: number): number {
  return checkRange(name, parameter, value, -(2 ** 31), 2 ** 32 - 1);
}

/** An integer that a JavaScript number holds exactly. */
export function checkLong(name: string, parameter: string, value: number): number {
  return checkRange(name, parameter, value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

/** A count of bytes or elements. */
export function checkSize(name: string, parameter: string, value: number): number {
  return checkRange(name, parameter, value, 0, Number.MAX_SAFE_INTEGER);
}

export function checkType(name: string, type: StructType): void {
  if (typeof type !== "function" || !((type as StructType).name in native.structs)) {
    throw expected(name, "type", "a struct's class", type);
  }
}

export function checkStruct<T extends Struct>(name: string, parameter: string, type: StructType<T>, value: T): T {
  // A proxy is no view.
  if (ArrayBuffer.isView(value) && value instanceof (type as unknown as new () => T)) return value;
  throw expected(name, parameter, `a ${type.name}`, value);
}

/** A Buffer as Buffer.alloc makes it, so that a variable may begin as one of these and go on as one of a macro. */
export type Bytes = ReturnType<typeof Buffer.alloc>;

/** The bytes of memory that begins with a header of `size` bytes. */
export function checkMemory(name: string, parameter: string, memory: NodeJS.ArrayBufferView, size = 0): Bytes {
  if (!ArrayBuffer.isView(memory)) throw expected(name, parameter, "a Buffer, TypedArray or DataView", memory);
  const { buffer, byteOffset, byteLength } = memory;
  if (byteLength >= size) return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  throw new RangeError(`${name}: ${parameter}: the header has ${size} bytes, but the memory has ${byteLength}`);
}

/** The value of a length that may be given by address, as an `int`. */
export function checkLength(name: string, parameter: string, type: StructType<int>, length: int | number): number {
  return typeof length === "number" ? length : checkStruct(name, parameter, type, length).value;
}

/** A string, or the one in memory: up to its NUL or its end. */
export function stringOf(name: string, parameter: string, value: NodeJS.ArrayBufferView | string): string {
  if (typeof value === "string") return value;
  if (!ArrayBuffer.isView(value)) throw expected(name, parameter, "a string or memory", value);
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return bytes.toString("utf8", 0, native.strlen(bytes));
}
