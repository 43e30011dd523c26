// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const SOF_TIMESTAMPING_TX_HARDWARE = constants.SOF_TIMESTAMPING_TX_HARDWARE;
export const SOF_TIMESTAMPING_TX_SOFTWARE = constants.SOF_TIMESTAMPING_TX_SOFTWARE;
export const SOF_TIMESTAMPING_RX_HARDWARE = constants.SOF_TIMESTAMPING_RX_HARDWARE;
export const SOF_TIMESTAMPING_RX_SOFTWARE = constants.SOF_TIMESTAMPING_RX_SOFTWARE;
export const SOF_TIMESTAMPING_SOFTWARE = constants.SOF_TIMESTAMPING_SOFTWARE;
export const SOF_TIMESTAMPING_SYS_HARDWARE = constants.SOF_TIMESTAMPING_SYS_HARDWARE;
export const SOF_TIMESTAMPING_RAW_HARDWARE = constants.SOF_TIMESTAMPING_RAW_HARDWARE;
export const SOF_TIMESTAMPING_OPT_ID = constants.SOF_TIMESTAMPING_OPT_ID;
export const SOF_TIMESTAMPING_TX_SCHED = constants.SOF_TIMESTAMPING_TX_SCHED;
export const SOF_TIMESTAMPING_TX_ACK = constants.SOF_TIMESTAMPING_TX_ACK;
export const SOF_TIMESTAMPING_OPT_CMSG = constants.SOF_TIMESTAMPING_OPT_CMSG;
export const SOF_TIMESTAMPING_OPT_TSONLY = constants.SOF_TIMESTAMPING_OPT_TSONLY;
export const SOF_TIMESTAMPING_OPT_STATS = constants.SOF_TIMESTAMPING_OPT_STATS;
export const SOF_TIMESTAMPING_OPT_PKTINFO = constants.SOF_TIMESTAMPING_OPT_PKTINFO;
export const SOF_TIMESTAMPING_OPT_TX_SWHW = constants.SOF_TIMESTAMPING_OPT_TX_SWHW;
export const SOF_TIMESTAMPING_BIND_PHC = constants.SOF_TIMESTAMPING_BIND_PHC;

export interface so_timestamping extends Struct<"so_timestamping"> {
  flags: number;
  bind_phc: number;
}
export const so_timestamping = struct<so_timestamping>("so_timestamping");
