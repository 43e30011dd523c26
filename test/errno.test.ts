import { constants } from "node:os";

import * as all from "berkeley";
import * as errors from "berkeley/errno";
import { EBADF, EINTR, errno, set_errno } from "berkeley/errno";
import { close, getpid } from "berkeley/unistd";

import { runModule } from "./support/children.ts";

describe("errno", () => {
  it("is a live binding that a failing call sets and a succeeding one leaves", () => {
    set_errno(0);
    expect(close(-1)).toBe(-1);
    expect(errno).toBe(EBADF);
    expect(all.errno).toBe(EBADF);
    getpid();
    expect(errno).toBe(EBADF);
  });

  it("is assigned by set_errno", () => {
    set_errno(EINTR);
    expect(errno).toBe(EINTR);
    expect(errors.errno).toBe(EINTR);
  });

  it("is not touched by a call that throws", () => {
    set_errno(EINTR);
    expect(() => close("x" as never)).toThrow();
    expect(errno).toBe(EINTR);
  });

  it("is each thread's own", () => {
    const { stdout } = runModule(
      `import { Worker } from "node:worker_threads";
       import { EINTR, errno, set_errno } from "berkeley/errno";
       set_errno(EINTR);
       const program = 'import("berkeley").then(({ close }) => close(-1))';
       new Worker(program, { eval: true }).once("exit", () => console.log(errno === EINTR));`,
    );
    expect(stdout).toBe("true\n");
  });
});

it("errors have Node's numbers", () => {
  const known = Object.entries(constants.errno);
  const ours: Readonly<Record<string, unknown>> = errors;
  expect(known.filter(([name, number]) => ours[name] !== number)).toEqual([]);
});
