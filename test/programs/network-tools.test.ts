/** The examples that show interfaces and packets. */

import { networkInterfaces } from "node:os";

import { if_nameindex } from "berkeley/net/if";
import { SOCK_RAW, AF_INET, AF_PACKET, socket } from "berkeley/sys/socket";
import { IPPROTO_ICMP } from "berkeley/netinet/in";
import { close } from "berkeley/unistd";

import { hasNamespaces, hasNetworks, inNamespace, machinesInARow } from "../support/namespaces.ts";
import { type Command, describeIf, type Ended, example, Program, twin } from "../support/processes.ts";

const run = async (name: string, ...args: string[]): Promise<Ended> =>
  new Program([...example(name), ...args]).finish();

describe("interfaces", () => {
  it("lists them in three ways", async () => {
    const names = if_nameindex()!
      .filter(({ if_index }) => if_index > 0)
      .map(({ if_index, if_name }) => `${if_index}: ${if_name}\n`);
    expect(await run("interfaces", "index")).toEqual({ status: 0, stdout: names.join(""), stderr: "" });
    const byIoctl = await run("interfaces", "ioctl");
    expect(byIoctl).toMatchObject({ status: 0, stderr: "" });
    expect(byIoctl.stdout).toMatch(
      /^lo\n {2}<.* UP LOOPBACK .*>\n {2}address 127\.0\.0\.1\n {2}netmask 255\.0\.0\.0\n {2}mtu \d+\n/m,
    );
    const byAddress = await run("interfaces", "ifaddrs");
    expect(byAddress).toMatchObject({ status: 0, stderr: "" });
    const known = Object.values(networkInterfaces()).flatMap((list) => list!);
    for (const { address } of known) expect(byAddress.stdout).toContain(`  address ${address}\n`);
    expect(byAddress.stdout).toContain("  address 00:00:00:00:00:00\n");
  });

  it("says how it is used", async () => {
    expect(await run("interfaces", "nonsense")).toMatchObject({ status: 1, stdout: "" });
  });
});

function isPermitted(domain: number, protocol: number): boolean {
  const fd = socket(domain, SOCK_RAW, protocol);
  close(fd);
  return fd !== -1;
}

const languages: [string, (name: string) => Command][] = [
  ["TypeScript", example],
  ["C", twin],
];

const withRawSockets = describeIf(isPermitted(AF_INET, IPPROTO_ICMP), "raw sockets: they are not permitted here");
withRawSockets.each(languages)("ping in %s", (_language, program) => {
  const ping = (...args: string[]): Promise<Ended> => new Program([...program("ping"), ...args]).finish();

  it.each([
    ["127.0.0.1", " ttl=64"],
    ["::1", ""],
  ])("gets answers from %s, and tells how long they took", async (host, ttl) => {
    const { status, stdout, stderr } = await ping(host, "3");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [first, second, third, count, times] = stdout.split("\n");
    for (const [i, line] of [first, second, third].entries()) {
      expect(line).toMatch(new RegExp(`^64 bytes from ${host}: icmp_seq=${i + 1}${ttl} time=\\d+\\.\\d{3} ms$`));
    }
    expect(count).toBe("3 packets transmitted, 3 received");
    const [min, average, max] = /^rtt min\/avg\/max = ([\d.]+)\/([\d.]+)\/([\d.]+) ms$/
      .exec(times)!
      .slice(1)
      .map(Number);
    expect(min).toBeLessThanOrEqual(average);
    expect(average).toBeLessThanOrEqual(max);
  });

  it("refuses names", async () => {
    expect(await ping("localhost")).toMatchObject({ status: 1, stderr: "localhost: not a numeric address\n" });
  });

  (hasNetworks ? it : it.skip)("is passed on by others, and tells when no answer comes", async () => {
    const machines = await machinesInARow(3);
    const there = (host: string): Promise<Ended> =>
      new Program(machines[0].run([...program("ping"), host, "1"])).finish();
    expect((await there("10.0.2.2")).stdout).toMatch(/^64 bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=/);
    expect((await there("fd00:2::2")).stdout).toMatch(/^64 bytes from fd00:2::2: icmp_seq=1 time=/);
    machines[1].sh("ip route add blackhole 10.0.2.2; ip route add blackhole fd00:2::2");
    const silent = { status: 1, stdout: "no answer to icmp_seq=1\n1 packets transmitted, 0 received\n", stderr: "" };
    expect(await there("10.0.2.2")).toEqual(silent);
    expect(await there("fd00:2::2")).toEqual(silent);
    expect(await there("192.0.2.1")).toEqual({ status: 1, stdout: "", stderr: "sendto: Network is unreachable\n" });
  });

  (hasNamespaces ? it : it.skip)("works without rights, where ping_group_range permits that", async () => {
    const script = `
      ip link set lo up
      echo "$2" > /proc/sys/net/ipv4/ping_group_range
      shift 2
      exec setpriv --bounding-set -net_raw --inh-caps -net_raw "$@"`;
    const unprivileged = (group: string, host: string): Promise<Ended> =>
      new Program(inNamespace(["sh", "-ec", script, "sh", "ping", group, ...program("ping"), host, "1"])).finish();
    for (const host of ["127.0.0.1", "::1"]) {
      expect((await unprivileged("0 0", host)).stdout).toMatch(new RegExp(`^64 bytes from ${host}: icmp_seq=1 time=`));
      expect(await unprivileged("1 0", host)).toEqual({ status: 1, stdout: "", stderr: "socket: Permission denied\n" });
    }
  });
});

