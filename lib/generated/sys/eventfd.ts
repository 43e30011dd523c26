// Written by npm run generate.

import { native } from "../../native.ts";
import { scalar, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const EFD_CLOEXEC = constants.EFD_CLOEXEC;
export const EFD_NONBLOCK = constants.EFD_NONBLOCK;
export const EFD_SEMAPHORE = constants.EFD_SEMAPHORE;

export interface eventfd_t extends Struct<"eventfd_t"> {
  value: bigint;
}
export const eventfd_t = scalar<eventfd_t>("eventfd_t");
