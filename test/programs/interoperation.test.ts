import { join } from "node:path";

import { type Command, type Ended, example, forking, Program, temporaryFolder, twin } from "../support/processes.ts";

const languages = { TypeScript: example, C: twin };
type Language = keyof typeof languages;

const pairs: [Language, Language][] = [
  ["TypeScript", "TypeScript"],
  ["TypeScript", "C"],
  ["C", "TypeScript"],
  ["C", "C"],
];

describe.each(pairs)("a server in %s and a client in %s", (serverLanguage, clientLanguage) => {
  const program = (language: Language, name: string, ...args: string[]): Command => [
    ...languages[language](name),
    ...args,
  ];
  const server = (name: string, ...args: string[]): Program => new Program(program(serverLanguage, name, ...args));
  const client = (input: string, name: string, ...args: string[]): Promise<Ended> =>
    new Program(program(clientLanguage, name, ...args)).finish(input);

  it.each([
    ["IPv4", "127.0.0.1"],
    ["IPv6", "::1"],
  ])("echo over TCP and %s", async (_family, host) => {
    const echo = server("echo-server", "0", host, "2");
    const port = await echo.printed(/port (\d+)\n/);
    const long = "0123456789".repeat(1000) + "\n";

    expect(await client("Hello\nworld\n", "echo-client", host, port)).toEqual({
      status: 0,
      stdout: "Hello\nworld\n",
      stderr: "",
    });
    expect(await client(long, "echo-client", host, port)).toEqual({ status: 0, stdout: long, stderr: "" });
    expect(await echo.ended).toEqual({
      status: 0,
      stdout:
        `listening on ${host} port ${port}\n` +
        `connection from ${host}\n12 bytes echoed\n` +
        `connection from ${host}\n10001 bytes echoed\n`,
      stderr: "",
    });
  });

  it("a message over IPv4 and IPv6 with getaddrinfo", async () => {
    for (const host of ["127.0.0.1", "::1"]) {
      const hello = server("getaddrinfo-server", "0", host, "1");
      const port = await hello.printed(/port (\d+)\n/);

      expect(await client("", "getaddrinfo-client", host, port)).toEqual({
        status: 0,
        stdout: `client: connected to ${host}\nclient: received 'Hello, world!\n'\n`,
        stderr: "",
      });
      expect(await hello.ended).toEqual({
        status: 0,
        stdout: `server: waiting for connections on port ${port}\nserver: got connection from ${host}\n`,
        stderr: "",
      });
    }
  });

  it("a datagram over UDP", async () => {
    const listener = server("listener", "0");
    const port = await listener.printed(/port (\d+)\.\.\.\n/);

    expect(await client("", "talker", "127.0.0.1", port, "naïve")).toEqual({
      status: 0,
      stdout: "talker: sent 6 bytes to 127.0.0.1\n",
      stderr: "",
    });
    expect(await listener.ended).toEqual({
      status: 0,
      stdout:
        `listener: waiting to recvfrom on port ${port}...\n` +
        "listener: got packet from 127.0.0.1\n" +
        "listener: packet is 6 bytes long\n" +
        'listener: packet contains "naïve"\n',
      stderr: "",
    });
  });

  it("echo over a socket in the file system", async () => {
    const path = join(temporaryFolder(), "echo");
    const echo = server("unix-echo-server", path, "1");
    await echo.printed(/listening on .*\n/);

    expect(await client("Hello\n", "unix-echo-client", path)).toEqual({ status: 0, stdout: "Hello\n", stderr: "" });
    expect(await echo.ended).toEqual({
      status: 0,
      stdout: `listening on ${path}\n6 bytes echoed\n`,
      stderr: "",
    });
  });

  it("names and ages over streams", async () => {
    const names = server("name-age-server", "0", "2");
    const port = await names.printed(/port (\d+)\n/);
    const long = "x".repeat(30);

    expect(await client(`Ada 36\n  Grace\t85\n${long} 1\n`, "name-age-client", port)).toEqual({
      status: 0,
      stdout: "Ada will be 37\nGrace will be 86\n",
      stderr: "",
    });
    expect(await client("Barbara 60", "name-age-client", port)).toMatchObject({ stdout: "Barbara will be 61\n" });
    expect(await names.ended).toEqual({
      status: 0,
      stdout: `listening on port ${port}\nAda is 36\nGrace is 85\nBarbara is 60\n`,
      stderr: "",
    });
  });

  it("knock-knock jokes", async () => {
    const knock = forking(program(serverLanguage, "knock-server", "0", "127.0.0.1", "2"));
    const port = await knock.printed(/port (\d+)\n/);
    const answers = [
      "Come in",
      "Who's there?",
      "Who?",
      "who's there?",
      "socket who?",
      "y",
      "Who's there?",
      "Port who?",
    ];

    const patient = await client([...answers, "n\n"].join("\n"), "knock-client", "127.0.0.1", port);
    expect(patient.stdout.split("\n")).toEqual([
      "Server: Knock! Knock!",
      "Client: Come in",
      `Server: You're supposed to say "Who's there?"! Try again. Knock! Knock!`,
      "Client: Who's there?",
      "Server: Socket",
      "Client: Who?",
      `Server: You're supposed to say "Socket who?"! Try again. Knock! Knock!`,
      "Client: who's there?",
      "Server: Socket",
      "Client: socket who?",
      "Server: Socket to me, I can take it! Want another? (y/n)",
      "Client: y",
      "Server: Knock! Knock!",
      "Client: Who's there?",
      "Server: Port",
      "Client: Port who?",
      "Server: Port in a storm: any will do! Want another? (y/n)",
      "Client: n",
      "Server: Bye.",
      "",
    ]);
    expect(patient).toMatchObject({ status: 0, stderr: "" });

    const impatient = await client("Who's there?\n", "knock-client", "127.0.0.1", port);
    expect(impatient).toEqual({
      status: 0,
      stdout: "Server: Knock! Knock!\nClient: Who's there?\nServer: Socket\n",
      stderr: "",
    });
    const { stdout, ...rest } = await knock.ended;
    expect(rest).toEqual({ status: 0, stderr: "" });
    const [listening, ...lines] = stdout.trimEnd().split("\n");
    expect(listening).toBe(`listening on 127.0.0.1 port ${port}`);
    // What a process prints at its client's end, another may print something before.
    const connection = "connection from 127.0.0.1";
    expect(lines.sort()).toEqual(["0 jokes told", "2 jokes told", connection, connection]);
  });
});

describe.each(Object.keys(languages) as Language[])("a program in %s that fails", (language) => {
  const run = (name: string, ...args: string[]): Promise<Ended> =>
    new Program([...languages[language](name), ...args]).finish();

  it("says so with perror and exits with 1", async () => {
    const listener = new Program([...languages[language]("echo-server"), "0"]);
    const port = await listener.printed(/port (\d+)\n/);
    expect(await run("echo-server", port)).toEqual({
      status: 1,
      stdout: "",
      stderr: "bind: Address already in use\n",
    });

    const path = join(temporaryFolder(), "nobody");
    expect(await run("unix-echo-client", path)).toEqual({
      status: 1,
      stdout: "",
      stderr: "connect: No such file or directory\n",
    });
  });

  it("says what getaddrinfo returned", async () => {
    expect(await run("getaddrinfo-client", "127.0.0.1", "no-such-service")).toEqual({
      status: 1,
      stdout: "",
      stderr: "getaddrinfo: Servname not supported for ai_socktype\n",
    });
  });

  it("takes no host name for an address", async () => {
    expect(await run("echo-client", "example.org", "7")).toEqual({
      status: 1,
      stdout: "",
      stderr: "example.org: not a numeric address\n",
    });
  });
});
