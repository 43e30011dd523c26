// Written by npm run generate.

import { native } from "../../native.ts";

const { constants } = native;

export const TFD_CLOEXEC = constants.TFD_CLOEXEC;
export const TFD_NONBLOCK = constants.TFD_NONBLOCK;
export const TFD_TIMER_ABSTIME = constants.TFD_TIMER_ABSTIME;
export const TFD_TIMER_CANCEL_ON_SET = constants.TFD_TIMER_CANCEL_ON_SET;
