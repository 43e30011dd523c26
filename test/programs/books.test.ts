/** The examples that are written with the libraries of books, and their C twins. */

import { type Ended, example, Program, twin } from "../support/processes.ts";

const languages = { TypeScript: example, C: twin };
type Language = keyof typeof languages;

const pairs: [Language, Language][] = [
  ["TypeScript", "TypeScript"],
  ["TypeScript", "C"],
  ["C", "TypeScript"],
  ["C", "C"],
];

const start = (language: Language, name: string, ...args: string[]): Program =>
  new Program([...languages[language](name), ...args]);

describe.each(pairs)("a server in %s and a client in %s", (serverLanguage, clientLanguage) => {
  it.each(["127.0.0.1", "::1"])("tell the time over %s", async (host) => {
    const server = start(serverLanguage, "daytime-server", "0", host, "2");
    const port = await server.printed(/port (\d+)\n/);
    for (let i = 0; i < 2; i++) {
      const begun = Math.floor(Date.now() / 1000) * 1000;
      const { status, stdout, stderr } = await start(clientLanguage, "daytime-client", host, port).finish();
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const [, time] = new RegExp(`^connected to ${host}\n(\\w{3} \\w{3} .\\d \\d\\d:\\d\\d:\\d\\d \\d{4})\r\n$`).exec(
        stdout,
      )!;
      expect(Date.parse(time)).toBeGreaterThanOrEqual(begun);
      expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
    }
    expect(await server.ended).toEqual({
      status: 0,
      stdout: `listening on ${host} port ${port}\n${`connection from ${host}\n`.repeat(2)}`,
      stderr: "",
    });
  });

  it("echo lines", async () => {
    const server = start(serverLanguage, "csapp-echo-server", "0", "2");
    const port = await server.printed(/port (\d+)\n/);
    const long = `${"x".repeat(8000)}\n`;
    for (const lines of [`Hello\n${long}`, "\n"]) {
      const client = start(clientLanguage, "csapp-echo-client", "127.0.0.1", port);
      expect(await client.finish(lines)).toEqual({ status: 0, stdout: lines, stderr: "" });
    }
    const { status, stdout, stderr } = await server.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const connected = String.raw`Connected to (::ffff:)?127\.0\.0\.1\n`; // Of the wildcards, IPv6's may come first.
    const received = (count: number): string => `server received ${count} bytes\\n`;
    const expected = `${connected}${received(6)}${received(long.length)}${connected}${received(1)}`;
    expect(stdout).toMatch(new RegExp(`^listening on port ${port}\\n${expected}$`));
  });
});

describe.each(Object.keys(languages) as Language[])("a program in %s that fails", (language) => {
  const run = async (name: string, ...args: string[]): Promise<Ended> => start(language, name, ...args).finish();
  const failure = (stderr: string): Ended => ({ status: 1, stdout: "", stderr });

  it("says which call did, and why", async () => {
    const server = start(language, "daytime-server", "0");
    const port = await server.printed(/port (\d+)\n/);
    expect(await run("daytime-server", port)).toEqual(
      failure(`tcp_listen EADDRINUSE: Address already in use (127.0.0.1, ${port})\n`),
    );
    await server.kill();
    expect(await run("daytime-client", "127.0.0.1", port)).toEqual(
      failure(`tcp_connect ECONNREFUSED: Connection refused (127.0.0.1, ${port})\n`),
    );
  });
});