const withPacketSockets = describeIf(isPermitted(AF_PACKET, 0), "packet sockets: they are not permitted here");
withPacketSockets("tcpdump", () => {
  /** A connection's segments, as both programs print them: from the first to what acknowledges the second end. */
  async function dumped(
    host: string,
    name: string,
    onto: (command: Command) => Command,
    server: Program,
  ): Promise<string[]> {
    const port = await server.printed(/port (\d+)\n/);
    const dumps = languages.map(([, program]) => new Program(onto([...program("tcpdump"), name, "100", port])));
    await Promise.all(dumps.map(async (dump) => dump.printed(new RegExp(`listening on ${name}\n`), "stderr")));
    const client = new Program(onto([...example("echo-client"), host, port]));
    expect(await client.finish("Hello\n")).toMatchObject({ status: 0, stdout: "Hello\n" });
    await server.ended;
    const whole = /^([^]* FIN [^]* FIN [^]*\n.*\n)/;
    const [ours, theirs] = await Promise.all(dumps.map(async (dump) => dump.printed(whole)));
    expect(ours).toBe(theirs);
    return ours.replaceAll(`.${port}`, ".PORT").trimEnd().split("\n");
  }

  /** What a connection looks like: each segment's number follows from those before it. */
  function checkConnection(lines: string[], clientHost: string, serverHost: string): void {
    const sent = { client: NaN, server: NaN };
    const flags: string[] = [];
    for (const line of lines) {
      const [, from, to, letters, seq, ack, length] =
        /^(\S+) > (\S+):((?: [A-Z]+)*) seq (\d+)(?: ack (\d+))? win \d+ length (\d+)$/.exec(line)!;
      const side = from === `${serverHost}.PORT` ? "server" : "client";
      const other = side === "server" ? "client" : "server";
      expect((side === "server" ? to : from).startsWith(`${clientHost}.`)).toBe(true);
      expect((side === "server" ? from : to) === `${serverHost}.PORT`).toBe(true);
      if (letters.includes("SYN")) sent[side] = Number(seq);
      expect(Number(seq)).toBe(sent[side]);
      if (ack === undefined) expect(letters).toBe(" SYN");
      else expect(Number(ack)).toBe(sent[other]);
      sent[side] = (sent[side] + Number(length) + (/SYN|FIN/.test(letters) ? 1 : 0)) % 2 ** 32;
      flags.push(`${side}${letters} ${length}`);
    }
    expect(flags.slice(0, 4)).toEqual(["client SYN 0", "server SYN 0", "client 0", "client PSH 6"]);
    expect(flags).toContain("server PSH 6");
    expect(flags).toContain("client FIN 0");
    expect(flags.slice(-2)).toEqual(["server FIN 0", "client 0"]);
  }

  it.each(["127.0.0.1", "::1"])("prints the handshake, the data and the close of a connection to %s", async (host) => {
    const server = new Program([...example("echo-server"), "0", host, "1"]);
    checkConnection(await dumped(host, "lo", (command) => command, server), host, host);
  });

  (hasNetworks ? it : it.skip)("sees what goes out and what comes in", async () => {
    const [here, there] = await machinesInARow(2);
    for (const [client, host] of [
      ["10.0.1.1", "10.0.1.2"],
      ["fd00:1::1", "fd00:1::2"],
    ]) {
      const server = new Program(there.run([...example("echo-server"), "0", host, "1"]));
      checkConnection(await dumped(host, "right", here.run, server), client, host);
    }
  });

  it("ends after as many segments as it is to print", async () => {
    for (const [, program] of languages) {
      const server = new Program([...example("echo-server"), "0", "127.0.0.1", "1"]);
      const port = await server.printed(/port (\d+)\n/);
      const dump = new Program([...program("tcpdump"), "lo", "3", port]);
      await dump.printed(/listening on lo\n/, "stderr");
      await new Program([...example("echo-client"), "127.0.0.1", port]).finish("Hello\n");
      const { status, stdout } = await dump.ended;
      expect(status).toBe(0);
      expect(stdout.split("\n")).toHaveLength(4);
      await server.ended;
    }
  });

  it("knows when there is no such interface", async () => {
    for (const [, program] of languages) {
      expect(await new Program([...program("tcpdump"), "none", "1"]).finish()).toEqual({
        status: 1,
        stdout: "",
        stderr: "none: No such device\n",
      });
    }
  });
});
