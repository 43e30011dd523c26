/**
 * npm start: starts the knock-knock server on a free port, lets several clients talk to it at once, and prints what they
 * say. No client answers before the server has knocked at all of them: it has a process for each.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const CLIENTS = 3;
const JOKES = 3;
const TIMEOUT_MS = 30_000;

function start(name, ...args) {
  const program = fileURLToPath(new URL(`../build-ts/examples/tcp/${name}.js`, import.meta.url));
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

/** The clients that the server has knocked at. */
const knocked = new Set();
let begin;
const begun = new Promise((resolve) => (begin = resolve));

/** Talks to the server, and returns how many jokes the client has heard. */
async function converse(name, client) {
  let jokesHeard = 0;
  for await (const line of client.lines) {
    console.log(`${name}: ${line}`);
    const [, said] = /^Server: (.*)/.exec(line) ?? [];
    if (said === undefined) continue;
    if (knocked.add(name).size === CLIENTS) begin();
    await begun;
    if (said.endsWith("(y/n)")) jokesHeard++;
    const answer = answerTo(said, jokesHeard);
    if (answer !== undefined) client.child.stdin.write(`${answer}\n`);
  }
  return jokesHeard;
}

const server = start("knock-server", "0", "127.0.0.1", String(CLIENTS));
const programs = [server];
try {
  const [listening] = await Promise.race([once(server.lines, "line"), server.ended.then(() => [""])]);
  console.log(`knock-server: ${listening}`);
  server.lines.on("line", (line) => console.log(`knock-server: ${line}`));
  const [, port] = /port (\d+)/.exec(listening);

  const conversations = [];
  for (let i = 1; i <= CLIENTS; i++) {
    const client = start("knock-client", "127.0.0.1", port);
    programs.push(client);
    conversations.push(converse(`client ${i}`, client));
  }

  const jokesHeard = await Promise.all(conversations);
  const ends = await Promise.all(programs.map((program) => program.ended));
  const isFine = jokesHeard.every((jokes) => jokes === JOKES) && ends.every(([status]) => status === 0);
  process.exitCode = isFine ? 0 : 1;
} finally {
  for (const { child } of programs) child.kill("SIGKILL");
}
