/** C's arrays of structs and numbers: contiguous memory that calls take without copying. */

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
      const element = cast(type, new DataView(this.buffer, type.size * i));
      Object.defineProperty(this, i, { value: element, enumerable: true });
    }
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.length; i++) yield this[i];
  }
}

/**
 * An array of C: `int fds[2]` is `array(int, 2)`, `struct pollfd fds[5]` is `array(pollfd, 5)`. All bytes are zero.
 *
 * @returns a TypedArray for numbers of up to 32 bits; for structs an object with an index, a length and an iterator
 */
export function array<Name extends keyof NumberArrays>(
  type: StructType<Struct<Name>>,
  length: number,
): NumberArrays[Name];
export function array<T extends Struct>(type: StructType<T>, length: number): StructArray<T>;
export function array(type: StructType, length: number): unknown {
  if (!Number.isSafeInteger(length) || length < 0) throw new RangeError(`array: length: ${length} is no length`);
  const numbers = numberArrayOf(type);
  return numbers === undefined ? new ContiguousArray(type, length) : new numbers(length);
}

type NumberArray = new (length: number) => Int32Array;

function numberArrayOf(type: StructType): NumberArray | undefined {
  const [field] = native.structs[type.name].fields;
  if (field?.name !== "value" || field.type.endsWith("64")) return undefined;
  return (globalThis as unknown as Record<string, NumberArray>)[`${field.type}Array`];
}

/**
 * C's realloc of an array: a new one with the old one's elements, as many as fit; elements beyond are zero.
 *
 *     fds = resize(fds, 10);
 */
export function resize<T extends Struct>(old: StructArray<T>, length: number): StructArray<T>;
export function resize<T extends Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array>(
  old: T,
  length: number,
): T;
export function resize(old: unknown, length: number): unknown {
  const from = old as ContiguousArray<Struct> | Int32Array;
  const grown =
    from instanceof ContiguousArray ? array(from.type, length) : new (from.constructor as NumberArray)(length);
  const target = grown as unknown as DataView;
  const size = Math.min(from.byteLength, target.byteLength);
  new Uint8Array(target.buffer, target.byteOffset).set(new Uint8Array(from.buffer, from.byteOffset, size));
  return grown;
}
