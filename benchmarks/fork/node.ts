/** Node cannot copy a process: the nearest is a new one. */

import { spawn } from "node:child_process";
import { once } from "node:events";

import { median } from "../measure.ts";

const WARM_UP = 3;
const SPAWNS = 21;

const times: number[] = [];
for (let i = 0; i < WARM_UP + SPAWNS; i++) {
  const start = process.hrtime.bigint();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  times.push(Number(process.hrtime.bigint() - start));
}
console.log(median(times.slice(WARM_UP)));
