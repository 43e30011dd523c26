import { bytes } from "berkeley/memory";
import { F_GETFD, FD_CLOEXEC, fcntl } from "berkeley/fcntl";
import * as signals from "berkeley/signal";
import { SIGCHLD, sigset_t, SIGUSR1 } from "berkeley/signal";
import { SFD_CLOEXEC, SFD_NONBLOCK, signalfd, signalfd_siginfo } from "berkeley/sys/signalfd";
import { close, read } from "berkeley/unistd";

import { runModule } from "../support/children.ts";
import { closedDescriptor, opened, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";

/** A set of one signal. */
function only(signal: number): sigset_t {
  const set = new sigset_t();
  bytes(set)[(signal - 1) >> 3] = 1 << ((signal - 1) & 7);
  return set;
}

it("has nothing to read while there is no signal", () => {
  const fd = opened(signalfd(-1, only(SIGUSR1), SFD_NONBLOCK | SFD_CLOEXEC));
  expect(failing(() => read(fd, new signalfd_siginfo(), 128))).toBe("EAGAIN");
  expect(fcntl(fd, F_GETFD)).toBe(FD_CLOEXEC);
  expect(signalfd(fd, only(SIGCHLD), 0)).toBe(fd);
  expect(close(fd)).toBe(0);
  expect(failing(() => signalfd(fd, only(SIGCHLD), 0))).toBe("EBADF");
});

const canBlock = "sigprocmask" in signals;
if (!canBlock) console.warn("skipped: signals cannot be blocked without sigprocmask");

(canBlock ? it : it.skip)("gives a blocked signal, and who sent it (skipped without sigprocmask)", () => {
  const { stdout, stderr } = runModule(
    `import * as all from "berkeley";
     const set = new all.sigset_t();
     all.sigaddset(set, all.SIGUSR1);
     all.sigprocmask(all.SIG_BLOCK, set, null);
     const fd = all.signalfd(-1, set, 0);
     const info = new all.signalfd_siginfo();
     all.kill(all.getpid(), all.SIGUSR1);
     const size = all.read(fd, info, all.sizeof(info));
     console.log(size, info.ssi_signo === all.SIGUSR1, info.ssi_code === all.SI_USER, info.ssi_pid === all.getpid(),
       info.ssi_uid === all.getuid(), info.ssi_ptr);`,
  );
  expect(stderr).toBe("");
  expect(stdout).toBe("128 true true true true 0n\n");
});

it.each<[string, string, () => number]>([
  ["EFAULT", "null", () => signalfd(-1, null, 0)],
  ["EINVAL", "other flags", () => signalfd(-1, new sigset_t(), 1)],
  ["EINVAL", "another kind of descriptor", () => signalfd(openedPipe()[0], new sigset_t(), 0)],
  ["EBADF", "a closed descriptor", () => signalfd(closedDescriptor(), new sigset_t(), 0)],
])("%s: %s", (error, _what, call) => {
  expect(failing(call)).toBe(error);
});
