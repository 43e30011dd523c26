/** The kinds of server of examples/servers and their C twins: one protocol, one client, and each must do the same. */

import { Client } from "../support/client.ts";
import { type Ended, example, forking, type Program, twin } from "../support/processes.ts";

const LOCALHOST = "127.0.0.1";
const languages = { TypeScript: example, C: twin };
type Language = keyof typeof languages;

const start = (language: Language, name: string, ...args: string[]): Program =>
  forking([...languages[language](name), ...args]);

/** Starts a server that ends after so many clients, and returns it and its port. */
async function serverFor(clients: number, language: Language, name: string): Promise<[Program, string]> {
  const server = start(language, name, "0", LOCALHOST, String(clients));
  return [server, await server.printed(/port (\d+)\n/)];
}

/** What a server has printed: its first line, and the others, which come in any order where it does several things. */
function linesOf({ stdout, ...rest }: Ended): object {
  const [listening, ...lines] = stdout.trimEnd().split("\n");
  return { ...rest, listening, lines: lines.sort() };
}

const listening = (port: string): string => `listening on ${LOCALHOST} port ${port}`;
const connections = (count: number): string[] => Array<string>(count).fill(`connection from ${LOCALHOST}`);

const inOneProcess = ["select-server", "poll-server", "epoll-server"];
const oneForEachClient = ["fork-server", "thread-server"];

describe.each<[Language, Language]>([
  ["TypeScript", "TypeScript"],
  ["TypeScript", "C"],
  ["C", "TypeScript"],
  ["C", "C"],
])("a server in %s and clients in %s", (serverLanguage, clientLanguage) => {
  it.each([...inOneProcess, ...oneForEachClient])("%s", async (name) => {
    const [server, port] = await serverFor(3, serverLanguage, name);
    const clients = [1, 2, 3].map(() => start(clientLanguage, "echo-client", LOCALHOST, port));
    for (const client of clients) {
      client.child.stdin!.write("Hello\n");
      await client.printed(/^Hello\n$/); // While those before it are still there.
    }
    const long = "0123456789".repeat(1000) + "\n";
    for (const client of clients) {
      expect(await client.finish(long)).toEqual({ status: 0, stdout: `Hello\n${long}`, stderr: "" });
    }
    const echoed = oneForEachClient.includes(name) ? Array<string>(3).fill("10007 bytes echoed") : [];
    expect(linesOf(await server.ended)).toEqual({
      status: 0,
      stderr: "",
      listening: listening(port),
      lines: [...echoed, ...connections(3)],
    });
  });
});

describe.each(Object.keys(languages) as Language[])("in %s", (language) => {
  it("echo-server serves one client after the other", async () => {
    const [server, port] = await serverFor(2, language, "echo-server");
    const [first, second] = [new Client(port), new Client(port)];
    expect(await first.exchange("Hello\n")).toBe("Hello\n");
    second.say("world\n");
    expect(await first.exchange("Hello\n")).toBe("Hello\n");
    await first.end();
    expect(await second.hear(6)).toBe("world\n");
    await second.end();
    const [connection] = connections(1);
    expect(await server.ended).toEqual({
      status: 0,
      stdout: `${listening(port)}\n${connection}\n12 bytes echoed\n${connection}\n6 bytes echoed\n`,
      stderr: "",
    });
  });

  const counts = [...inOneProcess.map((name) => [name, 100]), ...oneForEachClient.map((name) => [name, 12])];
  it.each(counts as [string, number][])("%s serves %d clients at once", async (name, count) => {
    const [server, port] = await serverFor(count, language, name);
    const clients = Array.from({ length: count }, () => new Client(port));
    for (const text of ["Hello\n", "x".repeat(5000)]) {
      const answers = await Promise.all([...clients].reverse().map(async (client) => client.exchange(text)));
      expect(answers).toEqual(Array(count).fill(text));
    }
    await Promise.all(clients.map(async (client) => client.end()));
    const echoed = oneForEachClient.includes(name) ? Array<string>(count).fill("5006 bytes echoed") : [];
    expect(linesOf(await server.ended)).toEqual({
      status: 0,
      stderr: "",
      listening: listening(port),
      lines: [...echoed, ...connections(count)],
    });
  });

  it.each(["echo-server", ...inOneProcess, ...oneForEachClient])(
    "%s outlives a client that breaks off",
    async (name) => {
      const [server, port] = await serverFor(2, language, name);
      const first = new Client(port);
      expect(await first.exchange("Hello\n")).toBe("Hello\n");
      first.socket.resetAndDestroy();
      await server.printed(/read: Connection reset by peer\n/, "stderr");
      const second = new Client(port);
      expect(await second.exchange("world\n")).toBe("world\n");
      await second.end();
      expect(await server.ended).toMatchObject({ status: 0, stderr: "read: Connection reset by peer\n" });
    },
  );

  it.each(["echo-server", "prefork-server", ...inOneProcess, ...oneForEachClient])(
    "%s says what is wrong",
    async (name) => {
      const run = async (...args: string[]): Promise<Ended> => start(language, name, ...args).finish();
      const usage = expect.stringMatching(/^usage: .* PORT \[ADDRESS \[\w+(?: \[\w+\])?\]\]\n$/) as string;
      expect(await run()).toEqual({ status: 1, stdout: "", stderr: usage });
      expect(await run("0", LOCALHOST, "1", "2", "3")).toEqual({ status: 1, stdout: "", stderr: usage });
      expect(await run("0", "localhost")).toEqual({
        status: 1,
        stdout: "",
        stderr: "localhost: not a numeric address\n",
      });
      const [, port] = await serverFor(1, language, "select-server");
      expect(await run(port)).toEqual({ status: 1, stdout: "", stderr: "bind: Address already in use\n" });
    },
  );
});
