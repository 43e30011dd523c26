/**
 * C's structs: views of bytes that the compiler laid out.
 *
 * The class of a struct is written as text and compiled at load, because V8 keeps what it learns of a property's types
 * with the code that reads it: twenty classes that shared their accessors' code would share that too, and all be slow.
 * What is generated is the class that one would write by hand (see `source`).
 */

import { endianness } from "node:os";
import { inspect, types } from "node:util";

import { native } from "../native.ts";
import type { either16 } from "../netinet/in.ts";
import type { RawMemory } from "./access.ts";
import { array, arrayOver, type StructArray } from "./array.ts";
import {
  attachExtent,
  attachPointers,
  countEntries,
  countEntriesOf,
  getPointer,
  newList,
  setPointer,
} from "./pointers.ts";

declare const tag: unique symbol;

/** A struct, told from others of the same shape by its C name. */
export interface Struct<Name extends string = string> {
  readonly [tag]: Name;
}

/** What an initialiser may say: `{ .sin_family = AF_INET }` is `{ sin_family: AF_INET }`. */
export type Initializer<T> = { readonly [tag]?: never } & {
  [Field in keyof T as Field extends typeof tag ? never : Field]?: T[Field] extends StructArray<infer E>
    ? Elements<E>
    : T[Field] extends Struct
      ? T[Field] | Initializer<T[Field]>
      : T[Field] extends Buffer
        ? string | Uint8Array
        : T[Field] extends either16
          ? number
          : RawMemory extends T[Field]
            ? T[Field] | string
            : T[Field] extends number
              ? T[Field] | 0
              : T[Field];
};

/** What may be assigned to an array of structs: its first elements, or their initialisers. The others become zero. */
export type Elements<T extends Struct> = Iterable<T | Initializer<T>>;

/** A struct's class as what C calls a type: to cast to, to make arrays of, to ask for its size. */
export interface StructType<T extends Struct = Struct> {
  readonly name: string;
  readonly prototype: T;
  /** The struct's size in bytes. */
  readonly size: number;
}

/** The class of a struct: `new sockaddr_in()` has all bytes zero, `new sockaddr_in(a)` is a copy of `a`. */
export interface StructClass<T extends Struct = Struct> extends StructType<T> {
  new (initializer?: T | Initializer<T>): T;
}

/** The class of a number that C takes by address: `new int(1)`. */
export interface ScalarClass<T extends Struct = Struct> extends StructClass<T> {
  new (value?: (T extends { value: bigint } ? bigint : number) | T): T;
}

/** Where a field lies. */
export interface FieldLayout {
  readonly name: string;
  /** A struct's name, or what DataView calls the number, "Uint16", "BigUint64"; "Limit64" is an rlim_t; "Pointer". */
  readonly type: string;
  readonly offset: number;
  /** Elements of an array. */
  readonly length?: number;
  /** Whether the array goes on to the end of the memory. */
  readonly flexible?: boolean;
  /** Bits of a bit field. */
  readonly mask?: number;
  /** The struct that a pointer refers to, where that holds pointers itself. */
  readonly target?: string;
}

export interface StructLayout {
  readonly size: number;
  readonly fields: readonly FieldLayout[];
  /** Whether more follows behind the struct, which macros find. */
  readonly tail?: boolean;
}

type Bytes = ArrayBuffer | SharedArrayBuffer;
type Constructor = new (memory?: Bytes | object, offset?: number, size?: number) => View;

const isBytes: (value: unknown) => value is Bytes = types.isAnyArrayBuffer;

/** What all structs share. They are DataViews, so that native code finds their bytes as it finds a Buffer's. */
export class View extends DataView<Bytes> {
  constructor(size: number, memory: unknown, offset: number | undefined) {
    if (isBytes(memory)) super(memory, offset, size);
    else super(new ArrayBuffer(size));
  }

  /** Fields whose 64 bits are any are bigints; DataView would make one of a boolean or a string too. */
  setBig(offset: number, value: bigint): void {
    if (typeof value !== "bigint")
      throw new TypeError(`${this.constructor.name}: expected a bigint, got ${typeof value}`);
    this.setBigInt64(offset, value, littleEndian);
  }

  /** Fields whose 64 bits count or measure something are numbers. */
  get64(offset: number, signed: boolean): number {
    const value = signed ? this.getBigInt64(offset, littleEndian) : this.getBigUint64(offset, littleEndian);
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw this.rangeError(value);
    return number;
  }

  set64(offset: number, signed: boolean, value: number): void {
    if (!Number.isSafeInteger(value) || (!signed && value < 0)) throw this.rangeError(value);
    this.setBigInt64(offset, BigInt(value), littleEndian);
  }

  /** An rlim_t, which is RLIM_INFINITY where all bits are set: the number nearest to them. */
  getLimit(offset: number): number {
    return this.getBigInt64(offset, littleEndian) === -1n ? 2 ** 64 : this.get64(offset, false);
  }

  setLimit(offset: number, value: number): void {
    if (value === 2 ** 64) this.setBigInt64(offset, -1n, littleEndian);
    else this.set64(offset, false, value);
  }

