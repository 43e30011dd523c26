/** C's arrays of structs and numbers: contiguous memory that calls take without copying. */

import { inspect, types } from "node:util";

import { checkInteger, checkType, expected } from "../check.ts";
import { native } from "../native.ts";
import { cast } from "./access.ts";
import type { Struct, StructType } from "./struct.ts";

/** `struct pollfd fds[5]`. */
export interface StructArray<T extends Struct> extends Iterable<T>, Struct<"array"> {
  readonly [index: number]: T;
  readonly length: number;
}

/** Arrays of numbers are TypedArrays. */
interface NumberArrays {
  int: Int32Array;
  int8_t: Int8Array;
  int16_t: Int16Array;
  int32_t: Int32Array;
  uint8_t: Uint8Array;
  uint16_t: Uint16Array;
  uint32_t: Uint32Array;
  socklen_t: Uint32Array;
  gid_t: Uint32Array;
  uid_t: Uint32Array;
  float: Float32Array;
  double: Float64Array;
}

class ContiguousArray<T extends Struct> extends DataView<ArrayBuffer> implements Iterable<T> {
  readonly [index: number]: T;
  readonly type: StructType<T>;
  readonly length: number;

  constructor(type: StructType<T>, length: number) {
    super(new ArrayBuffer(type.size * length));
    this.type = type;
    this.length = length;
    for (let i = 0; i < length; i++) {
      // A plain store: V8 is slow at elements that cannot be written to.
      (this as Record<number, T>)[i] = cast(type, new DataView(this.buffer, type.size * i));
    }
  }

  [inspect.custom](_depth: number, options: object): string {
    return `${this.type.name}[${this.length}] ${inspect([...this], options)}`;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.length; i++) yield this[i];
  }
}

/**
 * An array of C: `int fds[2]` is `array(int, 2)`, `struct pollfd fds[5]` is `array(pollfd, 5)`. All bytes are zero.
 *
 * @param type the class of the elements: a struct's or a number's
 * @param length how many elements
 * @returns a TypedArray for integers of up to 32 bits, float and double; for structs an object with an index, a length and an iterator
 */
export function array<Name extends keyof NumberArrays>(
  type: StructType<Struct<Name>>,
  length: number,
): NumberArrays[Name];
export function array<T extends Struct>(type: StructType<T>, length: number): StructArray<T>;
export function array(type: StructType, length: number): unknown {
  checkType("array", type);
  checkLength("array", length);
  const numbers = numberArrayOf(type);
  return numbers === undefined ? new ContiguousArray(type, length) : new numbers(length);
}

function checkLength(name: string, length: number): void {
  if (checkInteger(name, "length", length) >= 0 && Number.isSafeInteger(length)) return;
  throw new RangeError(`${name}: length: expected a count, got ${length}`);
}

type NumberArray = new (length: number) => Int32Array;

function numberArrayOf(type: StructType): NumberArray | undefined {
  const [field] = native.structs[type.name].fields;
  if (field?.name !== "value" || /int64$/i.test(field.type)) return undefined;
  return (globalThis as unknown as Record<string, NumberArray>)[`${field.type}Array`];
}

/**
 * C's realloc of an array: a new one with the old one's elements, as many as fit; elements beyond are zero.
 *
 *     fds = resize(fds, 10);
 *
 * @param old the array, which keeps its elements
 * @param length how many elements the new one has
 * @returns the new array, of the same kind
 */
export function resize<T extends Struct>(old: StructArray<T>, length: number): StructArray<T>;
export function resize<T extends Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array>(
  old: T,
  length: number,
): T;
export function resize(array: unknown, length: number): unknown {
  const old = array as ContiguousArray<Struct> | Int32Array;
  if (!(old instanceof ContiguousArray) && !types.isTypedArray(old)) {
    throw expected("resize", "old", "an array", old);
  }
  checkLength("resize", length);
  const resized = another(old, length);
  const size = Math.min(old.byteLength, resized.byteLength);
  new Uint8Array(resized.buffer, resized.byteOffset).set(new Uint8Array(old.buffer, old.byteOffset, size));
  return resized;
}

/** An array of the same kind. */
function another(old: ContiguousArray<Struct> | Int32Array, length: number): NodeJS.ArrayBufferView {
  if (old instanceof ContiguousArray) return new ContiguousArray(old.type, length);
  return Buffer.isBuffer(old) ? Buffer.alloc(length) : new (old.constructor as NumberArray)(length);
}
