/** C's arrays of structs and numbers: contiguous memory that calls take without copying. */

import { inspect, types } from "node:util";

import { checkSize, checkType, expected } from "../check.ts";
import { native } from "../native.ts";
import { attachPointers, countEntries, newList, pointersOf } from "./pointers.ts";
import type { Initializer, Struct, StructType, View } from "./struct.ts";

/** `struct pollfd fds[5]`. */
export interface StructArray<T extends Struct> extends Iterable<T>, Struct<"array"> {
  readonly [index: number]: T;
  readonly length: number;
  /** C's `array + begin`: the elements from there on, or up to `end`, in their place. */
  subarray(begin: number, end?: number): StructArray<T>;
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

/** A struct's class as it makes an element of an array, whose list of pointers it shares. */
type Element<T> = new (bytes: ArrayBuffer, offset: number, extent: number, list: unknown[], first: number) => T;

class ContiguousArray<T extends Struct> extends DataView<ArrayBuffer> implements Iterable<T> {
  readonly [index: number]: T;
  readonly type: StructType<T>;
  readonly length: number;

  /** The bytes of `elements` lie at `offset` of `buffer`. */
  constructor(type: StructType<T>, elements: readonly T[], buffer: ArrayBuffer, offset: number) {
    super(buffer, offset, type.size * elements.length);
    this.type = type;
    this.length = elements.length;
    // Plain stores: V8 is slow at elements that cannot be written to.
    for (let i = 0; i < elements.length; i++) (this as Record<number, T>)[i] = elements[i];
  }

  subarray(begin: number, end: number = this.length): ContiguousArray<T> {
    const elements = [...this].slice(begin, end);
    const offset = (elements[0] as Partial<DataView> | undefined)?.byteOffset ?? this.byteOffset;
    const part = new ContiguousArray(this.type, elements, this.buffer, offset);
    const pointers = pointersOf(this);
    const first = pointersOf(elements[0])?.first ?? 0;
    if (pointers !== undefined) attachPointers(part, this.type.name, pointers.list!, first);
    return part;
  }

  [inspect.custom](_depth: number, options: object): string {
    return `${this.type.name}[${this.length}] ${inspect([...this], options)}`;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.length; i++) yield this[i];
  }
}

function newArray<T extends Struct>(type: StructType<T>, length: number): ContiguousArray<T> {
  return arrayOver(type, length, new ArrayBuffer(type.size * length), 0);
}

/** An array whose bytes lie at `begin` of `buffer`. */
export function arrayOver<T extends Struct>(
  type: StructType<T>,
  length: number,
  buffer: ArrayBuffer,
  begin: number,
): ContiguousArray<T> {
  const entries = countEntries(type.name);
  const list = newList(entries * length);
  const elements = Array.from({ length }, (_, i) => {
    const offset = begin + type.size * i;
    return new (type as unknown as Element<T>)(buffer, offset, buffer.byteLength - offset, list, entries * i);
  });
  const made = new ContiguousArray(type, elements, buffer, begin);
  if (entries > 0) attachPointers(made, type.name, list, 0);
  return made;
}

/**
 * An array of C: `int fds[2]` is `array(int, 2)`, `struct pollfd fds[5]` is `array(pollfd, 5)`. All bytes are zero. With
 * an initialiser, `int primes[] = {2, 3, 5}` is `array(int, [2, 3, 5])`.
 *
 * @param type the class of the elements: a struct's or a number's
 * @param length how many elements, or their values
 * @returns a TypedArray for integers of up to 32 bits, float and double; for structs an object with an index, a length
 *   and an iterator
 */
export function array<Name extends keyof NumberArrays>(
  type: StructType<Struct<Name>>,
  length: number | readonly number[],
): NumberArrays[Name];
export function array<T extends Struct>(
  type: StructType<T>,
  length: number | readonly NoInfer<T | Initializer<T>>[],
): StructArray<T>;
export function array(type: StructType, length: number | readonly unknown[]): unknown {
  checkType("array", type);
  const values = Array.isArray(length) ? (length as unknown[]) : [];
  const count = Array.isArray(length) ? length.length : (length as number);
  checkSize("array", "length", count);
  const numbers = numberArrayOf(type);
  if (numbers !== undefined) return fillNumbers(new numbers(count), values as number[]);
  const made = newArray(type, count);
  for (const [i, value] of values.entries()) (made[i] as View & Struct).assign(value);
  return made;
}

function fillNumbers(array: Int32Array, values: readonly number[]): Int32Array {
  array.set(values);
  return array;
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
  checkSize("resize", "length", length);
  const resized = another(old, length);
  const size = Math.min(old.byteLength, resized.byteLength);
  new Uint8Array(resized.buffer, resized.byteOffset).set(new Uint8Array(old.buffer, old.byteOffset, size));
  if (old instanceof ContiguousArray) copyPointers(old, resized as ContiguousArray<Struct>);
  return resized;
}

/** A copy of a struct's bytes has pointers to nowhere: they are assigned one by one. */
function copyPointers(from: ContiguousArray<Struct>, to: ContiguousArray<Struct>): void {
  if (pointersOf(from) === undefined) return;
  for (let i = 0; i < Math.min(from.length, to.length); i++) (to[i] as View & Struct).assign(from[i]);
}

/** An array of the same kind. */
function another(old: ContiguousArray<Struct> | Int32Array, length: number): NodeJS.ArrayBufferView {
  if (old instanceof ContiguousArray) return newArray(old.type, length);
  return Buffer.isBuffer(old) ? Buffer.alloc(length) : new (old.constructor as NumberArray)(length);
}
