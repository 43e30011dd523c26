import { Program, testProgram } from "../support/processes.ts";

it.each([
  ["on a machine that is idle otherwise", ["200"]],
  ["with all processors loaded", ["60", "--load"]],
])(
  "forks of a busy process %s: no child hangs, is killed or ends with a wrong status",
  async (_where, args) => {
    const { status, stdout, stderr } = await new Program([...testProgram("../soak/fork"), ...args]).finish();
    console.log(stdout);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  },
  160_000,
);
