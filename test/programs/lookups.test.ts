/**
 * Lookups in TypeScript and in C answer the same: generated ones, in a namespace that has its own /etc/hosts,
 * /etc/services and /etc/protocols, and no network. Those of numbers need none: they ask nobody.
 */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  AI_ADDRCONFIG,
  AI_ALL,
  AI_CANONIDN,
  AI_CANONNAME,
  AI_IDN,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  AI_PASSIVE,
  AI_V4MAPPED,
  EAI_AGAIN,
  EAI_NONAME,
  HOST_NOT_FOUND,
  NI_DGRAM,
  NI_NAMEREQD,
  NI_NOFQDN,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  NO_RECOVERY,
  TRY_AGAIN,
} from "berkeley/netdb";

import { isRoot } from "../support/children.ts";
import {
  type Command,
  describeIf,
  example,
  forking,
  Program,
  temporaryFolder,
  testProgram,
  twin,
} from "../support/processes.ts";
import { numbersFrom } from "../support/random.ts";

const files = {
  hosts: `
    127.0.0.1    localhost
    ::1          localhost ip6-localhost
    10.1.2.3     multi.example multi m   # and a comment
    10.1.2.4     multi.example
    2001:db8::1  multi.example multi6
    fe80::1      link.example
    192.0.2.7    only4.example ONLY4
    2001:db8::7  only6.example
    not.an.address nothing.example
    255.255.255.255 broadcasthost
    127.0.1.1    ${"long-".repeat(12)}.example ${Array.from({ length: 40 }, (_, i) => `alias${i}`).join(" ")}`,
  services: `
    echo    7/tcp
    echo    7/udp
    http    80/tcp www web
    domain  53/tcp
    domain  53/udp
    syslog  514/udp
    shell   514/tcp cmd
    sctp-only 99/sctp
    dccp-only 98/dccp
    zero    0/tcp
    bad     x/tcp
    high    65535/tcp`,
  protocols: `
    ip   0  IP
    icmp 1  ICMP
    tcp  6  TCP transmission
    udp  17 UDP
    ipv6-icmp 58 IPv6-ICMP`,
  "nsswitch.conf": "hosts: files\nservices: files\nprotocols: files\nnetworks: files\n",
  "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
};

const namespace = ["unshare", ...(isRoot ? [] : ["--map-root-user"]), "--mount", "--net", "sh", "-c"];

/** A program in the namespace, where a folder's files are those of /etc. */
function isolated(command: Command, folder: string): Command {
  const mounts = Object.keys(files).map((file) => `mount --bind '${join(folder, file)}' '/etc/${file}'`);
  const [unshare, ...args] = namespace;
  return [unshare, ...args, [...mounts, 'exec "$@"'].join(" && "), "sh", ...command];
}

function writeFiles(changed: Partial<typeof files> = {}): string {
  const folder = temporaryFolder();
  for (const [file, text] of Object.entries({ ...files, ...changed })) {
    writeFileSync(join(folder, file), text.replace(/^\s+/gm, ""));
  }
  return folder;
}

