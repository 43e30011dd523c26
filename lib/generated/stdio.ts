// Written by npm run generate.

import { native } from "../native.ts";

const { constants } = native;

export const EOF = constants.EOF;
export const BUFSIZ = constants.BUFSIZ;
export const FILENAME_MAX = constants.FILENAME_MAX;
export const FOPEN_MAX = constants.FOPEN_MAX;
export const L_tmpnam = constants.L_tmpnam;
export const TMP_MAX = constants.TMP_MAX;
export const _IOFBF = constants._IOFBF;
export const _IOLBF = constants._IOLBF;
export const _IONBF = constants._IONBF;
