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
export const _SC_ARG_MAX = constants._SC_ARG_MAX;
export const _SC_AVPHYS_PAGES = constants._SC_AVPHYS_PAGES;
export const _SC_CHILD_MAX = constants._SC_CHILD_MAX;
export const _SC_CLK_TCK = constants._SC_CLK_TCK;
export const _SC_GETGR_R_SIZE_MAX = constants._SC_GETGR_R_SIZE_MAX;
export const _SC_GETPW_R_SIZE_MAX = constants._SC_GETPW_R_SIZE_MAX;
export const _SC_HOST_NAME_MAX = constants._SC_HOST_NAME_MAX;
export const _SC_IOV_MAX = constants._SC_IOV_MAX;
export const _SC_LINE_MAX = constants._SC_LINE_MAX;
export const _SC_LOGIN_NAME_MAX = constants._SC_LOGIN_NAME_MAX;
export const _SC_NGROUPS_MAX = constants._SC_NGROUPS_MAX;
export const _SC_NPROCESSORS_CONF = constants._SC_NPROCESSORS_CONF;
export const _SC_NPROCESSORS_ONLN = constants._SC_NPROCESSORS_ONLN;
export const _SC_OPEN_MAX = constants._SC_OPEN_MAX;
export const _SC_PAGESIZE = constants._SC_PAGESIZE;
export const _SC_PAGE_SIZE = constants._SC_PAGE_SIZE;
export const _SC_PHYS_PAGES = constants._SC_PHYS_PAGES;
export const _SC_RTSIG_MAX = constants._SC_RTSIG_MAX;
export const _SC_SIGQUEUE_MAX = constants._SC_SIGQUEUE_MAX;
export const _SC_STREAM_MAX = constants._SC_STREAM_MAX;
export const _SC_SYMLOOP_MAX = constants._SC_SYMLOOP_MAX;
export const _SC_TTY_NAME_MAX = constants._SC_TTY_NAME_MAX;
export const _SC_VERSION = constants._SC_VERSION;
