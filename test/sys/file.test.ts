import { flock as struct_flock, O_CREAT, O_RDWR, open } from "berkeley/fcntl";
import { flock, LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN } from "berkeley/sys/file";
import { close, dup } from "berkeley/unistd";

import { runModule } from "../support/children.ts";
import { closedDescriptor, opened, temporaryPath } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { thrown } from "../support/thrown.ts";

const file = (path: string): number => opened(open(path, O_RDWR | O_CREAT, 0o600));

describe("flock", () => {
  it("locks a file against others that open it, until it is unlocked or closed", () => {
    const path = temporaryPath();
    const [a, b, c] = [file(path), file(path), file(path)];
    expect(flock(a, LOCK_SH)).toBe(0);
    expect(flock(b, LOCK_SH | LOCK_NB)).toBe(0);
    expect(failing(() => flock(c, LOCK_EX | LOCK_NB))).toBe("EAGAIN");
    expect(flock(a, LOCK_UN)).toBe(0);
    expect(failing(() => flock(c, LOCK_EX | LOCK_NB))).toBe("EAGAIN");
    expect(close(b)).toBe(0);
    expect(flock(c, LOCK_EX | LOCK_NB)).toBe(0);
    expect(failing(() => flock(a, LOCK_SH | LOCK_NB))).toBe("EAGAIN");
    expect(flock(dup(c), LOCK_UN)).toBe(0);
    expect(flock(a, LOCK_SH | LOCK_NB)).toBe(0);
  });

  it("waits for another process to unlock", () => {
    const { stdout } = runModule(
      `import * as all from "berkeley";
       const path = "${temporaryPath()}";
       const fd = all.open(path, all.O_RDWR | all.O_CREAT, 0o600);
       const ready = all.array(all.int, 2);
       all.pipe(ready);
       if (all.fork() === 0) {
         const own = all.open(path, all.O_RDWR);
         all.flock(own, all.LOCK_EX);
         all.write(ready[1], "x", 1);
         all.usleep(100_000);
         all._exit(0);
       }
       all.read(ready[0], Buffer.alloc(1), 1);
       console.log(all.flock(fd, all.LOCK_EX | all.LOCK_NB), all.errno === all.EWOULDBLOCK, all.flock(fd, all.LOCK_EX));`,
    );
    expect(stdout).toBe("-1 true 0\n");
  });

  it("is the struct as well", () => {
    expect(struct_flock).toBe(flock);
    expect(new flock({ l_len: 5 }).l_len).toBe(5);
    expect(thrown(() => flock("x" as never, LOCK_EX))).toMatch(/^TypeError: flock: fd: expected an integer/);
  });

  it("answers EBADF and EINVAL", () => {
    expect(failing(() => flock(closedDescriptor(), LOCK_EX))).toBe("EBADF");
    expect(failing(() => flock(file(temporaryPath()), 0))).toBe("EINVAL");
  });
});
