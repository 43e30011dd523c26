// Written by npm run generate.

import { scalar, type Struct } from "../../memory/struct.ts";
import type { either16, either32 } from "../../netinet/in.ts";

export interface int extends Struct<"int"> {
  value: number;
}
export const int = scalar<int>("int");

export interface long extends Struct<"long"> {
  value: number;
}
export const long = scalar<long>("long");

export interface size_t extends Struct<"size_t"> {
  value: number;
}
export const size_t = scalar<size_t>("size_t");

export interface ssize_t extends Struct<"ssize_t"> {
  value: number;
}
export const ssize_t = scalar<ssize_t>("ssize_t");

export interface uint8_t extends Struct<"uint8_t"> {
  value: number;
}
export const uint8_t = scalar<uint8_t>("uint8_t");

export interface uint16_t extends Struct<"uint16_t"> {
  get value(): either16;
  set value(value: number);
}
export const uint16_t = scalar<uint16_t>("uint16_t");

export interface uint32_t extends Struct<"uint32_t"> {
  get value(): either32;
  set value(value: number);
}
export const uint32_t = scalar<uint32_t>("uint32_t");

export interface int8_t extends Struct<"int8_t"> {
  value: number;
}
export const int8_t = scalar<int8_t>("int8_t");

export interface int16_t extends Struct<"int16_t"> {
  value: number;
}
export const int16_t = scalar<int16_t>("int16_t");

export interface int32_t extends Struct<"int32_t"> {
  value: number;
}
export const int32_t = scalar<int32_t>("int32_t");

export interface int64_t extends Struct<"int64_t"> {
  value: number;
}
export const int64_t = scalar<int64_t>("int64_t");

export interface uint64_t extends Struct<"uint64_t"> {
  value: bigint;
}
export const uint64_t = scalar<uint64_t>("uint64_t");

export interface float extends Struct<"float"> {
  value: number;
}
export const float = scalar<float>("float");

export interface double extends Struct<"double"> {
  value: number;
}
export const double = scalar<double>("double");
