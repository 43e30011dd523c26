/**
 * What the pointers of structs refer to. JavaScript memory has no address that a struct could hold: it moves, shrinks
 * and goes away. So what `iov.iov_base = buffer` refers to is kept in a list beside the struct's bytes, and the lower
 * half of the bytes holds where in the list, plus one. Thus zeroed bytes are NULL, as memset makes them in C; and bytes that come from
 * elsewhere (memcpy of a struct, a cast of other memory) are pointers to nowhere, which the kernel answers with EFAULT.
 * The native layer reads list and bytes at the call (native/pointers.h).
 */

import { endianness } from "node:os";

import { expected } from "../check.ts";
import { native } from "../native.ts";
import type { FieldLayout, Struct } from "./struct.ts";

/**
 * The list of a struct, or of an array of structs, which its elements share: one entry for a pointer to memory, two for
 * a pointer to structs that hold pointers themselves, which are they and their list. Where their entries begin is in the
 * upper half of the pointer's bytes.
 */
export interface Pointers {
  /** The struct's name. */
  readonly type: string;
  readonly list: readonly unknown[] | null;
  /** Where the struct's own entries begin. */
  readonly first: number;
}

/** A class whose constructor returns what it is given, and which thus gives that a private field. */
const Given = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

class Attached extends Given {
  readonly #pointers: Pointers;

  constructor(object: object, pointers: Pointers) {
    super(object);
    this.#pointers = pointers;
  }

  static of(value: unknown): Pointers | undefined {
    return typeof value === "object" && value !== null && #pointers in value ? value.#pointers : undefined;
  }
}

/** The pointers of a struct or array of structs. Asking runs no JavaScript of the value's. */
export const pointersOf = (value: unknown): Pointers | undefined => Attached.of(value);

export function attachPointers(struct: object, type: string, list: readonly unknown[], first: number): void {
  new Attached(struct, { type, list, first });
}

class Extended extends Given {
  readonly #extent: number;

  constructor(object: object, extent: number) {
    super(object);
    this.#extent = extent;
  }

  static of(struct: object): number {
    return #extent in struct ? struct.#extent : 0;
  }
}

/** Notes how many bytes there are from the beginning of a struct to the end of the memory that it lies in. */
export function attachExtent(struct: object, extent: number): void {
  new Extended(struct, extent);
}

/**
 * What follows behind a struct in the memory that it was made of: by cast, or by a macro such as CMSG_FIRSTHDR.
 *
 * @param struct one whose layout says that more follows
 * @param offset where, in bytes from the struct's beginning
 */
export function behind(struct: Struct, offset: number): Buffer {
  const { buffer, byteOffset } = struct as unknown as DataView;
  return Buffer.from(buffer, byteOffset + offset, Math.max(0, Extended.of(struct) - offset));
}

const NULL: Pointers = { type: "NULL", list: null, first: 0 };

/** The pointers of an argument that must be a struct of a type, an array of them, or null. */
export function pointersTo(name: string, parameter: string, type: string, value: unknown): Pointers {
  const pointers = value === null ? NULL : pointersOf(value);
  if (pointers !== undefined && (pointers.type === type || pointers === NULL)) return pointers;
  throw expected(name, parameter, `a ${type}, an array of them or null`, value);
}

/** How many entries the pointers of a struct have. */
export function countEntries(type: string): number {
  return native.structs[type].fields.reduce((sum, field) => sum + countEntriesOf(field), 0);
}

export function countEntriesOf({ type, target }: FieldLayout): number {
  if (type === "Pointer") return target === undefined ? 1 : 2;
  return type in native.structs ? countEntries(type) : 0;
}

/**
 * A list of NULLs. It inherits nothing: were there a getter among what arrays inherit, it would run where the native
 * layer reads beyond the list's end, which bytes can make it do.
 */
export function newList(entries: number): unknown[] {
  return Object.setPrototypeOf(new Array<unknown>(entries).fill(null), null) as unknown[];
}

const isLittle = endianness() === "LE";
/** Where in a pointer its lower half lies, and its upper. */
const [low, high] = isLittle ? [0, 4] : [4, 0];

/** What the pointer at `offset` of a struct refers to, if its bytes say that it is the one of `entry`. */
export function getPointer(struct: DataView, offset: number, entry: number): unknown {
  const { list, first } = pointersOf(struct)!;
  const place = first + entry;
  return struct.getUint32(offset + low, isLittle) === place + 1 ? list![place] : null;
}

export function setPointer(
  struct: DataView,
  offset: number,
  entry: number,
  field: string,
  target: string | undefined,
  value: unknown,
): void {
  const { type, list, first } = pointersOf(struct)! as Pointers & { list: unknown[] };
  const place = first + entry;
  let begin = 0;
  if (target !== undefined) {
    const pointers = pointersTo(type, field, target, value);
    list[place] = value;
    list[place + 1] = pointers.list;
    begin = pointers.first;
  } else {
    list[place] = memoryOf(type, field, value);
  }
  struct.setUint32(offset + low, value === null ? 0 : place + 1, isLittle);
  struct.setUint32(offset + high, begin, isLittle);
}

/** A string is its UTF-8 with a NUL, as where it is passed to a call. */
function memoryOf(type: string, field: string, value: unknown): unknown {
  if (value === null || ArrayBuffer.isView(value)) return value;
  if (typeof value === "string") return Buffer.from(`${value}\0`);
  throw expected(type, field, "a Buffer, TypedArray, DataView, struct, string or null", value);
}
