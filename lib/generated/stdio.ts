// Written by npm run generate.

import { native } from "../native.ts";

const { constants } = native;

export const EOF = constants.EOF;
