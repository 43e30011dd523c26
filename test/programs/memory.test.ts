import { Program, testProgram } from "../support/processes.ts";

const MIB = 2 ** 20;

// The sanitizers keep for a while what was freed.
const itPlain = process.env.ASAN_OPTIONS === undefined ? it : it.skip;

itPlain(
  "10 million times send and recv leave memory as it was after 100,000",
  async () => {
    const [node, program] = testProgram("memory");
    const { status, stdout, stderr } = await new Program([node, "--expose-gc", program]).finish();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { heapUsed, rss } = JSON.parse(stdout) as { heapUsed: number; rss: number };
    expect(heapUsed).toBeLessThan(MIB);
    expect(rss).toBeLessThan(5 * MIB);
  },
  180_000,
);
