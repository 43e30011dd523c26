// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const SFD_CLOEXEC = constants.SFD_CLOEXEC;
export const SFD_NONBLOCK = constants.SFD_NONBLOCK;

export interface signalfd_siginfo extends Struct<"signalfd_siginfo"> {
  ssi_signo: number;
  ssi_errno: number;
  ssi_code: number;
  ssi_pid: number;
  ssi_uid: number;
  ssi_fd: number;
  ssi_tid: number;
  ssi_band: number;
  ssi_overrun: number;
  ssi_trapno: number;
  ssi_status: number;
  ssi_int: number;
  ssi_ptr: bigint;
  ssi_utime: number;
  ssi_stime: number;
  ssi_addr: bigint;
  ssi_addr_lsb: number;
  ssi_syscall: number;
  ssi_call_addr: bigint;
  ssi_arch: number;
}
export const signalfd_siginfo = struct<signalfd_siginfo>("signalfd_siginfo");
