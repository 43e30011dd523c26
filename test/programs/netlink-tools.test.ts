/** netstat and ip, which ask the kernel over netlink, beside their C twins, /proc and the tools that they are named for. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { createSocket } from "node:dgram";
import { once } from "node:events";

import { hasNamespaces, inNamespace } from "../support/namespaces.ts";
import { type Command, describeIf, type Ended, example, Program, twin } from "../support/processes.ts";

const languages: [string, (name: string) => Command][] = [
  ["TypeScript", example],
  ["C", twin],
];

const run = async (command: Command, ...args: string[]): Promise<Ended> => new Program([...command, ...args]).finish();

interface Row {
  protocol: string;
  local: string;
  foreign: string;
  state: string;
  inode: string;
}

/** What netstat prints, without its heading. UDP's state may be missing. */
function rows(stdout: string): Row[] {
  const [heading, ...lines] = stdout.trimEnd().split("\n");
  expect(heading).toMatch(/^Proto Recv-Q Send-Q Local Address +Foreign Address +State +User Inode$/);
  return lines.map((line) => {
    const fields = /^(\S+) +\d+ +\d+ (\S+) +(\S+) +([A-Z_12]*) +\d+ (\d+)$/.exec(line);
    if (fields === null) throw new Error(`not a row: ${line}`);
    const [, protocol, local, foreign, state, inode] = fields;
    return { protocol, local, foreign, state, inode };
  });
}

/** What /proc tells of the sockets with this port. */
function proc(file: string, port: number): { state: number; inode: string }[] {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync(`/proc/net/${file}`, "latin1")
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, foreign]) => local?.endsWith(hex) || foreign?.endsWith(hex))
    .map((fields) => ({ state: parseInt(fields[3], 16), inode: fields[9] }));
}

const states = [
  ...["", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT"],
  ...["CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING"],
];

describe.each(languages)("netstat in %s", (_language, program) => {
  const sockets: (Server | Socket)[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) {
      if ("destroy" in socket) socket.destroy();
      else socket.close();
    }
  });

  it.each([
    ["tcp", "127.0.0.1", "0.0.0.0"],
    ["tcp6", "::1", "::"],
  ])("lists the sockets of %s and their states, as /proc does", async (protocol, host, any) => {
    const accepted: Socket[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => accepted.push(socket.pause()));
    sockets.push(server);
    await once(server.listen(0, host), "listening");
    const { port } = server.address() as { port: number };
    const open = createConnection({ port, host });
    const closing = createConnection({ port, host, allowHalfOpen: true });
    sockets.push(open, closing);
    await Promise.all([once(open, "connect"), once(closing, "connect")]);
    while (accepted.length < 2) await once(server, "connection");
    sockets.push(...accepted);
    await new Promise((resolve) => closing.end(resolve as () => void));

    const { status, stdout, stderr } = await run(program("netstat"), "tcp", String(port));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const found = rows(stdout);
    const [listening, opened, closed] = [`${host}:${port}`, open.localPort!, closing.localPort!].map(String);
    const ends = found.map(({ local, foreign, state }) => `${local} ${foreign} ${state}`);
    expect(ends.sort()).toEqual(
      [
        `${listening} ${any}:* LISTEN`,
        `${listening} ${host}:${opened} ESTABLISHED`,
        `${host}:${opened} ${listening} ESTABLISHED`,
        `${listening} ${host}:${closed} CLOSE_WAIT`,
        `${host}:${closed} ${listening} FIN_WAIT2`,
      ].sort(),
    );
    expect(found.every((row) => row.protocol === protocol)).toBe(true);
    const told = found.map(({ state, inode }) => `${state} ${inode}`);
    expect(told.sort()).toEqual(
      proc(protocol, port)
        .map(({ state, inode }) => `${states[state]} ${inode}`)
        .sort(),
    );
  });

  it.each([
    ["udp", "udp4", "127.0.0.1", "0.0.0.0"],
    ["udp6", "udp6", "::1", "::"],
  ] as const)("lists the sockets of %s", async (protocol, type, host, any) => {
    const [bound, connected] = [createSocket(type), createSocket(type)];
    try {
      await once(bound.bind(0, host), "listening");
      const { port } = bound.address();
      connected.connect(port, host);
      await once(connected, "connect");
      const { status, stdout } = await run(program("netstat"), "udp", String(port));
      expect(status).toBe(0);
      const ends = rows(stdout).map((row) => `${row.protocol} ${row.local} ${row.foreign} ${row.state}`);
      expect(ends.sort()).toEqual(
        [
          `${protocol} ${host}:${port} ${any}:* `,
          `${protocol} ${host}:${connected.address().port} ${host}:${port} ESTABLISHED`,
        ].sort(),
      );
      const told = rows(stdout).map(({ inode }) => inode);
      expect(told.sort()).toEqual(
        proc(protocol, port)
          .map(({ inode }) => inode)
          .sort(),
      );
    } finally {
      bound.close();
      connected.close();
    }
  });

  it("says what it does not know", async () => {
    expect(await run(program("netstat"), "sctp")).toEqual({
      status: 1,
      stdout: "",
      stderr: "sctp: neither tcp nor udp nor all\n",
    });
  });
});

