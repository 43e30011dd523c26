// Written by npm run generate.

import { native } from "../../native.ts";

const { constants } = native;

export const WNOHANG = constants.WNOHANG;
export const WUNTRACED = constants.WUNTRACED;
export const P_ALL = constants.P_ALL;
export const P_PGID = constants.P_PGID;
export const P_PID = constants.P_PID;
export const WAIT_ANY = constants.WAIT_ANY;
export const WCONTINUED = constants.WCONTINUED;
export const WEXITED = constants.WEXITED;
export const WNOWAIT = constants.WNOWAIT;
export const WSTOPPED = constants.WSTOPPED;
export const P_PIDFD = constants.P_PIDFD;
export const WAIT_MYPGRP = constants.WAIT_MYPGRP;
export const WCOREFLAG = constants.WCOREFLAG;
export const __WALL = constants.__WALL;
export const __WCLONE = constants.__WCLONE;
export const __WNOTHREAD = constants.__WNOTHREAD;
