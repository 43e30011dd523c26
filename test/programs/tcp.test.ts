/** The examples of TCP, against their twins in C. */

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

import { both, languageNames, listening, pairings, program, run, testUsage } from "../support/pairs.ts";
import type { Ended } from "../support/processes.ts";

/** How many bytes more than all buffers of a connection hold. */
const TOO_MUCH = "100000000";

const well = (stdout: string): Ended => ({ status: 0, stdout, stderr: "" });

/** A client that does as it likes. */
async function connected(port: string): Promise<Socket> {
  const socket = connect(Number(port), "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket.on("error", () => {});
}

describe.each(pairings)("a server in %s and a client in %s", (serverLanguage, clientLanguage) => {
  const server = async (name: string, ...args: string[]): ReturnType<typeof listening> =>
    listening(program(serverLanguage, name, ...args));
  const client = async (input: string, name: string, ...args: string[]): Promise<Ended> =>
    run(program(clientLanguage, name, ...args), input);

  it("messages of 16 bytes", async () => {
    const [sixteen, port] = await server("sixteen-server", "0", "0.0.0.0", "1");
    const messages = ["Hello", "exactly 16 bytes", "more bytes than sixteen", ""];
    expect(await client("", "sixteen-client", "127.0.0.2", port, ...messages)).toEqual(
      well("received '16 bytes, thanks'\n".repeat(4)),
    );
    expect(await sixteen.ended).toEqual(
      well(
        `listening on 0.0.0.0 port ${port}\nconnection from 127.0.0.1\nto 127.0.0.2\n` +
          "received 'Hello           '\nreceived 'exactly 16 bytes'\n" +
          "received 'more bytes than '\nreceived '                '\n",
      ),
    );
  });

  it("an answer after the client's half of the connection is closed", async () => {
    const [halfClose, port] = await server("half-close-server", "0", "127.0.0.1", "2");
    const long = "0123456789\n".repeat(50_000);
    expect(await client(long, "half-close-client", "127.0.0.1", port)).toEqual(well("550000 bytes in 50000 lines\n"));
    expect(await client("", "half-close-client", "127.0.0.1", port)).toEqual(well("0 bytes in 0 lines\n"));
    expect(await halfClose.ended).toEqual(
      well(`listening on 127.0.0.1 port ${port}\n` + "connection from 127.0.0.1\nthe client has said all\n".repeat(2)),
    );
  });

  it.each([
    ["read", "write"],
    ["write", "read"],
    ["write", "write"],
  ])("a talk in which the server begins to %s and the client to %s", async (serverOrder, clientOrder) => {
    const [duplex, port] = await server("duplex-server", "0", serverOrder, "1");
    expect(await client("", "duplex-client", "127.0.0.1", port, clientOrder)).toEqual(
      well("heard 'I am the server.'\n"),
    );
    expect(await duplex.ended).toEqual(
      well(`listening on 127.0.0.1 port ${port}\nconnection from 127.0.0.1\nheard 'I am the client.'\n`),
    );
  });

  it("a talk in which both begin to read, which is a deadlock", async () => {
    const [duplex, port] = await server("duplex-server", "0", "read", "1");
    expect(await client("", "duplex-client", "127.0.0.1", port, "read")).toEqual({
      status: 1,
      stdout: "",
      stderr: "nobody speaks: deadlock\n",
    });
    expect(await duplex.ended).toMatchObject({ status: 0, stderr: "the other side has gone\n" });
  });

  it("much at once, which is a deadlock without a cure", async () => {
    const [deadlock, port] = await server("deadlock-server", "0", "127.0.0.1", "5");
    const ask = async (bytes: string, way: string): Promise<Ended> =>
      client("", "deadlock-client", "127.0.0.1", port, bytes, way);

    expect(await ask("32", "naive")).toEqual(well("32 bytes sent and received\n"));
    expect(await ask(TOO_MUCH, "naive")).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^deadlock: after \d+ bytes nothing moved for 2 seconds\n$/) as string,
    });
    for (const way of ["nonblock", "select", "fork"]) {
      expect(await ask(TOO_MUCH, way)).toEqual(well(`${TOO_MUCH} bytes sent and received\n`));
    }
    const cured = `connection from 127.0.0.1\n${TOO_MUCH} bytes sent back\n`.repeat(3);
    expect(await deadlock.ended).toEqual({
      status: 0,
      stdout:
        `listening on 127.0.0.1 port ${port}\nconnection from 127.0.0.1\n32 bytes sent back\n` +
        `connection from 127.0.0.1\n${cured}`,
      stderr: "the client has gone without reading all\n",
    });
  });

  it("lines over streams", async () => {
    const [stream, port] = await server("stream-server", "0", "127.0.0.1", "2");
    const long = "x".repeat(300);
    expect(await client(`Hello\nnaïve\n${long}\nno newline`, "stream-client", "127.0.0.1", port)).toEqual(
      well(`1: Hello\n2: naïve\n3: ${long.slice(0, 255)}\n4: ${long.slice(255)}\n5: no newline\n5 lines\n`),
    );
    expect(await client("", "stream-client", "127.0.0.1", port)).toEqual(well("0 lines\n"));
    expect(await stream.ended).toEqual(
      well(
        `listening on 127.0.0.1 port ${port}\nconnection from 127.0.0.1\n5 lines\n` +
          "connection from 127.0.0.1\n0 lines\n",
      ),
    );
  });
});