  private rangeError(value: number | bigint): RangeError {
    return new RangeError(`${this.constructor.name}: ${value} is no integer that a number and the field can hold`);
  }

  /** Fills an array of bytes as an initialiser does: what the value leaves is zero. */
  fill(offset: number, length: number, value: string | Uint8Array): void {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    if (bytes.length > length) {
      throw new RangeError(`${this.constructor.name}: ${bytes.length} bytes do not fit into ${length}`);
    }
    const field = new Uint8Array(this.buffer, this.byteOffset + offset, length);
    field.fill(0).set(bytes);
  }

  /** Takes over another struct's bytes, or the fields that an initialiser names. */
  assign(value: unknown): void {
    const { name } = this.constructor;
    if (value instanceof View && value.constructor === this.constructor) {
      const size = Math.min(value.byteLength, this.byteLength); // One may be the head of more (see headOf).
      const bytes = new Uint8Array(value.buffer, value.byteOffset, size);
      new Uint8Array(this.buffer, this.byteOffset, this.byteLength).set(bytes);
      for (const pointer of pointersOf(this)) Reflect.set(this, pointer, Reflect.get(value, pointer));
      return;
    }
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || isBytes(value)) {
      throw new TypeError(`${name}: expected another ${name} or an object with its fields`);
    }
    for (const [field, fieldValue] of Object.entries(value)) {
      if (!fieldNames(this).includes(field)) throw new TypeError(`${name} has no field ${field}`);
      Reflect.set(this, field, fieldValue);
    }
  }

  [inspect.custom](_depth: number, options: object): string {
    const values = fieldNames(this).map((field) => [field, valueOf(this, field)] as const);
    return `${this.constructor.name} ${inspect(Object.fromEntries(values), options)}`;
  }
}

function fieldNames(struct: View): readonly string[] {
  return [...native.structs[struct.constructor.name].fields.map((field) => field.name), ...pointersOf(struct)];
}

/** The pointers of a struct: a class that adds them to the numbers names them in `pointers`. */
function pointersOf(struct: View): readonly string[] {
  return (struct.constructor as { readonly pointers?: readonly string[] }).pointers ?? [];
}

/** What the constructor of a class that adds pointers does with its initialiser. */
export function initialize(struct: Struct, value: unknown): void {
  if (value !== undefined) (struct as unknown as View).assign(value);
}

/** A field's value; what cannot be read is shown as the error that says so. */
function valueOf(struct: View, field: string): unknown {
  try {
    return Reflect.get(struct, field);
  } catch (error) {
    return error;
  }
}

const littleEndian = endianness() === "LE";
const classes = new Map<string, Constructor & { readonly size: number }>();

/**
 * The class of a struct that the native layer has a layout for; undefined on a platform that lacks it.
 */
export function struct<T extends Struct>(name: string): StructClass<T> {
  return (name in native.structs ? define(name) : undefined) as unknown as StructClass<T>;
}

/**
 * What C calls by one name, a struct and a function: `new stat()` makes the struct, `stat(pathname, statbuf)` calls the
 * function.
 */
export function structAndFunction<Type extends object, Call extends (...values: never[]) => unknown>(
  type: Type,
  call: Call,
): Type & Call {
  return new Proxy(type, { apply: (_type, _this, values) => call(...(values as never[])) }) as Type & Call;
}

/**
 * A struct that is the head of a longer one, as what a `struct sockaddr *` points to: its fields are the short one's, its
 * bytes all of the memory, so that it can be cast to the longer one.
 */
export function headOf<T extends Struct>(type: StructClass<T>, memory: NodeJS.ArrayBufferView): T {
  const { buffer, byteOffset, byteLength } = memory;
  const make = type as unknown as new (...values: unknown[]) => T;
  return new make(buffer, byteOffset, undefined, undefined, undefined, byteLength);
}

/** The class of a number that C takes by address. */
export function scalar<T extends Struct>(name: string): ScalarClass<T> {
  return struct(name) as unknown as ScalarClass<T>;
}

function define(name: string): Constructor {
  const known = classes.get(name);
  if (known !== undefined) return known;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is made from the compiler's layouts alone
  const compile = new Function(...Object.keys(scope), source(name)) as (...values: unknown[]) => Constructor;
  const made = Object.assign(compile(...Object.values(scope)), { size: native.structs[name].size });
  classes.set(name, made);
  return made;
}

/** What the text of a class uses. */
const scope = {
  View,
  isBytes,
  define,
  array,
  arrayOver,
  attachExtent,
  attachPointers,
  getPointer,
  setPointer,
  newList,
};

const initializeScalar = `
  if (typeof memory === "number" || typeof memory === "bigint") this.value = memory;
  else this.assign(memory);`;

