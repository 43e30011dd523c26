// Written by npm run generate.

import { native } from "../../native.ts";

const { constants } = native;

export const IFF_LOWER_UP = constants.IFF_LOWER_UP;
export const IFF_DORMANT = constants.IFF_DORMANT;
export const IFF_ECHO = constants.IFF_ECHO;
export const IF_OPER_UNKNOWN = constants.IF_OPER_UNKNOWN;
export const IF_OPER_NOTPRESENT = constants.IF_OPER_NOTPRESENT;
export const IF_OPER_DOWN = constants.IF_OPER_DOWN;
export const IF_OPER_LOWERLAYERDOWN = constants.IF_OPER_LOWERLAYERDOWN;
export const IF_OPER_TESTING = constants.IF_OPER_TESTING;
export const IF_OPER_DORMANT = constants.IF_OPER_DORMANT;
export const IF_OPER_UP = constants.IF_OPER_UP;
export const IF_LINK_MODE_DEFAULT = constants.IF_LINK_MODE_DEFAULT;
export const IF_LINK_MODE_DORMANT = constants.IF_LINK_MODE_DORMANT;
