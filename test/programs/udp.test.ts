/** The examples of UDP, against their twins in C. */

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";

import { hasNamespaces } from "../support/namespaces.ts";
import { network } from "../support/networks.ts";
import { both, languageNames, listening, pairings, program, run, testUsage } from "../support/pairs.ts";
import { freePort } from "../support/ports.ts";
import { describeIf, type Ended, forking, type Program } from "../support/processes.ts";

const well = (stdout: string): Ended => ({ status: 0, stdout, stderr: "" });

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A server that does only what the test has it do. */
async function puppet(): Promise<Socket> {
  const socket = createSocket("udp4");
  sockets.push(socket);
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket;
}

const received = async (socket: Socket): Promise<[string, RemoteInfo]> =>
  new Promise((resolve) => socket.once("message", (message, from) => resolve([message.toString(), from])));

describe.each(pairings)("a server in %s and a client in %s", (serverLanguage, clientLanguage) => {
  const server = async (name: string, ...args: string[]): ReturnType<typeof listening> =>
    listening(program(serverLanguage, name, ...args));
  const client = async (name: string, ...args: string[]): Promise<Ended> => run(program(clientLanguage, name, ...args));

  it("requests and answers", async () => {
    const [local, port] = await server("udp-local-server", "0", "127.0.0.1", "4");
    for (const check of ["nothing", "connect", "id"]) {
      const { status, stdout, stderr } = await client("udp-local-client", "127.0.0.1", port, check, "naïve text");
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout.replace(/waiting on port \d+\n/, "")).toBe(`127.0.0.1 port ${port} answers '11 bytes'\n`);
    }
    expect(await client("talker", "127.0.0.1", port, "Hello")).toMatchObject({ status: 0 });
    expect(await local.ended).toEqual(
      well(
        `listening on 127.0.0.1 port ${port}\n` +
          "127.0.0.1 asks 'naïve text'\n".repeat(3) +
          "127.0.0.1 asks for nothing\n",
      ),
    );
  });

  it("requests that are lost, and asked again", async () => {
    // rand() after srand(2): the first request is lost, the second answered, and so on.
    const [unreliable, port] = await server("unreliable-server", "0", "127.0.0.1", "2", "2");
    const patient = well("waiting up to 500 ms\nwaiting up to 1000 ms\nthe answer is 'at your service'\n");
    expect(await client("backoff-client", "127.0.0.1", port, "rcvtimeo", "500")).toEqual(patient);
    expect(await client("backoff-client", "127.0.0.1", port, "alarm", "500")).toEqual(patient);
    const question = "'is anybody there?'";
    expect(await unreliable.ended).toEqual(
      well(`listening on 127.0.0.1 port ${port}\n${`${question} is lost\n${question} is answered\n`.repeat(2)}`),
    );
  });

  it("datagrams, small and as big as they can be", async () => {
    const [big, port] = await server("big-receiver", "0", "127.0.0.1", "3");
    for (const bytes of [0, 1000, 65507]) {
      expect(await client("big-sender", "127.0.0.1", port, String(bytes))).toEqual(
        well(`${bytes} bytes have arrived in one piece\n`),
      );
    }
    expect(await big.ended).toEqual(
      well(
        `listening on 127.0.0.1 port ${port}\n` +
          "a datagram of 0 bytes\na datagram of 1000 bytes\na datagram of 65507 bytes\n",
      ),
    );
  });

  describeIf(hasNamespaces, "unshare(1) may not make namespaces")("in a network", () => {
    const oneHost = `
      ip link add name v1 type veth peer name v2
      echo 0 > /proc/sys/net/ipv6/conf/v1/accept_dad
      ip addr add 10.9.0.1/24 broadcast 10.9.0.255 dev v1
      ip link set v1 up
      ip link set v2 up`;

    it("datagrams that are too big for an interface, and then for a router", async () => {
      const place = await network(`
        ip netns add router
        ip netns add far
        ip link add name near mtu 1500 type veth peer name r1 netns router
        ip -n router link add name r2 mtu 1000 type veth peer name f netns far
        ip addr add 10.9.1.1/24 dev near
        ip -n router addr add 10.9.1.2/24 dev r1
        ip -n router addr add 10.9.2.1/24 dev r2
        ip -n far addr add 10.9.2.2/24 dev f
        ip link set near up
        ip -n router link set r1 up
        ip -n router link set r2 up
        ip -n far link set f up
        ip route add default via 10.9.1.2
        ip -n far route add default via 10.9.2.1
        nsenter --net=/run/netns/router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'`);
      const receiver = place(program(serverLanguage, "big-receiver", "0", "10.9.2.2", "1"), "far");
      const [big, port] = await listening(receiver);
      const sent = run(place(program(clientLanguage, "big-sender", "10.9.2.2", port, "2000")));
      expect(await sent).toEqual({
        status: 0,
        stdout:
          "the path's MTU is 1500: 1472 bytes may fit\nthe path's MTU is 1000: 972 bytes may fit\n" +
          "972 bytes have arrived in one piece\n",
        stderr: "send: Message too long\nrecv: Message too long\n",
      });
      expect(await big.ended).toMatchObject({ status: 0, stderr: "" });

      const lo = await listening(place(program(serverLanguage, "big-receiver", "0", "127.0.0.1", "1")));
      expect(await run(place(program(clientLanguage, "big-sender", "127.0.0.1", lo[1], "65535")))).toEqual({
        status: 0,
        stdout: "the path's MTU is 65535: 65507 bytes may fit\n65507 bytes have arrived in one piece\n",
        stderr: "send: Message too long\n",
      });
    });

    it("datagrams to everybody", async () => {
      const place = await network(oneHost);
      const start = (port: string): Promise<[Program, string]> =>
        listening(place(program(serverLanguage, "broadcast-server", port, "1")));
      const [first, port] = await start("0");
      const [second] = await start(port);
      const send = async (...how: string[]): Promise<Ended> =>
        run(place(program(clientLanguage, "broadcast-client", "10.9.0.255", port, "Hello", ...how)));

      expect(await send("plain")).toEqual({ status: 1, stdout: "", stderr: "sendto: Permission denied\n" });
      expect(await send()).toEqual(well("5 bytes sent to 10.9.0.255\n"));
      const heard = well(`listening on 0.0.0.0 port ${port}\n10.9.0.1 says 'Hello'\n`);
      expect(await first.ended).toEqual(heard);
      expect(await second.ended).toEqual(heard);
    });

    it.each([
      ["239.1.2.3", /^10\.9\.0\.1 says 'Hello'\n$/],
      ["ff02::1234", /^fe80::[0-9a-f:]+%v1 says 'Hello'\n$/],
    ])("datagrams to the group %s", async (group, heard) => {
      const place = await network(oneHost);
      const start = (port: string): Promise<[Program, string]> =>
        listening(place(program(serverLanguage, "multicast-receiver", group, port, "v1", "1")));
      const [first, port] = await start("0");
      const [second] = await start(port);
      const other = forking(place(program(serverLanguage, "multicast-receiver", group, port, "lo", "1")));
      await other.printed(/port \d+\n/);

      const send = run(place(program(clientLanguage, "multicast-sender", group, port, "v1", "Hello")));
      expect(await send).toEqual(well(`5 bytes sent to ${group}\n`));
      for (const member of [first, second]) {
        const { status, stdout, stderr } = await member.ended;
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        expect(stdout.replace(`listening on ${group} port ${port}\n`, "")).toMatch(heard);
      }
    });
  });
});

