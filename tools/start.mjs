/** npm start: starts the knock-knock server on a free port, lets the client talk to it, and prints what they say. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const JOKES = 3;
const TIMEOUT_MS = 30_000;

function start(name, ...args) {
  const program = fileURLToPath(new URL(`../build-ts/examples/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  child.stdin.on("error", () => {}); // It ended without listening: its status tells.
  return { child, lines: createInterface(child.stdout), ended: once(child, "close") };
}

/** What one says to the server; undefined at the end. */
function answerTo(said, jokesHeard) {
  if (said.endsWith("Bye.")) return undefined;
  if (said.endsWith("Knock! Knock!")) return "Who's there?";
  if (said.endsWith("(y/n)")) return jokesHeard < JOKES ? "y" : "n";
  return `${said} who?`;
}

const server = start("knock-server", "0", "127.0.0.1", "1");
const programs = [server];
try {
  const [listening] = await Promise.race([once(server.lines, "line"), server.ended.then(() => [""])]);
  console.log(`knock-server: ${listening}`);
  server.lines.on("line", (line) => console.log(`knock-server: ${line}`));

  const client = start("knock-client", "127.0.0.1", /port (\d+)/.exec(listening)[1]);
  programs.push(client);
  let jokesHeard = 0;
  client.lines.on("line", (line) => {
    console.log(line);
    const [, said] = /^Server: (.*)/.exec(line) ?? [];
    if (said === undefined) return;
    if (said.endsWith("(y/n)")) jokesHeard++;
    const answer = answerTo(said, jokesHeard);
    if (answer !== undefined) client.child.stdin.write(`${answer}\n`);
  });

  const ends = await Promise.all(programs.map((program) => program.ended));
  const isFine = jokesHeard === JOKES && ends.every(([status]) => status === 0);
  process.exitCode = isFine ? 0 : 1;
} finally {
  for (const { child } of programs) child.kill("SIGKILL");
}
