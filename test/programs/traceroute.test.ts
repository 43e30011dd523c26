/** traceroute in TypeScript and C, through machines that are network namespaces. */

import { createSocket } from "node:dgram";
import { once } from "node:events";

import { hasNetworks, type Machine, machinesInARow } from "../support/namespaces.ts";
import { type Command, describeIf, type Ended, example, Program, twin } from "../support/processes.ts";

const languages: [string, (name: string) => Command][] = [
  ["TypeScript", example],
  ["C", twin],
];

const run = (command: Command, ...args: string[]): Promise<Ended> => new Program([...command, ...args]).finish();

const withoutTimes = (ended: Ended): Ended => ({ ...ended, stdout: ended.stdout.replace(/\d+\.\d{3} ms/g, "TIME") });

describe.each(languages)("traceroute in %s", (_language, program) => {
  it.each(["127.0.0.1", "::1"])("needs one step to this machine, %s", async (host) => {
    const { status, stdout, stderr } = await run(program("traceroute"), host);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const [heading, hop, ...others] = stdout.split("\n");
    expect(heading).toBe(`traceroute to ${host} (${host}), 30 hops max`);
    expect(hop).toMatch(new RegExp(`^ 1  ${host} ( \\d+\\.\\d{3} ms){3}$`));
    expect(others).toEqual([""]);
  });

  it("ends where somebody listens, too", async () => {
    const server = createSocket("udp4");
    server.on("message", (_message, { port, address }) => server.send("", port, address));
    await once(server.bind(0, "127.0.0.1"), "listening");
    try {
      const port = String(Math.min(server.address().port, 65000));
      const ended = await run(program("traceroute"), "-q", "1", "-p", port, "127.0.0.1");
      expect(ended.status).toBe(0);
      expect(withoutTimes(ended).stdout).toMatch(/\n 1 {2}127.0.0.1 {2}TIME\n$/);
    } finally {
      server.close();
    }
  });

  it("says what is wrong", async () => {
    const failing = async (...args: string[]): Promise<string> => {
      const { status, stdout, stderr } = await run(program("traceroute"), ...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      return stderr;
    };
    const tooMany = `${program("traceroute").at(-1)}: more hops, probes or ports than there are\n`;
    expect(await failing("-m", "5")).toMatch(/^usage: /);
    expect(await failing("-x", "127.0.0.1")).toMatch(/usage: /);
    for (const [option, value] of [
      ["-m", "0"],
      ["-m", "256"],
      ["-q", "0"],
      ["-q", "11"],
      ["-p", "65500"],
    ]) {
      expect(await failing(option, value, "127.0.0.1")).toBe(tooMany);
    }
    expect(await failing("-6", "127.0.0.1")).toBe("127.0.0.1: Address family for hostname not supported\n");
  });
});

describeIf(hasNetworks, "network namespaces cannot be joined here")("through four machines", () => {
  let machines: Machine[];
  beforeEach(async () => {
    machines = await machinesInARow(4);
  });

  it.each([
    ["10.0.3.2", ["10.0.1.2", "10.0.2.2", "10.0.3.2"]],
    ["fd00:3::2", ["fd00:1::2", "fd00:2::2", "fd00:3::2"]],
  ])("tells the way to %s", async (host, hops) => {
    for (const [, program] of languages) {
      const ended = await new Program(machines[0].run([...program("traceroute"), host])).finish();
      expect(withoutTimes(ended)).toEqual({
        status: 0,
        stdout: [
          `traceroute to ${host} (${host}), 30 hops max`,
          ...hops.map((hop, i) => ` ${i + 1}  ${hop}  TIME TIME TIME`),
          "",
        ].join("\n"),
        stderr: "",
      });
    }
  });

  it("tells where the way ends, and why", async () => {
    machines.slice(0, 2).forEach(({ sh }, i) => {
      sh(`ip route add default via 10.0.${i + 1}.2; ip route add default via fd00:${i + 1}::2`);
    });
    machines[2].sh(`
      ip route add unreachable 10.0.7.0/24
      ip route add prohibit 10.0.8.0/24
      ip route add blackhole 10.0.9.0/24
      ip route add prohibit fd00:8::/64`);
    const second = (mark: string): string => ` 1  10.0.1.2  TIME\n 2  10.0.2.2  TIME${mark}\n`;
    const second6 = (mark: string): string => ` 1  fd00:1::2  TIME\n 2  fd00:2::2  TIME${mark}\n`;
    const ways: [host: string, status: number, way: string][] = [
      ["10.0.7.1", 0, second(" !H")],
      ["10.0.8.1", 0, second(" !X")],
      ["10.0.6.1", 0, second(" !N")],
      ["10.0.9.1", 1, " 1  10.0.1.2  TIME\n 2  *\n 3  *\n"],
      ["fd00:8::1", 0, second6(" !X")],
      ["fd00:6::1", 0, second6(" !N")],
    ];
    for (const [, program] of languages) {
      for (const [host, status, way] of ways) {
        const options = ["-q", "1", "-w", "1", "-m", "3"];
        const ended = await new Program(machines[0].run([...program("traceroute"), ...options, host])).finish();
        const heading = `traceroute to ${host} (${host}), 3 hops max\n`;
        expect(withoutTimes(ended)).toEqual({ status, stdout: heading + way, stderr: "" });
      }
    }
  });

  it("says where there is no way from here", async () => {
    for (const [, program] of languages) {
      const { status, stderr } = await new Program(machines[3].run([...program("traceroute"), "192.0.2.1"])).finish();
      expect({ status, stderr }).toEqual({ status: 1, stderr: "connect: Network is unreachable\n" });
    }
  });
});