describe.each(languageNames)("a client in %s that somebody else answers first", (language) => {
  it.each(["nothing", "connect", "id"])("and that checks: %s", async (check) => {
    const server = await puppet();
    const { port } = server.address();
    const request = received(server);
    const client = forking(program(language, "udp-local-client", "127.0.0.1", String(port), check, "Hello"));

    const [text, from] = await request;
    const [, id] = /^(-?\d+) Hello$/.exec(text)!;
    expect(await client.printed(/waiting on port (\d+)\n/)).toBe(String(from.port));
    const talker = program(language, "talker", "127.0.0.1", String(from.port), "1 It is me!");
    expect(await run(talker)).toMatchObject({ status: 0 });
    server.send(`${id} 5 bytes`, from.port, from.address);

    const { status, stdout, stderr } = await client.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const answer = `127.0.0.1 port ${port} answers '5 bytes'\n`;
    const [, heard] = /^waiting on port \d+\n([^]*)$/.exec(stdout)!;
    if (check === "connect") {
      expect(heard).toBe(answer);
    } else {
      const [first] = heard.split("\n", 1);
      expect(first).toMatch(/^127\.0\.0\.1 port \d+ answers 'It is me!'$/);
      expect(first).not.toContain(`port ${port} `);
      expect(heard).toBe(check === "id" ? `${first}\nthat is not the answer\n${answer}` : `${first}\n`);
    }
  });
});

describe("backoff-client", () => {
  it.each(["rcvtimeo", "alarm"])("gives up after a while: %s", async (way) => {
    const silent = await puppet();
    const waits = [10, 20, 40, 80, 160].map((ms) => `waiting up to ${ms} ms\n`);
    expect(await both("backoff-client", "127.0.0.1", String(silent.address().port), way, "10")).toEqual({
      status: 1,
      stdout: waits.join(""),
      stderr: "the server seems to be down\n",
    });
  });

  it("is told where nobody listens", async () => {
    expect(await both("backoff-client", "127.0.0.1", await freePort(), "rcvtimeo", "10000")).toEqual({
      status: 1,
      stdout: "waiting up to 10000 ms\n",
      stderr: "recv: Connection refused\n",
    });
  });
});

it("a group needs an interface, and an address", async () => {
  const failure = (stderr: string): Ended => ({ status: 1, stdout: "", stderr });
  const unknown = failure("nosuch: No such device\n");
  expect(await both("multicast-receiver", "239.1.2.3", "0", "nosuch")).toEqual(unknown);
  expect(await both("multicast-sender", "239.1.2.3", "7", "nosuch", "Hello")).toEqual(unknown);
  expect(await both("multicast-sender", "a.group", "7", "lo", "Hello")).toEqual(
    failure("a.group: Name or service not known\n"),
  );
});

testUsage(
  ["udp-local-server"],
  ["udp-local-client", "127.0.0.1", "7", "all", "Hello"],
  ["unreliable-server"],
  ["backoff-client", "127.0.0.1", "7", "sleep"],
  ["big-receiver"],
  ["big-sender", "127.0.0.1", "7", "65536"],
  ["broadcast-server"],
  ["broadcast-client", "127.0.0.1", "7", "Hello", "fancy"],
  ["multicast-receiver", "239.1.2.3", "7"],
  ["multicast-sender", "239.1.2.3", "7", "lo"],
);
