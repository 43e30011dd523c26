/** The examples that show interfaces and packets. */

import { networkInterfaces } from "node:os";

import { if_nameindex } from "berkeley/net/if";
import { SOCK_RAW, AF_INET, AF_PACKET, socket } from "berkeley/sys/socket";
import { IPPROTO_ICMP } from "berkeley/netinet/in";
import { close } from "berkeley/unistd";

import { describeIf, type Ended, example, Program } from "../support/processes.ts";

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

describeIf(isPermitted(AF_INET, IPPROTO_ICMP), "raw sockets: they are not permitted here")("ping", () => {
  it("gets answers, and tells how long they took", async () => {
    const { status, stdout, stderr } = await run("ping", "127.0.0.1", "3");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [first, second, third, count, times] = stdout.split("\n");
    for (const [i, line] of [first, second, third].entries()) {
      expect(line).toMatch(new RegExp(`^64 bytes from 127.0.0.1: icmp_seq=${i + 1} ttl=64 time=\\d+\\.\\d{3} ms$`));
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
    expect(await run("ping", "localhost")).toMatchObject({ status: 1, stderr: "localhost: not a numeric address\n" });
  });
});

describeIf(isPermitted(AF_PACKET, 0), "packet sockets: they are not permitted here")("tcpdump", () => {
  it("prints the handshake of a connection", async () => {
    const server = new Program([...example("echo-server"), "0", "127.0.0.1", "1"]);
    const port = await server.printed(/port (\d+)\n/);
    const dump = new Program([...example("tcpdump"), "lo", "3", port]);
    await dump.printed(/listening on lo\n/, "stderr");
    const client = new Program([...example("echo-client"), "127.0.0.1", port]);
    expect(await client.finish("Hello\n")).toMatchObject({ status: 0, stdout: "Hello\n" });
    await server.ended;
    const { status, stdout } = await dump.ended;
    expect(status).toBe(0);
    const [syn, synAck, ack, ...others] = stdout.split("\n");
    const end = String.raw`127\.0\.0\.1\.\d+`;
    const [, first] = new RegExp(`^${end} > 127.0.0.1.${port}: SYN seq (\\d+) win \\d+ length 0$`).exec(syn)!;
    const next = (Number(first) + 1) % 2 ** 32;
    const answer = new RegExp(`^127.0.0.1.${port} > ${end}: SYN seq (\\d+) ack ${next} win \\d+ length 0$`);
    const [, second] = answer.exec(synAck)!;
    expect(ack).toMatch(
      new RegExp(`^${end} > 127.0.0.1.${port}: seq ${next} ack ${(Number(second) + 1) % 2 ** 32} win \\d+ length 0$`),
    );
    expect(others).toEqual([""]);
  });

  it("knows when there is no such interface", async () => {
    expect(await run("tcpdump", "none", "1")).toEqual({ status: 1, stdout: "", stderr: "none: No such device\n" });
  });
});