/** What both programs answer, line by line; the same, or the test fails. */
async function compared(lines: readonly string[], around: (command: Command) => Command): Promise<string[]> {
  const run = async (command: Command): Promise<string[]> => {
    const { status, stdout, stderr } = await new Program(around(command)).finish(`${lines.join("\n")}\n`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout.trimEnd().split("\n");
  };
  const [expected, actual] = [await run(twin("lookups")), await run(testProgram("lookups"))];
  const wrong = lines.flatMap((line, i) => (actual[i] === expected[i] ? [] : [[line, expected[i], actual[i]]]));
  expect(wrong.slice(0, 5)).toEqual([]);
  expect([expected.length, actual.length]).toEqual([lines.length, lines.length]);
  return actual;
}

/**
 * The same in a namespace.
 *
 * @param around what starts the program that its arguments name
 */
async function answers(
  lines: readonly string[],
  changed?: Partial<typeof files>,
  around: readonly string[] = [],
): Promise<string[]> {
  const folder = writeFiles(changed);
  return compared(lines, (command) => isolated([...around, ...command] as unknown as Command, folder));
}

const hex = (text: string | Buffer | null): string =>
  text === null ? "-" : Buffer.from(text as string).toString("hex") || ".";

const seed = 5;
const random = numbersFrom(seed);
const pick = <T>(values: readonly T[]): T => values[random(values.length)];
const some = (bits: readonly number[]): number => bits.reduce((sum, bit) => (random(5) === 0 ? sum | bit : sum), 0);
const int32 = (): number => (random(2 ** 16) * 2 ** 16 + random(2 ** 16)) | 0;
const mostly = <T>(usual: () => T, other: () => T): T => (random(10) === 0 ? other() : usual());

const known = [
  ...["localhost", "ip6-localhost", "multi.example", "multi", "m", "multi6", "link.example", "only4.example"],
  ...["only6.example", "broadcasthost", "nothing.example", "alias7", "LOCALHOST", "Multi.Example", "localhost."],
];
const numeric = [
  ...["127.0.0.1", "1.2.3.4", "0.0.0.0", "255.255.255.255", "1.2.3", "1", "0x7f.1", "017.0.0.1", "1.2.3.4.5", "256.1"],
  ...["::1", "::", "2001:db8::1", "fe80::1", "fe80::1%lo", "fe80::1%1", "fe80::1%99", "::1%lo", "::ffff:1.2.3.4"],
  ...["::1.2.3.4", "[::1]", "1::2::3", "12345::", "fe80::1%", "%lo", "1.2.3.4%lo", "4294967296", "-1", "0x"],
];
const odd = ["", " ", "localhost ", "nowhere", "nowhere.example", "bücher.example", "-", ".", "a..b", "\xff", "*"];

const name = (): string =>
  mostly(
    () => pick(random(2) === 0 ? known : numeric),
    () => pick([() => pick(odd), address4, address6, () => letters(300)])(),
  );
const letters = (most: number): string => Array.from({ length: random(most) }, () => pick([..."abz09-._:%"])).join("");
const address4 = (): string => Array.from({ length: 4 }, () => random(300)).join(".");
const address6 = (): string => Array.from({ length: 8 }, () => random(2 ** 17).toString(16)).join(":");

const service = (): string | null =>
  pick([
    () => null,
    () => pick(["echo", "http", "www", "domain", "syslog", "shell", "cmd", "sctp-only", "dccp-only", "zero", "high"]),
    () => String(random(66000)),
    () => pick(["bad", "HTTP", "nosuch", "", " ", "80 ", " 80", "+80", "-1", "80x", "0x50", "007", letters(9)]),
  ])();

const families = [0, 2, 10];
const aiFlags = [...[AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_V4MAPPED, AI_ALL, AI_ADDRCONFIG, AI_NUMERICSERV]];

function info(names = name): string {
  const hints = [
    mostly(
      () => some(aiFlags),
      () => pick([some([...aiFlags, AI_IDN, AI_CANONIDN]), int32()]),
    ),
    mostly(
      () => pick(families),
      () => pick([1, 16, -1, int32()]),
    ),
    mostly(
      () => pick(["0 0", "1 0", "1 6", "2 0", "2 17", "3 0", "0 6", "0 17"]),
      () => pick([`${random(12)} ${pick([1, 6, 17, 33, 58, 132, 136, 255])}`, `${int32()} ${int32()}`, "-1 -1"]),
    ),
  ];
  const node = random(8) === 0 ? null : names();
  return `i ${hex(node)} ${hex(service())} ${random(8) === 0 ? 0 : 1} ${hints.join(" ")}`;
}

const addresses4 = ["7f000001", "0a010203", "0a010204", "c0000207", "00000000", "ffffffff", "01020304", "7f000101"];
const addresses6 = [
  ...["00000000000000000000000000000001", "20010db8000000000000000000000001", "fe800000000000000000000000000001"],
  ...["00000000000000000000ffff7f000001", "00000000000000000000000000000000", "ff020000000000000000000000000001"],
  ...["0000000000000000000000000a010203", "20010db8000000000000000000000007"],
];
const port = (): number => pick([7, 53, 80, 98, 99, 514, 0, 65535, random(2 ** 16)]);

function uint16(value: number, bigEndian: boolean): Buffer {
  const buffer = Buffer.alloc(2);
  if (bigEndian) buffer.writeUInt16BE(value);
  else new Uint16Array(buffer.buffer, buffer.byteOffset, 1)[0] = value;
  return buffer;
}

/** A sockaddr's bytes. */
const addresses: (() => Buffer)[] = [
  () => Buffer.concat([uint16(2, false), uint16(port(), true), Buffer.from(pick(addresses4), "hex"), Buffer.alloc(8)]),
  () => {
    const scope = Buffer.from(new Uint32Array([pick([0, 1, 99])]).buffer);
    const address = Buffer.from(pick(addresses6), "hex");
    return Buffer.concat([uint16(10, false), uint16(port(), true), Buffer.alloc(4), address, scope]);
  },
  () => Buffer.concat([uint16(1, false), Buffer.from(pick(["/path", "", "x".repeat(108), "\0abstract"]))]),
  () => Buffer.from(Array.from({ length: random(130) }, () => random(256))),
];

function nameOf(): string {
  const address = pick(addresses)();
  const length = mostly(
    () => address.length,
    () => random(address.length + 1),
  );
  // C reads a path up to its NUL, wherever the length says that it ends; that is not to be found out.
  address.fill(0, Math.max(length, 2));
  const sizes = (): number =>
    mostly(
      () => pick([1025, 64, -1]),
      () => pick([0, 1, 2, 5, 9, 10, 16, random(50)]),
    );
  const known = [NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD, NI_NOFQDN, NI_DGRAM];
  const flags = mostly(
    () => some(known),
    () => pick([random(64), int32()]),
  );
  return `n ${random(50) === 0 ? "-" : hex(address)} ${length} ${sizes()} ${sizes()} ${flags}`;
}

const protocolName = (): string | null => pick([null, null, "tcp", "udp", "sctp", "TCP", "", "nosuch", "ip", "icmp"]);

const entries: (() => string)[] = [
  () => `h ${hex(name())}`,
  () => `H ${hex(name())} ${pick([2, 10])}`,
  () => {
    const type = pick([2, 10]);
    const address = pick(type === 2 ? addresses4 : addresses6);
    return `a ${address} ${address.length / 2} ${mostly(
      () => type,
      () => pick([0, 1, 2, 10, 99]),
    )}`;
  },
  () => `a ${pick(addresses6)} ${random(17)} ${pick([2, 10])}`,
  () => `s ${hex(service() ?? "www")} ${hex(protocolName())}`,
  () => `p ${mostly(() => uint16(port(), true).readUInt16LE(), int32)} ${hex(protocolName())}`,
  () => `r ${hex(protocolName() ?? "transmission")}`,
  () => `R ${mostly(() => random(60), int32)}`,
  () => `G ${mostly(() => random(120) - 110, int32)}`,
];

const COUNT = 10_000;
const generated = (make: () => string): string[] => Array.from({ length: COUNT }, make);

/** getaddrinfo where AI_NUMERICHOST and AI_NUMERICSERV keep it from asking anybody. */
function numericInfo(): string {
  const [, node, service, , flags, ...hints] = info(() => pick([() => pick(numeric), address4, address6])()).split(" ");
  const numerical = Number(flags) | AI_NUMERICHOST | AI_NUMERICSERV;
  return ["i", node, service, 1, numerical, ...hints].join(" ");
}

const hasNamespaces =
  spawnSync(namespace[0], [...namespace.slice(1), "mount --bind /etc/hosts /etc/hosts"]).status === 0;

describe(`${COUNT} lookups of numbers are as in C, seed ${seed}`, () => {
  it("getaddrinfo", async () => {
    const lines = await compared(generated(numericInfo), (command) => command);
    expect([...new Set(lines.map((line) => line.split(" ")[0]))].sort()).toEqual([
      "-1",
      "-2",
      "-6",
      "-7",
      "-8",
      "-9",
      "0",
    ]);
    expect(lines.filter((line) => line.startsWith("0 ")).length).toBeGreaterThan(COUNT / 10);
  });
});

describeIf(hasNamespaces, "unshare(1) may not make namespaces")(`${COUNT} lookups are as in C, seed ${seed}`, () => {
  /** How many different codes there are: the generator must reach them. */
  const codes = (lines: string[]): Set<string> => new Set(lines.map((line) => line.split(" ")[0]));

  it("getaddrinfo", async () => {
    const lines = await answers(generated(() => info()));
    expect([...codes(lines)].sort()).toEqual(expect.arrayContaining(["-1", "-2", "-6", "-7", "-8", "-9", "0"]));
    expect(lines.filter((line) => line.startsWith("0 ")).length).toBeGreaterThan(COUNT / 5);
  });

  it("getnameinfo", async () => {
    const lines = await answers(generated(nameOf));
    expect([...codes(lines)].sort()).toEqual(expect.arrayContaining(["-1", "-12", "-2", "-6", "0"]));
    expect(lines.filter((line) => line.startsWith("0 ")).length).toBeGreaterThan(COUNT / 5);
  });

  it("gethostbyname, getservbyname, getprotobyname and their kin", async () => {
    const lines = await answers(["e", ...generated(() => pick(entries)())]);
    const found = lines.filter((line) => !line.startsWith("NULL"));
    expect(found.length).toBeGreaterThan(COUNT / 5);
    expect(lines.length - found.length).toBeGreaterThan(COUNT / 5);
  });

  it.each([
    ["showip", ["localhost", "multi.example", "m", "1.2.3.4", "fe80::1", "nowhere"]],
    ["host-lookup", ["multi", "www"]],
    ["host-lookup", ["10.1.2.4", "syslog"]],
    ["host-lookup", ["localhost", "nothing"]],
    ["host-lookup", ["nowhere"]],
    ["services", ["http", "cmd", "53", "514", "nothing", "0"]],
  ])("those of the example %s %j", async (name, args) => {
    const folder = writeFiles();
    const run = async (command: Command): Promise<unknown> =>
      new Program(isolated([...command, ...args], folder)).finish();
    const expected = await run(twin(name));
    expect(await run(example(name))).toEqual(expected);
    expect(JSON.stringify(expected)).toMatch(/IPv4: 10.1.2.3|official name: (multi|local)|Unknown host|http: port 80/);
  });

  it("while which a signal comes, whose handler has run when they return", async () => {
    const folder = writeFiles({ "nsswitch.conf": "hosts: dns\n" });
    const run = async (name: Command): Promise<unknown> => forking(isolated(name, folder)).finish();
    const expected = await run(twin("signal-lookups"));
    expect(expected).toEqual({
      status: 0,
      stdout: [
        `getaddrinfo ${EAI_NONAME}, handled 1\n`,
        `getnameinfo ${EAI_NONAME}, handled 1\n`,
        `gethostbyname ${HOST_NOT_FOUND}, handled 1\n`,
        `gethostbyname2 ${HOST_NOT_FOUND}, handled 1\n`,
        `gethostbyaddr ${HOST_NOT_FOUND}, handled 1\n`,
      ].join(""),
      stderr: "",
    });
    expect(await run(testProgram("signal-lookups"))).toEqual(expected);
  });

  /** Runs a program beside a name server that answers every question with the error that its name tells. */
  const failing = `
    const server = require("node:dgram").createSocket("udp4");
    server.on("message", (query, { port, address }) => {
      query[2] |= 0x80; // It is an answer,
      query[3] = 0x80 | Number(String.fromCharCode(query[14])); // whose code is behind the first letter: x5.example.
      server.send(query, port, address);
    });
    server.bind(53, "127.0.0.1", () => {
      const [file, ...args] = process.argv.slice(1);
      require("node:child_process").spawn(file, args, { stdio: "inherit" }).on("exit", process.exit);
    });`;
  const besideServer = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", process.execPath, "-e", failing, "--"];

  it.each([
    // glibc's getaddrinfo does not say EAI_FAIL of it; h_errno tells.
    ["cannot read the question", 1, EAI_NONAME, NO_RECOVERY],
    ["fails itself", 2, EAI_AGAIN, TRY_AGAIN],
    ["knows no such name", 3, EAI_NONAME, HOST_NOT_FOUND],
  ])("where the server %s", async (_what, code, eai, host) => {
    const name = hex(`x${code}.example`);
    const lines = [`i ${name} - 1 0 2 1 0`, `i ${name} - 1 0 0 1 0`, `h ${name}`];
    const found = await answers(lines, { "nsswitch.conf": "hosts: files dns\n" }, besideServer);
    expect(found.slice(0, 2)).toEqual([`${eai}`, `${eai}`]);
    expect(found[2]).toMatch(new RegExp(`^NULL ${host} `));
  });

  it("where no server answers", async () => {
    const lines = [`i ${hex("nowhere.example")} - 1 0 0 1 0`, `h ${hex("nowhere.example")}`, "a 01020304 4 2"];
    const [info, ...hosts] = await answers(lines, { "nsswitch.conf": "hosts: files dns\n" });
    expect(info).toBe(`${EAI_AGAIN}`);
    for (const host of hosts) expect(host).toMatch(new RegExp(`^NULL ${TRY_AGAIN} `));
  });
});
