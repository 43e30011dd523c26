/**
 * How each of examples/ is run beside its twin: an entry for each. See runs.ts for what stands here; more than one run of a
 * program makes a list.
 */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

import { hasNamespaces } from "../support/namespaces.ts";
import { type Command, twin } from "../support/processes.ts";
import type { Mask } from "./names.ts";
import { alone, type Client, clientOf, type Run, server } from "./runs.ts";
import type { Session, Starter } from "./session.ts";

const hello: Client = ["echo-client 127.0.0.1 {port}", "Hello", "world"];
const bye: Client = ["echo-client 127.0.0.1 {port}", "Bye"];
const chat: Client[] = [
  ["tell 127.0.0.1 {port}", "Hello"],
  ["tell 127.0.0.1 {port}", "Hello to you", "Bye"],
];
const ask = (what: string): Client => ["unix-echo-client {folder}/socket", what];

const digits: Mask = { pattern: /^"\d"$/g, as: '"DIGIT"', why: "the client's process id, read byte by byte" };
const times: Mask = { pattern: /\b\d+\.\d{3}\b/g, as: "TIME", why: "how long an answer takes" };
const segments: Mask[] = [
  { call: "recvfrom", pattern: /^"E.*"$/g, as: "SEGMENT", why: "its numbers and checksums are chance" },
  { pattern: /(?<=\b(seq|ack) )\d+/g, as: "NUMBER", why: "where a connection begins to count is chance" },
  { pattern: /(?<=\b127\.0\.0\.1\.)\d+/g, as: "PORT", why: "the kernel chooses it" },
];
const daytime: Mask = { pattern: /\w{3} \w{3} [ \d]\d [\d:]{8} \d{4}/g, as: "DAYTIME", why: "the time of day" };
const information: Mask = {
  pattern: /^"(\\\d+)\\0.*"$/g,
  as: '"$1 and more"',
  why: "in a tcp_info the state comes first; the rest is how long answers take, and how long ago things were",
};
const messages: Mask = {
  pattern: /^"(\\10\\0|E\\0).*"$/g,
  as: "MESSAGE",
  why: "the identification is the process's, and the checksum depends on it",
};
const left: Mask = { call: "poll", pattern: /(?<=, )\d+$/g, as: "LEFT", why: "the time until a deadline" };
const byte = String.raw`(?:\\[0-7]{1,3}|\\.|[^\\])`; // Of a text, as strace shows it.
/** The number of a question, in what a call sends or receives, and so many bytes before it. */
const idIn = (call: string, before = 0): Mask => ({
  call,
  pattern: new RegExp(String.raw`^("${byte}{${before}})${byte}{2}(?=\\(1|205)\\0\\0\\1)`, "g"),
  as: "$1ID",
  why: "nobody can guess it",
});
const queries: Mask[] = [
  { call: "read", pattern: new RegExp(`^"${byte}{2}"$`, "g"), as: '"ID"', why: "nobody can guess it" },
  { pattern: /\bid: \d+/g, as: "id: ID", why: "nobody can guess it" },
  { pattern: /\bQuery time: \d+/g, as: "Query time: TIME", why: "how long an answer takes" },
  idIn("recvfrom"),
  left,
];
const ntp: Mask[] = [
  { pattern: new RegExp(`^("#${byte}{39})${byte}{8}"$`, "g"), as: '$1TIME"', why: "when the question was asked" },
  { pattern: new RegExp(String.raw`^("\$${byte}{15})${byte}{32}"$`, "g"), as: '$1TIMES"', why: "when it was answered" },
  { pattern: /[+-]?\d+\.\d{6}/g, as: "TIME", why: "how long an answer takes" },
];
const inodes: Mask = { pattern: / \d+(?=\\n)/g, as: " INODE", why: "the kernel numbers the sockets of the machine" };
const diag: Mask = {
  call: "recvfrom",
  pattern: /(?<=idiag_(inode|expires)=)\d+|(?<=idiag_cookie=)\[.*?\]/g,
  as: "NUMBER",
  why: "the kernel numbers the sockets of the machine",
};
const netlinkPort: Mask = {
  call: "recvfrom",
  pattern: /(?<=nlmsg_pid=)-\d+/g,
  as: "CHOSEN",
  why: "where a process has a netlink socket already, the kernel chooses the address of the second",
};
const zone = "examples/tools/example.zone";
const random: Mask = {
  pattern: /^"([^"\\]|\\.[0-7]{0,2}){4}"$/g,
  as: "NUMBER",
  why: "the number of a request is chance",
};
const ids: Mask = { pattern: /^"-?\d+ (?=\d* ?(Hello|bytes))/g, as: '"ID ', why: "the number of a request is chance" };
/** An interface for groups, which the one for loopback does not have of IPv6. */
const veth = [
  "ip link add v1 type veth peer name v2 && ip link set v1 addrgenmode none up && ip link set v2 up",
  "ip addr add 10.0.0.1/24 dev v1 && ip addr add fe80::1/64 dev v1 nodad",
].join(" && ");
const groups = ["239.1.2.3", "ff02::1234"];
const hasIp = spawnSync("ip", ["-V"]).status === 0;
const noNamespaces = hasNamespaces && hasIp ? undefined : "network namespaces are not permitted, or there is no ip";

/** Writes inetd's file. Returns its path. */
function services(session: Session, ...lines: string[]): string {
  const path = join(session.folder, "inetd.conf");
  writeFileSync(path, lines.map((line) => `${line.replace("USER", userInfo().username)}\n`).join(""));
  return path;
}

/** What starts a service's program: inetd, in C. */
const underInetd =
  (session: Session, service: string): Starter =>
  ([file, ...args]: Command): Command => {
    const path = services(session, `0 ${service} USER ${[file, file, ...args].join(" ")}`);
    return [...twin("inetd"), path, "1"];
  };

export const programs: Record<string, Run | readonly Run[]> = {
  // chat
  "poll-chat": server("0 127.0.0.1 2", chat, { together: true }),
  "select-chat": server("0 127.0.0.1 2", chat, { together: true }),

  // daemons
  "activated-server": {
    args: ["2"],
    handed: 1,
    script: async (session, start) => {
      const program = start((command) => [...twin("activate"), "1", "self", ...command]);
      session.port = await program.printed(/port (\d+)\n/);
      await session.settled();
      for (const text of ["Hello\n", "Bye\n"]) {
        const client = session.partner("echo-client", ["127.0.0.1", session.port]);
        await session.settled();
        await session.say(client, text);
        await session.end(client);
      }
    },
  },
  "echo-service": ["stream tcp nowait", "dgram udp wait"].map((service): Run => ({
    args: ["1"],
    script: async (session, start) => {
      const inetd = start(underInetd(session, service));
      session.port = await inetd.printed(/port (\d+)\n/);
      const [client, ...text] = service.startsWith("stream") ? ["echo-client"] : ["talker", "Hello"];
      await session.partner(client, ["127.0.0.1", session.port, ...text]).finish("Hello\n");
    },
  })),
  inetd: {
    args: ["{folder}/inetd.conf", "3"],
    script: async (session, start) => {
      services(session, "0 stream tcp nowait USER /bin/cat cat", "0 dgram udp wait USER internal echo");
      const program = start();
      await session.settled();
      const [, tcp, udp] = /tcp.*port (\d+)\n.*port (\d+)\n/.exec(await program.printed(/.*\n.*\n2 services\n/))!;
      await session.end(session.partner("talker", ["127.0.0.1", udp, "Hello"]));
      const client = session.partner("echo-client", ["127.0.0.1", tcp]);
      await session.settled();
      await session.say(client, "Hello\n");
      await session.end(client);
      services(session, "0 stream tcp nowait USER internal echo", "# 0 dgram udp wait USER internal echo");
      await session.signal("SIGHUP");
      await session.end(session.partner("echo-client", ["127.0.0.1", tcp]));
    },
  },
  daemon: server("{folder}/socket {folder}/pid", [ask("state"), ask("stop")]),

  // ipc
  "fd-receiver": server("{folder}/socket 2", [
    ["fd-sender {folder}/socket package.json"],
    ["fd-sender {folder}/socket package.json 100"],
  ]),
  "fd-sender": clientOf("fd-receiver {folder}/socket 1", "{folder}/socket package.json 100"),
  "fifo-client": clientOf("fifo-server {folder}/fifo 1", "{folder}/fifo package.json"),
  "fifo-server": server(
    "{folder}/fifo 2",
    [["fifo-client {folder}/fifo package.json"], ["fifo-client {folder}/fifo no-such-file"]],
    { masks: [digits] },
  ),
  "file-pipe": alone("{folder}/file echo Hello | tr a-z A-Z"),
  "one-way-pipe": alone("Hello world"),
  pipe: alone("Hello world"),
  redirect: [alone("{folder}/file echo Hello"), alone("{folder}/file no-such-command")],
  "shared-counter": alone("1 3"),
  "shell-pipe": alone("echo Hello | tr a-z A-Z"),
  socketpair: alone("Hello world!"),
  "unix-datagram-client": clientOf("unix-datagram-server {folder}/socket 2", "{folder}/socket Hello world!"),
  "unix-datagram-server": server("{folder}/socket 3", [
    ["unix-datagram-client {folder}/socket Hello world!"],
    ["unix-datagram-client {folder}/socket Bye"],
  ]),
  "unix-echo-client": clientOf("unix-echo-server {folder}/socket 1", "{folder}/socket", { input: "Hello\nworld\n" }),
  "unix-echo-server": server("{folder}/socket 2", [ask("Hello"), ask("Bye")]),

  // names
  "address-class": [alone("10.1.2.3 224.0.0.1 255.255.255.255 ::1 fe80::1"), alone("127.0.0.1 nonsense")],
  "byte-order": alone("0x12345678"),
  "host-lookup": [alone("127.0.0.1"), alone("no-such-host.invalid", { isolated: true, missing: noNamespaces })],
  interfaces: ["index", "ioctl", "ifaddrs"].map((way) => alone(way, { isolated: true, missing: noNamespaces })),
  ports: alone("7 49152", { isolated: true, missing: noNamespaces }),
  services: alone("domain 25 no-such-service"),
  showip: alone("127.0.0.1 ::1"),

  // servers
  "csapp-echo-client": clientOf("csapp-echo-server 0 1", "127.0.0.1 {port}", { input: "Hello\nworld\n" }),
  "csapp-echo-server": server("0 2", [
    ["csapp-echo-client 127.0.0.1 {port}", "Hello", "world"],
    ["csapp-echo-client 127.0.0.1 {port}", "Bye"],
  ]),
  "echo-client": clientOf("echo-server 0 127.0.0.1 1", "127.0.0.1 {port}", { input: "Hello\nworld\n" }),
  "echo-server": [server("0 127.0.0.1 2", [hello, bye]), server("0 ::1 1", [["echo-client ::1 {port}", "Hello"]])],
  "epoll-server": server("0 127.0.0.1 2", [hello, bye], { together: true }),
  "file-client": [
    clientOf("file-server examples 0 127.0.0.1 1", "127.0.0.1 {port} servers/file-client.ts"),
    clientOf("file-server examples 0 127.0.0.1 1", "127.0.0.1 {port} no-such-file"),
  ],
  "file-server": server("examples 0 127.0.0.1 1", [["file-client 127.0.0.1 {port} servers/file-client.ts"]]),
  "fork-server": server("0 127.0.0.1 2", [hello, bye], { together: true }),
  "pass-server": server("0 127.0.0.1 2 3", [hello, bye, hello], {
    together: true,
  }),
  "poll-server": server("0 127.0.0.1 2", [hello, bye], { together: true }),
  "prefork-server": server("0 127.0.0.1 1 1", [hello, bye], { then: async (session) => session.killChildren(2) }),
  "select-server": server("0 127.0.0.1 2", [hello, bye], { together: true }),
  "thread-server": server("0 127.0.0.1 2", [hello, bye], { together: true }),

  // tcp
  "connection-states": ["close", "closed", "reset", "half-open", "keepalive"].map((way) =>
    alone(way, { masks: [information] }),
  ),
  "daytime-client": clientOf("daytime-server 0 127.0.0.1 1", "127.0.0.1 {port}", { masks: [daytime] }),
  "daytime-server": server("0 127.0.0.1 1", [["daytime-client 127.0.0.1 {port}"]], { masks: [daytime] }),
  "deadlock-client": ["naive", "nonblock", "select", "fork"].map((way) =>
    clientOf("deadlock-server 0 127.0.0.1 1", `127.0.0.1 {port} 32 ${way}`),
  ),
  "deadlock-server": server("0 127.0.0.1 2", [
    ["deadlock-client 127.0.0.1 {port} 32 naive"],
    ["deadlock-client 127.0.0.1 {port} 32 select"],
  ]),
  "duplex-client": ["read", "write"].flatMap((order) => [
    clientOf(`duplex-server 0 ${order} 1`, "127.0.0.1 {port} read"),
    clientOf(`duplex-server 0 ${order} 1`, "127.0.0.1 {port} write"),
  ]),
  "duplex-server": [
    server("0 read 1", [["duplex-client 127.0.0.1 {port} write"]]),
    server("0 write 2", [["duplex-client 127.0.0.1 {port} read"], ["duplex-client 127.0.0.1 {port} write"]]),
  ],
  "getaddrinfo-client": clientOf("getaddrinfo-server 0 127.0.0.1 1", "127.0.0.1 {port}"),
  "getaddrinfo-server": server("0 127.0.0.1 2", [
    ["getaddrinfo-client 127.0.0.1 {port}"],
    ["getaddrinfo-client 127.0.0.1 {port}"],
  ]),
  "half-close-client": clientOf("half-close-server 0 127.0.0.1 1", "127.0.0.1 {port}", { input: "Hello\nworld\n" }),
  "half-close-server": server("0 127.0.0.1 2", [
    ["half-close-client 127.0.0.1 {port}", "Hello", "world"],
    ["half-close-client 127.0.0.1 {port}"],
  ]),
  "knock-client": clientOf("knock-server 0 127.0.0.1 1", "127.0.0.1 {port}", {
    input: "Come in\nWho's there?\nSocket who?\nn\n",
  }),
  "knock-server": server("0 127.0.0.1 1", [
    ["knock-client 127.0.0.1 {port}", "Come in", "Who's there?", "Socket who?", "n"],
  ]),
  "name-age-client": clientOf("name-age-server 0 1", "{port}", { input: "Ada 36\nGrace 85\n" }),
  "name-age-server": server("0 2", [
    ["name-age-client {port}", "Ada 36", "Grace 85"],
    ["name-age-client {port}", "Barbara 60"],
  ]),
  options: [alone("tcp"), alone("udp")],
  "sixteen-client": clientOf("sixteen-server 0 127.0.0.1 1", "127.0.0.1 {port} Hello much-longer-than-sixteen"),
  "sixteen-server": server("0 127.0.0.1 2", [
    ["sixteen-client 127.0.0.1 {port} Hello world"],
    ["sixteen-client 127.0.0.1 {port} Bye"],
  ]),
  "socket-errors": alone("all"),
  "stream-client": clientOf("stream-server 0 127.0.0.1 1", "127.0.0.1 {port}", { input: "Hello\nworld\n" }),
  "stream-server": server("0 127.0.0.1 2", [
    ["stream-client 127.0.0.1 {port}", "Hello", "world"],
    ["stream-client 127.0.0.1 {port}"],
  ]),
  "time-wait": [alone("server plain"), alone("server reuse"), alone("client plain"), alone("client reuse")],

  // tools
  dig: [
    clientOf(`dns-server 0 ${zone} 1`, "@127.0.0.1 -p {port} www.example.org", {
      masks: [...queries, idIn("sendto")],
    }),
    clientOf(`dns-server 0 ${zone} 1`, "@127.0.0.1 -p {port} -x 192.0.2.1 +tcp", {
      masks: [...queries, idIn("sendto", 2)],
    }),
  ],
  "dns-server": server(
    `0 ${zone} 2`,
    ["example.org MX", "www.example.org +tcp"].map((question) => [`dig @127.0.0.1 -p {port} ${question}`]),
    { masks: [idIn("recvfrom"), idIn("sendto")] },
  ),
  host: clientOf(`dns-server 0 ${zone} 3`, "-p {port} www.example.org 127.0.0.1", {
    masks: [...queries, idIn("sendto")],
  }),
  ip: ["link", "addr"].map((object) => alone(object, { isolated: true, masks: [netlinkPort], missing: noNamespaces })),
  nc: [
    {
      args: ["-N", "127.0.0.1", "{port}"],
      input: "Hello\n",
      script: async (session, start) => {
        const server = session.partner("nc", ["-l", "-v", "-N", "127.0.0.1", "0"]);
        session.port = await server.printed(/Listening on \S+ (\d+)\n/, "stderr");
        start();
        await session.settled();
        await session.say(server, "Hello to you\n");
        await session.end(server);
      },
    },
    {
      args: ["-l", "-v", "127.0.0.1", "0"],
      script: async (session, start) => {
        session.port = await start().printed(/Listening on \S+ (\d+)\n/, "stderr");
        await session.settled();
        const client = session.partner("nc", ["-N", "127.0.0.1", session.port]);
        await session.settled();
        await session.say(client, "Hello\n");
        await session.end(client);
      },
    },
    alone("-v -z -w 1 127.0.0.1 7-9", { isolated: true, missing: noNamespaces }),
    alone("-v -z -u 127.0.0.1 9", { isolated: true, missing: noNamespaces }),
  ],
  netstat: {
    args: ["all"],
    script: async (session, start) => {
      const partner = session.partner("echo-server", ["0", "127.0.0.1"]);
      await partner.printed(/port (\d+)\n/);
      await start().ended;
      await partner.kill();
    },
    isolated: true,
    masks: [diag, inodes],
    missing: noNamespaces,
  },
  ping: alone("127.0.0.1 2", { masks: [times, messages, left], isolated: true, missing: noNamespaces }),
  sntp: clientOf("sntp-server 0 0 1", "127.0.0.1 {port}", { masks: [...ntp, left] }),
  "sntp-server": server("0 0 2", [["sntp 127.0.0.1 {port}"], ["sntp 127.0.0.1 {port}"]], { masks: ntp }),
  tcpdump: {
    args: ["lo", "3", "{port}"],
    script: async (session, start) => {
      session.port = await session.partner("echo-server", ["0", "127.0.0.1", "1"]).printed(/port (\d+)\n/);
      start();
      await session.settled();
      await session.end(session.partner("echo-client", ["127.0.0.1", session.port]));
    },
    isolated: true,
    masks: segments,
    missing: noNamespaces,
  },
  traceroute: ["127.0.0.1", "::1"].map((host) =>
    alone(`-q 2 ${host}`, { masks: [times], isolated: true, missing: noNamespaces }),
  ),

  // udp
  "backoff-client": ["rcvtimeo", "alarm"].map((way) =>
    clientOf("unreliable-server 0 127.0.0.1 1 1", `127.0.0.1 {port} ${way}`),
  ),
  "big-receiver": server("0 127.0.0.1 1", [["big-sender 127.0.0.1 {port} 20000"]]),
  "big-sender": clientOf("big-receiver 0 127.0.0.1 1", "127.0.0.1 {port} 65507", {
    isolated: true,
    missing: noNamespaces,
  }),
  "broadcast-client": ["", " plain"].map((plain) =>
    alone(`127.255.255.255 9999 Hello${plain}`, { isolated: true, missing: noNamespaces }),
  ),
  "broadcast-server": server("0 1", [["broadcast-client 127.255.255.255 {port} Hello"]]),
  listener: server("0", [["talker 127.0.0.1 {port} Hello"]]),
  "multicast-receiver": groups.map((group) =>
    server(`${group} 0 v1 1`, [[`multicast-sender ${group} {port} v1 Hello`]], {
      isolated: veth,
      missing: noNamespaces,
    }),
  ),
  "multicast-sender": groups.map((group) =>
    clientOf(`multicast-receiver ${group} 0 v1 1`, `${group} {port} v1 Hello`, {
      isolated: veth,
      missing: noNamespaces,
    }),
  ),
  talker: clientOf("listener 0", "127.0.0.1 {port} Hello"),
  "udp-local-client": ["nothing", "connect", "id"].map((check) =>
    clientOf("udp-local-server 0 127.0.0.1 1", `127.0.0.1 {port} ${check} Hello`, { masks: [random, ids] }),
  ),
  "udp-local-server": server(
    "0 127.0.0.1 2",
    [["udp-local-client 127.0.0.1 {port} id Hello"], ["talker 127.0.0.1 {port} nonsense"]],
    { masks: [ids] },
  ),
  "unreliable-server": server("0 127.0.0.1 1 1", [["backoff-client 127.0.0.1 {port} rcvtimeo"]]),
};