describe.each(languageNames)("a server in %s goes on", (language) => {
  const server = async (name: string, ...args: string[]): ReturnType<typeof listening> =>
    listening(program(language, name, ...args));

  it("when a message comes in pieces, or not as a whole", async () => {
    const [sixteen, port] = await server("sixteen-server", "0", "127.0.0.1", "3");
    const slow = (await connected(port)).setNoDelay();
    for (const letter of "sixteen letters.") slow.write(letter);
    await new Promise((resolve) => slow.once("data", resolve));
    slow.end("five.");
    (await connected(port)).resetAndDestroy();
    (await connected(port)).end();
    expect(await sixteen.ended).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("received 'sixteen letters.'\n") as string,
      stderr: "the connection ended 5 bytes into a message of 16\nrecv: Connection reset by peer\n",
    });
  });

  it("when a client breaks off", async () => {
    const [halfClose, port] = await server("half-close-server", "0", "127.0.0.1", "2");
    (await connected(port)).resetAndDestroy();
    (await connected(port)).end();
    expect(await halfClose.ended).toMatchObject({ status: 0, stderr: "recv: Connection reset by peer\n" });

    const [stream, streamPort] = await server("stream-server", "0", "127.0.0.1", "1");
    (await connected(streamPort)).resetAndDestroy();
    expect(await stream.ended).toMatchObject({ status: 0, stderr: "fgets: Connection reset by peer\n" });
  });
});

