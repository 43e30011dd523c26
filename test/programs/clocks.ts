/** Calls on clocks, timers and locks, as parity.test.ts compares them with those of the C twin. */

import { O_RDONLY, open } from "berkeley/fcntl";
import { flock, LOCK_EX, LOCK_UN } from "berkeley/sys/file";
import { getitimer, ITIMER_REAL, itimerval, setitimer } from "berkeley/sys/time";
import {
  TFD_CLOEXEC,
  TFD_NONBLOCK,
  TFD_TIMER_ABSTIME,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
} from "berkeley/sys/timerfd";
import { uname, utsname } from "berkeley/sys/utsname";
import {
  CLOCK_BOOTTIME,
  CLOCK_MONOTONIC,
  clock_nanosleep,
  CLOCK_REALTIME,
  CLOCK_THREAD_CPUTIME_ID,
  itimerspec,
  nanosleep,
  TIMER_ABSTIME,
  timespec,
} from "berkeley/time";
import { alarm, dup2, sleep } from "berkeley/unistd";

dup2(timerfd_create(CLOCK_MONOTONIC, 0), 100);
dup2(open("/", O_RDONLY), 101);

const time = new timespec({ tv_nsec: 2_000_000 });
sleep(0);
nanosleep(time, time);
clock_nanosleep(CLOCK_MONOTONIC, 0, time, time);
clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, time, time);
clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, time, time);

const timer = new itimerval({ it_value: { tv_sec: 3600 } });
alarm(3600);
alarm(0);
setitimer(ITIMER_REAL, timer, null);
timer.it_value.tv_sec = 0;
setitimer(ITIMER_REAL, timer, null);
getitimer(ITIMER_REAL, timer);

const expiration = new itimerspec({ it_value: { tv_nsec: 1 } });
timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
timerfd_settime(100, TFD_TIMER_ABSTIME, expiration, null);
timerfd_gettime(100, expiration);

flock(101, LOCK_EX);
flock(101, LOCK_UN);
uname(new utsname());
