// Written by npm run generate.

import { native } from "../native.ts";

const { constants } = native;

export const F_OK = constants.F_OK;
export const R_OK = constants.R_OK;
export const W_OK = constants.W_OK;
export const X_OK = constants.X_OK;
export const SEEK_SET = constants.SEEK_SET;
export const SEEK_CUR = constants.SEEK_CUR;
export const SEEK_END = constants.SEEK_END;
export const STDERR_FILENO = constants.STDERR_FILENO;
export const STDIN_FILENO = constants.STDIN_FILENO;
export const STDOUT_FILENO = constants.STDOUT_FILENO;
