// Written by npm run generate.

import { native } from "../../native.ts";
import type { int } from "../memory/scalars.ts";
import type { Option } from "../../memory/option.ts";

const { constants } = native;

export const UDP_CORK = constants.UDP_CORK as Option<int>;
export const UDP_GRO = constants.UDP_GRO as Option<int>;
export const UDP_SEGMENT = constants.UDP_SEGMENT as Option<int>;
export const SOL_UDP = constants.SOL_UDP;
export const UDP_ENCAP = constants.UDP_ENCAP as Option<int>;
export const UDP_NO_CHECK6_TX = constants.UDP_NO_CHECK6_TX as Option<int>;
export const UDP_NO_CHECK6_RX = constants.UDP_NO_CHECK6_RX as Option<int>;
