// Written by npm run generate.

import { native } from "../native.ts";

const { constants } = native;

export const EXIT_SUCCESS = constants.EXIT_SUCCESS;
export const EXIT_FAILURE = constants.EXIT_FAILURE;
export const RAND_MAX = constants.RAND_MAX;