describeIf(hasNamespaces, "no namespaces of the network can be made here")("in a network of its own", () => {
  const script = (text: string, ...args: Command): Program =>
    new Program(inNamespace(["sh", "-ec", `${text}\nexec "$@"`, "sh", ...args]));

  it("netstat prints what its twin prints", async () => {
    const commands = languages.map(([, program]) => [...program("netstat"), "all"].join(" "));
    const [nc] = twin("nc");
    const { status, stdout } = await script(
      `ip link set lo up
       ${nc} -l 127.0.0.1 4000 >/dev/null & first=$!
       ${nc} -l -u ::1 4001 >/dev/null & second=$!
       until ${commands[1]} | grep -q 4000 && ${commands[1]} | grep -q 4001; do :; done
       ${commands[0]}; echo =====; ${commands[1]}
       kill $first $second`,
      "true",
    ).finish();
    expect(status).toBe(0);
    const [ours, theirs] = stdout.split("=====\n");
    expect(ours).toBe(theirs);
    expect(rows(ours).map(({ protocol, local, state }) => `${protocol} ${local} ${state}`)).toEqual([
      "tcp 127.0.0.1:4000 LISTEN",
      "udp6 ::1:4001 ",
    ]);
  });

  const links = `
    ip link add v0 type veth peer name v1
    ip addr add 10.9.1.1/24 brd + dev v0
    ip addr add 10.9.1.2/24 dev v0
    ip addr add 10.8.1.1 peer 10.8.1.2/32 dev v1
    ip addr add fd00::1/64 dev v1 nodad
    ip addr add fd00::2/64 dev v1 nodad valid_lft 1000000 preferred_lft 0
    ip link set v1 mtu 1400 group 7
    ip link set v0 addrgenmode none up # No address comes by itself, and changes by itself.
    ip link set v1 addrgenmode none up
    ip link set lo up
    ip link add x0 type veth peer name x1`;

  it.each(languages)("ip in %s lists the interfaces and their addresses", async (_language, program) => {
    const { status, stdout } = await script(links, ...program("ip"), "addr").finish();
    expect(status).toBe(0);
    const text = stdout.replace(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, (mac) => (/[1-9a-e]/.test(mac) ? "MAC" : mac));
    const [loopback, first] = [text.slice(0, text.indexOf("2: ")), text.slice(text.indexOf("v1@v0"))];
    expect(loopback).toBe(
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n" +
        "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n" +
        "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n" +
        "    inet6 ::1/128 scope host \n       valid_lft forever preferred_lft forever\n",
    );
    expect(first).toContain("<BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc noqueue state UP group 7 qlen 1000\n");
    expect(first).toContain("    link/ether MAC brd ff:ff:ff:ff:ff:ff\n");
    expect(first).toContain("    inet 10.8.1.1 peer 10.8.1.2/32 scope global v1\n");
    expect(first).toContain(
      "    inet6 fd00::1/64 scope global nodad \n       valid_lft forever preferred_lft forever\n",
    );
    expect(first).toMatch(
      / inet6 fd00::2\/64 scope global nodad deprecated dynamic \n +valid_lft \d+sec preferred_lft 0sec\n/,
    );
    expect(text).toContain("    inet 10.9.1.1/24 brd 10.9.1.255 scope global v0\n");
    expect(text).toContain("    inet 10.9.1.2/24 scope global secondary v0\n");
  });

  const known = spawnSync("ip", ["-V"], { encoding: "utf8" }).stdout ?? "";
  const iproute = known.includes("iproute2") ? it : it.skip;

  iproute.each(languages)("ip in %s prints what iproute2 does", async (_language, program) => {
    for (const object of ["link", "addr"]) {
      const command = [...program("ip"), object] as unknown as Command;
      const both = script(`${links}\nip ${object}; echo =====`, ...command);
      const { status, stdout } = await both.finish();
      expect(status).toBe(0);
      // Time goes on between the two, and newer versions say who added an address.
      const [theirs, ours] = stdout
        .replace(/valid_lft \d+sec/g, "valid_lft SECONDS")
        .replace(/ proto \w+/g, "")
        .split("=====\n");
      expect(ours).toBe(theirs);
      expect(ours).toContain("v0@v1: <");
      expect(ours).toMatch(/x1@x0: <BROADCAST,MULTICAST,M-DOWN> .* state DOWN /);
    }
  });

  it("ip in C prints the same as in TypeScript, for one interface too", async () => {
    for (const args of [["addr"], ["link"], ["addr", "lo"], ["link", "v1"], ["link", "none"], ["route"]]) {
      const outputs = await Promise.all(
        languages.map(async ([, program]) => {
          const { status, stdout, stderr } = await script(
            `ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02`,
            ...program("ip"),
            ...args,
          ).finish();
          return { status, stdout, stderr };
        }),
      );
      expect(outputs[0]).toEqual(outputs[1]);
      expect(outputs[0].status).toBe(args.includes("none") || args.includes("route") ? 1 : 0);
    }
  });

  it("ip tells of an end in another network", async () => {
    for (const [, program] of languages) {
      const { status, stdout } = await script(
        `unshare -n sleep 60 >/dev/null 2>&1 & holder=$!
         while [ "$(readlink /proc/$holder/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do :; done
         ip link add w0 type veth peer name w1 netns $holder
         ip link show w0 | tail -n 1
         "$@" | tail -n 1
         kill $holder; set -- true`,
        ...program("ip"),
        "link",
        "w0",
      ).finish();
      expect(status).toBe(0);
      const [theirs, ours] = stdout.split("\n");
      expect(ours).toBe(theirs);
      expect(ours).toMatch(/ link-netnsid 0$/);
    }
  });
});