describe("a client", () => {
  it("is refused where nobody listens", async () => {
    const [server, port] = await listening(program("C", "sixteen-server", "0", "127.0.0.2"));
    const refused = { status: 1, stdout: "", stderr: "connect: Connection refused\n" };
    expect(await both("sixteen-client", "127.0.0.1", port, "Hello")).toEqual(refused); // The server has another address.
    await server.kill();
    expect(await both("sixteen-client", "127.0.0.2", port, "Hello")).toEqual(refused);
    expect(await both("half-close-client", "127.0.0.2", port)).toEqual(refused);
    expect(await both("duplex-client", "127.0.0.2", port, "read")).toEqual(refused);
    expect(await both("deadlock-client", "127.0.0.2", port, "1", "naive")).toEqual(refused);
    expect(await both("stream-client", "127.0.0.2", port)).toEqual(refused);
  });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The port of a server that does something with each connection, and then no more. */
async function puppet(act: (socket: Socket) => void): Promise<string> {
  const server = createServer({ allowHalfOpen: true }, (socket) => act(socket.on("error", () => {})));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return String((server.address() as AddressInfo).port);
}

describe("a client whose server breaks off", () => {
  const failure = (stderr: string, stdout = ""): Ended => ({ status: 1, stdout, stderr });
  const reset = failure("recv: Connection reset by peer\n");

  it("says what it misses", async () => {
    const five = await puppet((socket) => socket.once("data", () => socket.end("five.")));
    expect(await both("sixteen-client", "127.0.0.1", five, "Hello")).toEqual(
      failure("the connection ended 5 bytes into a message of 16\n"),
    );
    expect(await both("duplex-client", "127.0.0.1", five, "write")).toEqual(failure("the other side has gone\n"));
    expect(await both("deadlock-client", "127.0.0.1", five, "10", "nonblock")).toEqual(
      failure("the server closed the connection\n"),
    );
    // An answer that goes on to the end of the connection is complete whatever it is.
    expect(await both("half-close-client", "127.0.0.1", await puppet((socket) => socket.end("five.")))).toEqual(
      well("five."),
    );
  });

  it("says that it was reset", async () => {
    const port = await puppet((socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect(await both("sixteen-client", "127.0.0.1", port, "Hello")).toEqual(reset);
    expect(await both("duplex-client", "127.0.0.1", port, "write")).toEqual(reset);
    expect(await both("deadlock-client", "127.0.0.1", port, "10", "select")).toEqual(reset);
    const late = await puppet((socket) => socket.resume().once("end", () => socket.resetAndDestroy()));
    expect(await both("half-close-client", "127.0.0.1", late)).toEqual(reset);
  });
});

describe("a server", () => {
  it("has no address that no interface has", async () => {
    const failure = { status: 1, stdout: "", stderr: "bind: Cannot assign requested address\n" };
    expect(await both("sixteen-server", "0", "192.0.2.1")).toEqual(failure);
  });
});

describe("connection-states", () => {
  it.each([
    ["close", /client FIN_WAIT2 +server CLOSE_WAIT\n[^]*client: recv: 0\n +client CLOSE +server -\n$/],
    ["closed", /client CLOSE_WAIT +server -\nclient: send: 17\n +client CLOSE +server -\nclient: send: Broken pipe\n$/],
    ["reset", /client: recv: Connection reset by peer\n +client CLOSE +server -\nclient: send: Broken pipe\n$/],
    [
      "half-open",
      /client ESTABLISHED server -\nclient: send: 6\nclient: recv: Connection reset by peer\n +client CLOSE /,
    ],
    ["keepalive", /client: recv: Connection timed out\n +client CLOSE +server ESTABLISHED\n$/],
  ])("shows %s", async (way, stdout) => {
    const ended = await both("connection-states", way);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout).toMatch(stdout);
    expect(ended.stdout).toMatch(/^ +client ESTABLISHED server ESTABLISHED\n/);
  });
});

describe("time-wait", () => {
  it.each([
    ["server", "plain", { status: 1, stderr: "bind: Address already in use\n" }],
    [
      "server",
      "reuse",
      { status: 0, stdout: "the server has closed first, the server has ended\nthe server listens again\n" },
    ],
    [
      "client",
      "plain",
      { status: 0, stdout: "the client has closed first, the server has ended\nthe server listens again\n" },
    ],
    ["client", "reuse", { status: 0 }],
  ])("shows what follows when the %s closes, %s", async (closer, option, expected) => {
    expect(await both("time-wait", closer, option)).toMatchObject(expected);
  });
});

describe("socket-errors", () => {
  it("shows all of them", async () => {
    const { status, stdout, stderr } = await both("socket-errors", "all");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const messages = [...stdout.matchAll(/^ {2}\w+: (.*)$/gm)].map(([, message]) => message);
    expect(messages).toEqual([
      "Name or service not known: ask for another host",
      "Servname not supported for ai_socktype: ask for another service",
      "Connection refused",
      "Resource temporarily unavailable",
      "Operation now in progress",
      "Connection reset by peer",
      "6",
      "0",
      "Broken pipe",
      "Bad file descriptor",
      "Socket operation on non-socket",
      "Transport endpoint is not connected",
      "Address already in use",
      "Cannot assign requested address",
      "Message too long",
      "6",
      "Connection refused",
    ]);
    expect(stdout).not.toContain("unexpected");
  });

  it("shows some, and knows which there are", async () => {
    expect(await both("socket-errors", "reset", "refused")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^reset\n[^]*\nrefused\n/) as string,
    });
    expect(await both("socket-errors", "none")).toEqual({ status: 1, stdout: "", stderr: "none: no such kind\n" });
  });
});

describe("options", () => {
  it("shows those of TCP", async () => {
    const { status, stdout, stderr } = await both("options", "tcp");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "SO_TYPE: Protocol not available\n" });
    const [defaults, set] = stdout.split("\nset:\n");
    for (const line of ["SO_LINGER          off, 0 s", "TCP_NODELAY        0", "SO_TYPE            1"]) {
      expect(defaults.split("\n")).toContain(line);
    }
    for (const line of ["SO_REUSEADDR       1", "SO_RCVBUF          20000", "SO_LINGER          on, 5 s"]) {
      expect(set.split("\n")).toContain(line);
    }
  });

  it("shows those of UDP", async () => {
    const { status, stdout, stderr } = await both("options", "udp");
    expect(status).toBe(0);
    expect(stderr).toMatch(/^TCP_NODELAY: (Operation|Protocol) not /);
    expect(stdout).toMatch(/^TCP_CONGESTION +\(none\)$/m);
  });
});

testUsage(
  ["sixteen-server"],
  ["sixteen-client", "127.0.0.1", "7"],
  ["half-close-server", "0", "127.0.0.1", "1", "1"],
  ["half-close-client", "127.0.0.1"],
  ["duplex-server", "0", "speak"],
  ["duplex-client", "127.0.0.1", "7", "speak"],
  ["deadlock-server"],
  ["deadlock-client", "127.0.0.1", "7", "32", "magic"],
  ["stream-server"],
  ["stream-client", "127.0.0.1"],
  ["connection-states", "sleep"],
  ["socket-errors"],
  ["time-wait", "nobody", "plain"],
  ["time-wait", "server", "old"],
  ["options", "sctp"],
);
