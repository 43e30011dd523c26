import { Program, testProgram } from "../support/processes.ts";

it("200 forks of a busy process: no child hangs, is killed or ends with a wrong status", async () => {
  const { status, stdout, stderr } = await new Program([...testProgram("../soak/fork"), "200"]).finish();
  console.log(stdout);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}, 160_000);
