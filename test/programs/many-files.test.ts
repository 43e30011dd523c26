import { FD_SETSIZE } from "berkeley/sys/select";

import { Program, testProgram } from "../support/processes.ts";

describe.each(["select", "poll", "epoll"])("%s", (call) => {
  it("tells which of a thousand different files are ready, and of no others", async () => {
    const [file, ...args] = testProgram("many-files");
    const { status, stdout, stderr } = await new Program([file, ...args, call]).finish();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [count, ...told] = stdout.trimEnd().split("\n");
    const last = Number(count) - 1;
    // The others of the 1,024 are the standard streams and Node's.
    expect(last).toBeGreaterThan(FD_SETSIZE - 100);
    const chosen = [...Array.from({ length: Math.ceil(last / 97) }, (_, i) => 97 * i), last];
    const left = chosen.filter((_, i) => i % 2 === 1);
    const line = (places: readonly number[]): string => [`${places.length}:`, ...places].join(" ");
    expect(told).toEqual([line([]), line(chosen), line(left)]);
  });
});
