// Written by npm run generate.

import { native } from "../native.ts";
import { struct, type Struct } from "../memory/struct.ts";

const { constants } = native;

export const POLLIN = constants.POLLIN;
export const POLLPRI = constants.POLLPRI;
export const POLLOUT = constants.POLLOUT;
export const POLLRDNORM = constants.POLLRDNORM;
export const POLLRDBAND = constants.POLLRDBAND;
export const POLLWRNORM = constants.POLLWRNORM;
export const POLLWRBAND = constants.POLLWRBAND;
export const POLLMSG = constants.POLLMSG;
export const POLLREMOVE = constants.POLLREMOVE;
export const POLLRDHUP = constants.POLLRDHUP;
export const POLLERR = constants.POLLERR;
export const POLLHUP = constants.POLLHUP;
export const POLLNVAL = constants.POLLNVAL;

export interface pollfd extends Struct<"pollfd"> {
  fd: number;
  events: number;
  revents: number;
}
export const pollfd = struct<pollfd>("pollfd");
