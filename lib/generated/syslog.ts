// Written by npm run generate.

import { native } from "../native.ts";

const { constants } = native;

export const LOG_EMERG = constants.LOG_EMERG;
export const LOG_ALERT = constants.LOG_ALERT;
export const LOG_CRIT = constants.LOG_CRIT;
export const LOG_ERR = constants.LOG_ERR;
export const LOG_WARNING = constants.LOG_WARNING;
export const LOG_NOTICE = constants.LOG_NOTICE;
export const LOG_INFO = constants.LOG_INFO;
export const LOG_DEBUG = constants.LOG_DEBUG;
export const LOG_KERN = constants.LOG_KERN;
export const LOG_USER = constants.LOG_USER;
export const LOG_MAIL = constants.LOG_MAIL;
export const LOG_DAEMON = constants.LOG_DAEMON;
export const LOG_AUTH = constants.LOG_AUTH;
export const LOG_SYSLOG = constants.LOG_SYSLOG;
export const LOG_LPR = constants.LOG_LPR;
export const LOG_NEWS = constants.LOG_NEWS;
export const LOG_UUCP = constants.LOG_UUCP;
export const LOG_CRON = constants.LOG_CRON;
export const LOG_AUTHPRIV = constants.LOG_AUTHPRIV;
export const LOG_FTP = constants.LOG_FTP;
export const LOG_LOCAL0 = constants.LOG_LOCAL0;
export const LOG_LOCAL1 = constants.LOG_LOCAL1;
export const LOG_LOCAL2 = constants.LOG_LOCAL2;
export const LOG_LOCAL3 = constants.LOG_LOCAL3;
export const LOG_LOCAL4 = constants.LOG_LOCAL4;
export const LOG_LOCAL5 = constants.LOG_LOCAL5;
export const LOG_LOCAL6 = constants.LOG_LOCAL6;
export const LOG_LOCAL7 = constants.LOG_LOCAL7;
export const LOG_PID = constants.LOG_PID;
export const LOG_CONS = constants.LOG_CONS;
export const LOG_ODELAY = constants.LOG_ODELAY;
export const LOG_NDELAY = constants.LOG_NDELAY;
export const LOG_NOWAIT = constants.LOG_NOWAIT;
export const LOG_PERROR = constants.LOG_PERROR;
