// Written by npm run generate.

import { native } from "../native.ts";

const { constants } = native;

export const CHAR_BIT = constants.CHAR_BIT;
export const SCHAR_MIN = constants.SCHAR_MIN;
export const SCHAR_MAX = constants.SCHAR_MAX;
export const UCHAR_MAX = constants.UCHAR_MAX;
export const CHAR_MIN = constants.CHAR_MIN;
export const CHAR_MAX = constants.CHAR_MAX;
export const SHRT_MIN = constants.SHRT_MIN;
export const SHRT_MAX = constants.SHRT_MAX;
export const USHRT_MAX = constants.USHRT_MAX;
export const INT_MIN = constants.INT_MIN;
export const INT_MAX = constants.INT_MAX;
export const UINT_MAX = constants.UINT_MAX;
export const LONG_MIN = constants.LONG_MIN;
export const LONG_MAX = constants.LONG_MAX;
export const ULONG_MAX = constants.ULONG_MAX;
export const LLONG_MIN = constants.LLONG_MIN;
export const LLONG_MAX = constants.LLONG_MAX;
export const ULLONG_MAX = constants.ULLONG_MAX;
export const SSIZE_MAX = constants.SSIZE_MAX;
export const PATH_MAX = constants.PATH_MAX;
export const NAME_MAX = constants.NAME_MAX;
export const PIPE_BUF = constants.PIPE_BUF;
export const IOV_MAX = constants.IOV_MAX;
export const NGROUPS_MAX = constants.NGROUPS_MAX;
export const HOST_NAME_MAX = constants.HOST_NAME_MAX;
export const LOGIN_NAME_MAX = constants.LOGIN_NAME_MAX;
export const TTY_NAME_MAX = constants.TTY_NAME_MAX;
export const LINE_MAX = constants.LINE_MAX;
