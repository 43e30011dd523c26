import { Program, testProgram } from "../support/processes.ts";

/** The sanitizers' build takes its time. */
const forks = process.env.BERKELEY_ADDON === undefined ? 200 : 40;

it("forks of a busy process: no child hangs, is killed or ends with a wrong status", async () => {
  const soak = new Program([...testProgram("../soak/fork"), String(forks)]);
  const { status, stdout, stderr } = await soak.finish();
  console.log(stdout);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}, 160_000);
