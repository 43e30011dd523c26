import { EBADF, EINTR, errno, set_errno } from "berkeley/errno";
import * as all from "berkeley";
import { close } from "berkeley/unistd";

describe("errno", () => {
  it("is a live binding that a failing call sets and a succeeding one leaves", () => {
    set_errno(0);
    expect(close(-1)).toBe(-1);
    expect(errno).toBe(EBADF);
    expect(all.errno).toBe(EBADF);
  });

  it("is assigned by set_errno", () => {
    set_errno(EINTR);
    expect(errno).toBe(EINTR);
  });
});
