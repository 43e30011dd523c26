/** C's memory: structs, scalars by address, pointers to pointers, arrays, sizeof and casts. */

export type { Initializer, ScalarClass, Struct, StructClass, StructType } from "./struct.ts";
export * from "./access.ts";
export { array, resize, type StructArray } from "./array.ts";
export { ptr } from "./pointer.ts";
export * from "../generated/memory/scalars.ts";
