/** Checks of arguments that never reach the native layer. Their messages are like its own. */

import type { Struct, StructType } from "./memory/struct.ts";

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
}

export function expected(name: string, parameter: string, what: string, value: unknown): TypeError {
  return new TypeError(`${name}: ${parameter}: expected ${what}, got ${describe(value)}`);
}

export function checkInteger(name: string, parameter: string, value: number): number {
  if (typeof value !== "number") throw expected(name, parameter, "an integer", value);
  return value;
}

export function checkStruct<T extends Struct>(name: string, parameter: string, type: StructType<T>, value: T): T {
  if (!(value instanceof (type as unknown as new () => T))) throw expected(name, parameter, `a ${type.name}`, value);
  return value;
}
