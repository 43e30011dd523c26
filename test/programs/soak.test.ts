import { Program, testProgram } from "../support/processes.ts";

/** The sanitizers' build takes its time. */
const share = process.env.BERKELEY_ADDON === undefined ? 1 : 0.2;

it.each([
  ["on a machine that is idle otherwise", 200, []],
  ["with all processors loaded", 60, ["--load"]],
])(
  "forks of a busy process %s: no child hangs, is killed or ends with a wrong status",
  async (_where, forks, options) => {
    const soak = new Program([...testProgram("../soak/fork"), String(forks * share), ...options]);
    const { status, stdout, stderr } = await soak.finish();
    console.log(stdout);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  },
  160_000,
);
