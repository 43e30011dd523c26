// Written by npm run generate.

import { native } from "../../native.ts";

const { constants } = native;

export const PROT_NONE = constants.PROT_NONE;
export const PROT_READ = constants.PROT_READ;
export const PROT_WRITE = constants.PROT_WRITE;
export const PROT_EXEC = constants.PROT_EXEC;
export const MAP_SHARED = constants.MAP_SHARED;
export const MAP_SHARED_VALIDATE = constants.MAP_SHARED_VALIDATE;
export const MAP_PRIVATE = constants.MAP_PRIVATE;
export const MAP_ANONYMOUS = constants.MAP_ANONYMOUS;
export const MAP_ANON = constants.MAP_ANON;
export const MAP_FIXED = constants.MAP_FIXED;
export const MAP_FIXED_NOREPLACE = constants.MAP_FIXED_NOREPLACE;
export const MAP_HUGETLB = constants.MAP_HUGETLB;
export const MAP_LOCKED = constants.MAP_LOCKED;
export const MAP_NONBLOCK = constants.MAP_NONBLOCK;
export const MAP_NORESERVE = constants.MAP_NORESERVE;
export const MAP_POPULATE = constants.MAP_POPULATE;
export const MAP_STACK = constants.MAP_STACK;
export const MAP_SYNC = constants.MAP_SYNC;
export const MS_ASYNC = constants.MS_ASYNC;
export const MS_INVALIDATE = constants.MS_INVALIDATE;
export const MS_SYNC = constants.MS_SYNC;