/** The class's text. */
function source(name: string): string {
  const { size, fields, tail } = native.structs[name];
  const whole = fields.some(({ flexible }) => flexible) ? "extent" : size;
  const isScalar = fields[0]?.name === "value";
  const nested = new Set(fields.filter(isNested).map((field) => field.type));
  const entries = countEntries(name);
  const list = entries > 0 ? `newList(${entries})` : "undefined";
  return `
    ${[...nested].map((type) => `const ${type} = define("${type}");`).join("\n")}
    return class ${name} extends View {
      ${fields.map(storage).join("\n")}
      constructor(memory, offset, extent = ${size}, list = ${list}, first = 0, size = ${whole}) {
        super(size, memory, offset);
        ${entries > 0 ? pointers(name) : ""}
        ${tail === true ? "attachExtent(this, extent);" : ""}
        if (memory !== undefined && !isBytes(memory)) ${isScalar ? initializeScalar : "this.assign(memory);"}
      }
      ${fields.map(accessors(name)).join("\n")}
      ${entries > 0 ? assignment(fields) : ""}
    };`;
}

const isNested = (field: FieldLayout): boolean => field.type in native.structs;
const holdsPointers = (field: FieldLayout): boolean => isNested(field) && countEntries(field.type) > 0;

/** Where among the entries of a struct's pointers those of a field begin. */
function entryOf(name: string, field: FieldLayout): number {
  const { fields } = native.structs[name];
  return fields.slice(0, fields.indexOf(field)).reduce((sum, before) => sum + countEntriesOf(before), 0);
}

/** What the constructor of a struct with pointers does: nested structs share its list. */
function pointers(name: string): string {
  const nested = native.structs[name].fields.filter(holdsPointers).map((field) => {
    const place = `this.buffer, this.byteOffset + ${field.offset}, undefined, list, first + ${entryOf(name, field)}`;
    return `this.#${field.name} = new ${field.type}(${place});`;
  });
  return `attachPointers(this, "${name}", list, first); ${nested.join(" ")}`;
}

/** A copy of a struct's bytes has pointers to nowhere: each is set again. */
function assignment(fields: readonly FieldLayout[]): string {
  const pointing = fields.filter((field) => field.type === "Pointer" || holdsPointers(field));
  return `assign(value) {
    super.assign(value);
    if (value?.constructor === this.constructor) {
      ${pointing.map(({ name }) => `this.${name} = value.${name};`).join(" ")}
    }
  }`;
}

/** A nested struct is made with the struct around it, which makes reading its fields as cheap as reading others. */
function storage(field: FieldLayout): string {
  const place = `this.byteOffset + ${field.offset}`;
  if (holdsPointers(field)) return `#${field.name};`;
  if (isNested(field) && field.length === undefined)
    return `#${field.name} = new ${field.type}(this.buffer, ${place});`;
  return field.length === undefined ? "" : `#${field.name};`;
}

const accessors =
  (struct: string) =>
  (field: FieldLayout): string => {
    const { name, type, offset, length, mask, flexible } = field;
    const getter = (body: string): string => `get ${name}() { ${body} }`;
    const setter = (body: string): string => `set ${name}(value) { ${body} }`;
    if (isNested(field) && length !== undefined) {
      const size = native.structs[type].size;
      const count = flexible === true ? `Math.floor((this.byteLength - ${offset}) / ${size})` : length;
      return (
        getter(`return this.#${name} ??= arrayOver(${type}, ${count}, this.buffer, this.byteOffset + ${offset});`) +
        setter(`this.fill(${offset}, this.${name}.byteLength, new Uint8Array(array(${type}, [...value]).buffer));`)
      );
    }
    if (isNested(field)) {
      return getter(`return this.#${name};`) + setter(`this.#${name}.assign(value);`);
    }
    if (type === "Pointer") {
      const place = `this, ${offset}, ${entryOf(struct, field)}`;
      const target = field.target === undefined ? "undefined" : `"${field.target}"`;
      return getter(`return getPointer(${place});`) + setter(`setPointer(${place}, "${name}", ${target}, value);`);
    }
    if (length !== undefined) {
      const place = `(this.buffer, this.byteOffset + ${offset}, ${length})`;
      if (!type.endsWith("8")) {
        return (
          getter(`return this.#${name} ??= new ${type}Array${place};`) + setter(`this.${name}.fill(0).set(value);`)
        );
      }
      return (
        getter(`return this.#${name} ??= Buffer.from${place};`) + setter(`this.fill(${offset}, ${length}, value);`)
      );
    }
    if (type === "Limit64") {
      return getter(`return this.getLimit(${offset});`) + setter(`this.setLimit(${offset}, value);`);
    }
    if (type === "Int64" || type === "Uint64") {
      return (
        getter(`return this.get64(${offset}, ${type === "Int64"});`) +
        setter(`this.set64(${offset}, ${type === "Int64"}, value);`)
      );
    }
    if (type === "BigInt64" || type === "BigUint64") {
      return getter(`return this.get${type}(${offset}, ${littleEndian});`) + setter(`this.setBig(${offset}, value);`);
    }
    const get = `this.get${type}(${offset}, ${littleEndian})`;
    const set = (value: string): string => `this.set${type}(${offset}, ${value}, ${littleEndian});`;
    if (mask === undefined) return getter(`return ${get};`) + setter(set("value"));
    const shift = Math.log2(mask & -mask);
    return (
      getter(`return (${get} & ${mask}) >> ${shift};`) +
      setter(set(`(${get} & ~${mask}) | ((value << ${shift}) & ${mask})`))
    );
  };
