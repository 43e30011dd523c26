import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  type Command,
  describeIf,
  example,
  examples,
  forking,
  Program,
  temporaryFolder,
} from "../support/processes.ts";
import { hasNamespaces, inNamespace, intoNamespaceOf } from "../support/namespaces.ts";
import { root } from "../support/root.ts";

describe("npm start", () => {
  const lines = (text: string, start: string): string[] =>
    text.split("\n").flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : []));

  it("prints the conversations of the knock-knock server with three clients at once, and leaves none behind", async () => {
    const { status, stdout, stderr } = await forking([process.execPath, "tools/start.mjs"]).finish();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });

    const [listening, ...said] = lines(stdout, "knock-server: ");
    expect(listening).toMatch(/^listening on 127.0.0.1 port \d+$/);
    expect(said.filter((line) => line === "connection from 127.0.0.1")).toHaveLength(3);
    expect(said.filter((line) => line === "3 jokes told")).toHaveLength(3);
    expect(said).toHaveLength(6);

    for (const client of ["client 1: ", "client 2: ", "client 3: "]) {
      const conversation = lines(stdout, client);
      expect(conversation.slice(0, 4)).toEqual([
        "Server: Knock! Knock!",
        "Client: Who's there?",
        "Server: Socket",
        "Client: Socket who?",
      ]);
      expect(conversation.slice(-2)).toEqual(["Client: n", "Server: Bye."]);
    }
    const firstAnswer = stdout.indexOf("Client:");
    expect(stdout.slice(0, firstAnswer).match(/Knock! Knock!/g)).toHaveLength(3);

    const [, port] = /port (\d+)/.exec(stdout)!;
    const late = new Program([...example("knock-client"), "127.0.0.1", port]);
    expect((await late.finish()).stderr).toBe("connect: Connection refused\n");
  });
});

describe("npm run example", () => {
  const command: Command = [process.execPath, "tools/example.mjs"];

  it("runs an example with its arguments", async () => {
    const server = new Program([...command, "echo-server", "0", "127.0.0.1", "1"]);
    const port = await server.printed(/port (\d+)\n/);
    const client = new Program([...command, "echo-client", "127.0.0.1", port]);
    expect(await client.finish("Hello\n")).toEqual({ status: 0, stdout: "Hello\n", stderr: "" });
    expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
  });

  it("lists the examples where the name is none", async () => {
    const { status, stderr } = await new Program([...command, "nonsense"]).finish();
    expect(status).toBe(2);
    for (const name of examples.keys()) expect(stderr).toContain(name);
  });
});

/** What goes on until it is killed. */
const SERVER = /(?<!^activated)-server$|-receiver$|-chat$|^(?:echo-service|inetd|listener|nc|tcpdump)$/;

describe("examples/README.md", () => {
  const text = readFileSync(join(root, "examples/README.md"), "utf8");
  const rowsOf = (part: string): RegExpExecArray[] => [...part.matchAll(/^\| \[(.+)\]\((.+\.ts)\) .*$/gm)];
  const rows = rowsOf(text);

  it("has a row for each example, and an example for each row", () => {
    const paths = rows.map(([, name, path]) => [name, join(root, "examples", path)]);
    expect(paths.sort()).toEqual([...examples].sort());
  });

  it("has in each row a command line that runs this example, and what to look at", () => {
    for (const [row, name] of rows) {
      expect(row).toMatch(new RegExp(`npm run (--silent )?example -- ${name} .*\` +\\| .{10,} \\|$`));
    }
  });

  /** What the command line of a row is in a shell, with files of this test's own; the daemon does not stay for long. */
  const commandLine = (row: string, folder: string): string =>
    /`([^`]*npm run [^`]*)`/
      .exec(row)![1]
      .replaceAll("\\|", "|")
      .replaceAll("/tmp/", `${folder}/`)
      .replaceAll(/npm run (--silent )?example --/g, `${process.execPath} tools/example.mjs`)
      .replace("daemon.pid", "$& 1");

  /** Those that show how something fails. */
  const failures = ["activated-server", "deadlock-client", "duplex-client", "time-wait"];

  const sections = text
    .split(/^## /m)
    .slice(1)
    .map((part) => [/.*/.exec(part)![0], part]);
  (hasNamespaces ? it : it.skip).each(sections)(
    "has command lines that run as they stand, a client's beside the server above it: %s",
    async (_title, part) => {
      const folder = temporaryFolder();
      const network = new Program(inNamespace(["sh", "-c", "ip link set lo up && echo ready && exec cat"]));
      await network.printed(/ready/);
      let server: Program | undefined;
      for (const [row, name] of rowsOf(part)) {
        const serves = SERVER.test(name);
        if (serves) await server?.kill();
        const line = commandLine(row, folder);
        const program = forking(["env", ...intoNamespaceOf(network.child.pid!), "sh", "-c", line]);
        if (serves) {
          server = program;
          const streams = ["stdout", "stderr"] as const;
          await Promise.race(streams.map((stream) => program.printed(/listening|waiting/i, stream)));
        } else {
          const { status, stderr } = await program.finish();
          expect({ line, stderr, status }).toMatchObject({ line, status: failures.includes(name) ? 1 : 0 });
        }
      }
    },
  );
});

describe("redirect", () => {
  it("becomes a command whose output goes to a file", async () => {
    const file = join(temporaryFolder(), "file");
    const program = new Program([...example("redirect"), file, "tr", "a-z", "A-Z"]);
    expect(await program.finish("Hello\n")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(file, "utf8")).toBe("HELLO\n");
  });

  it("says why it cannot", async () => {
    const run = async (...args: string[]): Promise<unknown> => new Program([...example("redirect"), ...args]).finish();
    const failure = (stderr: string): object => ({ status: 1, stdout: "", stderr });
    expect(await run("/nonexistent/file", "true")).toEqual(failure("/nonexistent/file: No such file or directory\n"));
    expect(await run("/dev/null", "no-such-command")).toEqual(failure("no-such-command: No such file or directory\n"));
  });
});

/** A Node that runs TypeScript: this one, or another that BERKELEY_NODE_TS names. */
function typeScriptNode(): string | undefined {
  const stripsTypes = ["-p", "process.features.typescript"];
  return [process.execPath, process.env.BERKELEY_NODE_TS].find(
    (node) => node && spawnSync(node, stripsTypes, { encoding: "utf8" }).stdout === "strip\n",
  );
}

const node = typeScriptNode() ?? "";
describeIf(node !== "", "examples run directly on Node >= 22.18: name one in BERKELEY_NODE_TS")("node X.ts", () => {
  it.each([...examples])("runs %s", async (_name, file) => {
    const { status, stdout, stderr } = await new Program([node, file]).finish();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^usage: ${file} [-@[A-Z]`, "m"));
  });

  it("serves a client", async () => {
    const server = new Program([node, "examples/servers/echo-server.ts", "0", "127.0.0.1", "1"]);
    const port = await server.printed(/port (\d+)\n/);
    const client = new Program([node, "examples/servers/echo-client.ts", "127.0.0.1", port]);
    expect(await client.finish("Hello\n")).toMatchObject({ status: 0, stdout: "Hello\n" });
    expect(await server.ended).toMatchObject({ status: 0 });
  });
});
