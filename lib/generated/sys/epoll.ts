// Written by npm run generate.

import { native } from "../../native.ts";
import { struct, type Struct } from "../../memory/struct.ts";

const { constants } = native;

export const EPOLLIN = constants.EPOLLIN;
export const EPOLLPRI = constants.EPOLLPRI;
export const EPOLLOUT = constants.EPOLLOUT;
export const EPOLLRDNORM = constants.EPOLLRDNORM;
export const EPOLLRDBAND = constants.EPOLLRDBAND;
export const EPOLLWRNORM = constants.EPOLLWRNORM;
export const EPOLLWRBAND = constants.EPOLLWRBAND;
export const EPOLLMSG = constants.EPOLLMSG;
export const EPOLLERR = constants.EPOLLERR;
export const EPOLLHUP = constants.EPOLLHUP;
export const EPOLLRDHUP = constants.EPOLLRDHUP;
export const EPOLLEXCLUSIVE = constants.EPOLLEXCLUSIVE;
export const EPOLLWAKEUP = constants.EPOLLWAKEUP;
export const EPOLLONESHOT = constants.EPOLLONESHOT;
export const EPOLLET = constants.EPOLLET;
export const EPOLL_CTL_ADD = constants.EPOLL_CTL_ADD;
export const EPOLL_CTL_DEL = constants.EPOLL_CTL_DEL;
export const EPOLL_CTL_MOD = constants.EPOLL_CTL_MOD;
export const EPOLL_CLOEXEC = constants.EPOLL_CLOEXEC;

export interface epoll_data_t extends Struct<"epoll_data_t"> {
  fd: number;
  u32: number;
  u64: bigint;
}
export const epoll_data_t = struct<epoll_data_t>("epoll_data_t");

export interface epoll_event extends Struct<"epoll_event"> {
  events: number;
  get data(): epoll_data_t;
  set data(value: epoll_data_t);
}
export const epoll_event = struct<epoll_event>("epoll_event");
