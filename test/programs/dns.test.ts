/** dig, host and the server that they ask, in TypeScript and C; and servers that answer nonsense. */

import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";

import { type Ended, example, Program, temporaryFolder, twin } from "../support/processes.ts";

const languages = { TypeScript: example, C: twin };
type Language = keyof typeof languages;
const both = Object.keys(languages) as Language[];

/** How long a test may take that runs many programs one after the other. */
const MANY_PROGRAMS_MS = 150_000;

const run = (language: Language, name: string, ...args: string[]): Promise<Ended> =>
  new Program([...languages[language](name), ...args]).finish();

/** What differs from run to run: numbers that nobody can guess, and how long it took. */
const normalised = (ended: Ended): Ended => ({
  ...ended,
  stdout: ended.stdout
    .replace(/, id: \d+/, ", id: ID")
    .replace(/Query time: \d+ msec/, "Query time: TIME msec")
    .replace(/#\d+ \(/, "#PORT ("),
});

const long = "x".repeat(300);
const zone = `# A comment, and a line that is empty:

example.org 3600 SOA ns.example.org admin.example.org 2026112601 7200 3600 1209600 300
example.org 3600 NS ns.example.org
example.org 3600 NS ns2.example.org
example.org 300 MX 10 mail.example.org
example.org 300 MX 20 mail2.example.org
example.org 300 A 192.0.2.1
example.org 300 AAAA 2001:db8::1
example.org 60 TXT says "hello" \\ there
www.example.org 60 CNAME web.example.org
web.example.org 60 CNAME example.org
many.example.org 60 TXT ${long}
many.example.org 60 TXT ${long}
loop.example.org 60 CNAME loop.example.org
odd,name.example.org 60 A 192.0.2.9
1.2.0.192.in-addr.arpa 60 PTR example.org
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa 60 PTR six.example.org
`;

function zoneFile(text = zone): string {
  const file = join(temporaryFolder(), "zone");
  writeFileSync(file, text);
  return file;
}

const pairs = both.flatMap((server) => both.map((client): [Language, Language] => [server, client]));

describe.each(pairs)("a dns-server in %s, asked in %s", (serverLanguage, language) => {
  it(
    "answers dig",
    async () => {
      const server = new Program([...languages[serverLanguage]("dns-server"), "0", zoneFile(), "13"]);
      const port = await server.printed(/listening on 127.0.0.1 port (\d+)\n/);
      const dig = async (...args: string[]): Promise<Ended> =>
        normalised(await run(language, "dig", "@127.0.0.1", "-p", port, ...args));
      const answers = async (...args: string[]): Promise<string[]> => {
        const { status, stdout, stderr } = await dig(...args);
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        const [, section] = /;; ANSWER SECTION:\n([^]*?)\n\n/.exec(stdout) ?? ["", ""];
        return section.split("\n");
      };

      expect(await dig("example.org")).toEqual({
        status: 0,
        stdout:
          ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: ID\n" +
          ";; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0\n\n" +
          ";; QUESTION SECTION:\n;example.org.\t\tIN\tA\n\n" +
          ";; ANSWER SECTION:\nexample.org.\t300\tIN\tA\t192.0.2.1\n\n" +
          ";; Query time: TIME msec\n;; SERVER: 127.0.0.1#PORT (UDP)\n;; MSG SIZE rcvd: 45\n",
        stderr: "",
      });
      expect(await answers("EXAMPLE.org.", "aaaa")).toEqual(["EXAMPLE.org.\t300\tIN\tAAAA\t2001:db8::1"]);
      expect(await answers("example.org", "NS")).toEqual([
        "example.org.\t3600\tIN\tNS\tns.example.org.",
        "example.org.\t3600\tIN\tNS\tns2.example.org.",
      ]);
      expect(await answers("example.org", "MX")).toEqual([
        "example.org.\t300\tIN\tMX\t10 mail.example.org.",
        "example.org.\t300\tIN\tMX\t20 mail2.example.org.",
      ]);
      expect(await answers("example.org", "SOA")).toEqual([
        "example.org.\t3600\tIN\tSOA\tns.example.org. admin.example.org. 2026112601 7200 3600 1209600 300",
      ]);
      expect(await answers("example.org", "TXT")).toEqual([String.raw`example.org.	60	IN	TXT	"says \"hello\" \\ there"`]);
      expect(await answers("www.example.org", "A")).toEqual([
        "www.example.org.\t60\tIN\tCNAME\tweb.example.org.",
        "web.example.org.\t60\tIN\tCNAME\texample.org.",
        "example.org.\t300\tIN\tA\t192.0.2.1",
      ]);
      expect(await answers("www.example.org", "CNAME")).toHaveLength(1);
      expect(await answers("-x", "192.0.2.1")).toEqual(["1.2.0.192.in-addr.arpa.\t60\tIN\tPTR\texample.org."]);
      expect(await answers("-x", "2001:db8::1")).toEqual([expect.stringMatching(/PTR\tsix.example.org.$/)]);

      const missing = await dig("nobody.example.org");
      expect(missing.status).toBe(0);
      expect(missing.stdout).toContain("status: NXDOMAIN");
      const tcp = await dig("example.org", "+tcp");
      expect(tcp.stdout).toContain("\texample.org.\t300\tIN\tA\t192.0.2.1\n".slice(1));
      expect(tcp.stdout).toContain("#PORT (TCP)\n");

      expect(await dig("loop.example.org")).toMatchObject({ status: 0 });
      const { stdout, ...rest } = await server.ended;
      expect(rest).toEqual({ status: 0, stderr: "" });
      expect(stdout).toContain(`\nexample.org A over UDP\nEXAMPLE.org AAAA over UDP\n`);
      expect(stdout).toContain(`\nexample.org A over TCP\n`);
    },
    MANY_PROGRAMS_MS,
  );

  it("is asked again over TCP where the answer is too long for UDP", async () => {
    const server = new Program([...languages[serverLanguage]("dns-server"), "0", zoneFile(), "2"]);
    const port = await server.printed(/port (\d+)\n/);
    const { status, stdout, stderr } = await run(language, "dig", "@127.0.0.1", "-p", port, "many.example.org", "TXT");
    expect({ status, stderr }).toEqual({ status: 0, stderr: ";; truncated: asking again over TCP\n" });
    const record = `many.example.org.\t60\tIN\tTXT\t"${long.slice(0, 255)}" "${long.slice(255)}"\n`;
    expect(stdout).toContain(`;; ANSWER SECTION:\n${record}${record}\n`);
    expect(stdout).toContain(" (TCP)\n");
    expect((await server.ended).stdout).toContain("\nmany.example.org TXT over UDP\nmany.example.org TXT over TCP\n");
  });

  it(
    "answers host",
    async () => {
      const server = new Program([...languages[serverLanguage]("dns-server"), "0", zoneFile(), "12"]);
      const port = await server.printed(/port (\d+)\n/);
      const host = (...args: string[]): Promise<Ended> => run(language, "host", "-p", port, ...args, "127.0.0.1");

      expect(await host("www.example.org")).toEqual({
        status: 0,
        stdout:
          "www.example.org is an alias for web.example.org.\n" +
          "web.example.org is an alias for example.org.\n" +
          "example.org has address 192.0.2.1\n" +
          "example.org has IPv6 address 2001:db8::1\n" +
          "example.org mail is handled by 10 mail.example.org.\n" +
          "example.org mail is handled by 20 mail2.example.org.\n",
        stderr: "",
      });
      expect(await host("192.0.2.1")).toEqual({
        status: 0,
        stdout: "1.2.0.192.in-addr.arpa domain name pointer example.org.\n",
        stderr: "",
      });
      expect(await host("-t", "TXT", "example.org")).toMatchObject({
        status: 0,
        stdout: String.raw`example.org descriptive text "says \"hello\" \\ there"` + "\n",
      });
      expect((await host("-t", "SOA", "-T", "example.org")).stdout).toMatch(
        /^example.org has SOA record ns.example.org. /,
      );
      expect(await host("-t", "NS", "example.org")).toMatchObject({
        stdout: "example.org name server ns.example.org.\nexample.org name server ns2.example.org.\n",
      });
      expect(await host("-t", "MX", "web.example.org")).toMatchObject({ status: 0 });
      expect(await host("-t", "SRV", "example.org")).toEqual({
        status: 1,
        stdout: "example.org has no SRV record\n",
        stderr: "",
      });
      expect(await host("-t", "PTR", "192.0.2.77")).toEqual({
        status: 1,
        stdout: "Host 192.0.2.77 not found: 3(NXDOMAIN)\n",
        stderr: "",
      });
      expect(await host("nobody.example.org")).toEqual({
        status: 1,
        stdout: "Host nobody.example.org not found: 3(NXDOMAIN)\n",
        stderr: "",
      });
      expect(await host("odd,name.example.org", "-t", "A")).toMatchObject({
        stdout: "odd,name.example.org has address 192.0.2.9\n",
      });
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    },
    MANY_PROGRAMS_MS,
  );
});

describe.each(both)("dns-server in %s", (language) => {
  it("answers nonsense with an error, and answers with nothing", async () => {
    const server = new Program([...languages[language]("dns-server"), "0", zoneFile(), "6"]);
    const port = Number(await server.printed(/port (\d+)\n/));
    const socket = createSocket("udp4");
    try {
      const ask = async (message: string): Promise<string> => {
        socket.send(Buffer.from(message, "hex"), port, "127.0.0.1");
        const [answer] = (await once(socket, "message")) as [Buffer];
        return answer.toString("hex");
      };
      const send = (message: string): unknown => socket.send(Buffer.from(message, "hex"), port, "127.0.0.1");
      const empty = "0000" + "0000" + "0000" + "0000";
      // Too short, an answer, and then: a pointer to itself, a label that goes on behind the end, another operation.
      send("1234");
      send("1234" + "8000" + "0001" + "000000000000");
      expect(await ask("1234" + "0100" + "0001" + "000000000000" + "c00c" + "00010001")).toBe("12348501" + empty);
      expect(await ask("1235" + "0000" + "0001" + "000000000000" + "3f41")).toBe("12358401" + empty);
      expect(await ask("1236" + "2000" + "0001" + "000000000000" + "00" + "00010001")).toBe("1236a404" + empty);
      expect(await ask("1237" + "0000" + "0000" + "000000000000")).toBe("12378401" + empty);
    } finally {
      socket.close();
    }
    expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
  });

  it(
    "refuses a file that it cannot read",
    async () => {
      for (const line of [
        "example.org 60 A",
        "example.org 60 A 1.2.3",
        "example.org 60 NONE x",
        "e. 60 NS a..b",
        "e 1 MX x",
      ]) {
        const file = zoneFile(`${line}\n`);
        expect(await run(language, "dns-server", "0", file)).toEqual({
          status: 1,
          stdout: "",
          stderr: `${file}: not a record, or one too many: ${line}\n`,
        });
      }
      expect(await run(language, "dns-server", "0", "/nonexistent/zone")).toMatchObject({
        status: 1,
        stderr: "/nonexistent/zone: No such file or directory\n",
      });
    },
    MANY_PROGRAMS_MS,
  );
});

/** A name as it is sent. */
const wire = (name: string): string =>
  name
    .split(".")
    .filter((label) => label !== "")
    .map((label) => Buffer.from([label.length]).toString("hex") + Buffer.from(label).toString("hex"))
    .join("") + "00";

const question = wire("example.org") + "00010001"; // From 12 to 29.
const counts = (answers: number): string => "0001" + answers.toString(16).padStart(4, "0") + "00000000";
const record = (type: number, rdata: string, name = "c00c", length = rdata.length / 2): string =>
  name + type.toString(16).padStart(4, "0") + "0001" + "0000003c" + length.toString(16).padStart(4, "0") + rdata;

describe.each(both)("an answer that is read in %s", (language) => {
  /** Asks a server that answers what it is told to, behind the number of the question. Several answers are several datagrams. */
  async function answered(...answers: string[]): Promise<Ended> {
    const server = createSocket("udp4");
    try {
      await once(server.bind(0, "127.0.0.1"), "listening");
      server.on("message", (query: Buffer, { port, address }: RemoteInfo) => {
        for (const answer of answers) {
          const isOurs = answer.startsWith("=");
          const rest = Buffer.from(answer.replace("=", ""), "hex");
          server.send(isOurs ? Buffer.concat([query.subarray(0, 2), rest]) : rest, port, address);
        }
      });
      const port = String(server.address().port);
      return normalised(await run(language, "dig", "@127.0.0.1", "-p", port, "example.org", "+time=1", "+tries=1"));
    } finally {
      server.close();
    }
  }
  const ours = (count: number, records: string): string => `=8180${counts(count)}${question}${records}`;

  it("may use compression wherever a name is", async () => {
    const elsewhere = record(5, "03" + Buffer.from("www").toString("hex") + "c00c"); // www, then the question's name.
    const { status, stdout, stderr } = await answered(ours(2, elsewhere + record(1, "c0000201", "c029")));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("example.org.\t60\tIN\tCNAME\twww.example.org.\nwww.example.org.\t60\tIN\tA\t192.0.2.1\n");
  });

  it("may have types, classes and letters that nobody knows", async () => {
    const letters = "0" + "7" + "00" + "2e" + "22" + "5c" + "ff" + "41" + "20" + "00";
    const { status, stdout } = await answered(
      ours(3, record(99, "cafe", letters) + record(98, "") + record(16, "0022c0")),
    );
    expect(status).toBe(10); // The last has a string that goes on behind its end.
    expect(stdout).toContain(String.raw`\000\.\"\\\255A\032.	60	IN	TYPE99	\# 2 CAFE` + "\n");
    expect(stdout).toContain("example.org.\t60\tIN\tTYPE98\t\\# 0\n");
  });

  it.each([
    ["a pointer to itself", record(1, "c0000201", "c01d")],
    ["a pointer forwards", record(1, "c0000201", "c0ff")],
    ["two pointers in a circle", record(5, "c02b" + "c029")],
    ["a label before a pointer to it", record(5, "0161" + "c029")],
    ["a label of a kind that there is not", record(1, "c0000201", "8000")],
    ["a label that goes on behind the end", record(1, "c0000201", "3f61")],
    ["half a pointer", "c0"],
    ["no record where one should be", ""],
    ["half a record", record(1, "c0000201").slice(0, 16)],
    ["data that goes on behind the end", record(1, "c0000201", "c00c", 400)],
    ["an address of three bytes", record(1, "c00002")],
    ["an address of IPv6 that is one of IPv4", record(28, "c0000201")],
    ["a name that ends before its data does", record(5, "c00c00")],
    ["a name that ends after its data", record(5, "0361") + "6161"],
    ["a mail server without a name", record(15, "000a")],
    ["an authority without its numbers", record(6, "c00cc00c00000001")],
    ["a text without a string", record(16, "")],
    ["a text whose string is too long", record(16, "0561")],
    ["a name of more than 255 bytes", record(1, "c0000201", ("3f" + "61".repeat(63)).repeat(4) + "00")],
  ])("is told to be malformed with %s", async (_what, records) => {
    const { status, stdout, stderr } = await answered(ours(1, records));
    expect({ status, stderr }).toEqual({ status: 10, stderr: ";; malformed answer\n" });
    expect(stdout).toContain("status: NOERROR");
  });

  it("may have a name of 255 bytes, and lead there in many steps", async () => {
    const label = (length: number): string => length.toString(16).padStart(2, "0") + "61".repeat(length);
    const longest = label(63) + label(63) + label(63) + label(61) + "00";
    expect(longest.length / 2).toBe(255);
    const { status, stdout } = await answered(ours(1, record(1, "c0000201", longest)));
    expect(status).toBe(0);
    expect(stdout).toContain(`${"a".repeat(63)}.${"a".repeat(61)}.\t60\tIN\tA\t192.0.2.1\n`);

    // Pointers, each to the one before, as many as there is room for.
    let chain = "c00c";
    for (let i = 0; i < 2000; i++) chain += (0xc000 | (41 + 2 * i)).toString(16);
    const chained = await answered(
      ours(2, record(99, chain) + record(1, "c0000201", (0xc000 | (41 + 4000)).toString(16))),
    );
    expect(chained.status).toBe(0);
    expect(chained.stdout).toContain("\nexample.org.\t60\tIN\tA\t192.0.2.1\n");
  });

  it("is ignored where it answers something else, until the right one comes", async () => {
    const right = ours(1, record(1, "c0000201"));
    const wrong = [
      "1234", // Too short.
      `=0100${counts(0)}${question}`, // A question.
      `=a180${counts(0)}${question}`, // Of another operation.
      `=8180${counts(0)}${wire("example.com")}00010001`,
      `=8180${counts(0)}${wire("example.org")}001c0001`,
      `=8180${counts(0)}`, // Its question is not there.
      `=8180${"0000"}${"000000000000"}`, // It has none.
    ];
    const { status, stdout, stderr } = await answered(...wrong, right);
    expect(status).toBe(0);
    expect(stderr.split("\n")).toHaveLength(wrong.length + 1);
    expect(stderr).toMatch(/^;; ignored: 2 bytes that do not answer the question\n/);
    expect(stdout).toContain("\texample.org.\t60\tIN\tA\t192.0.2.1\n".slice(1));
    const silent = await answered(...wrong);
    expect(silent.status).toBe(9);
    expect(silent.stderr).toMatch(/;; timed out: no answer\n$/);
  });

  it("may be an error without a question", async () => {
    const { status, stdout, stderr } = await answered(`=8181${"0000"}${"000000000000"}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("status: FORMERR");
  });

  it("may have something behind its end, which is told", async () => {
    const { status, stdout } = await answered(ours(1, record(1, "c0000201") + "00"));
    expect(status).toBe(0);
    expect(stdout).toContain(";; 1 bytes follow that belong to no section\n");
  });

  it("never comes from nobody", async () => {
    const closed: Socket = createSocket("udp4");
    await once(closed.bind(0, "127.0.0.1"), "listening");
    const port = String(closed.address().port);
    await new Promise((resolve) => closed.close(resolve as () => void));
    expect(await run(language, "dig", "@127.0.0.1", "-p", port, "example.org")).toEqual({
      status: 9,
      stdout: "",
      stderr: "recv: Connection refused\n",
    });
    expect(await run(language, "dig", "@127.0.0.1", "-p", port, "example.org", "+tcp")).toEqual({
      status: 9,
      stdout: "",
      stderr: "connect: Connection refused\n",
    });
    expect(await run(language, "host", "-p", port, "example.org", "127.0.0.1")).toEqual({
      status: 1,
      stdout: "",
      stderr: "recv: Connection refused\n",
    });
  });

  it.each([
    ["an end in the middle", "0020" + "0000", ";; the connection ended after 2 of 32 bytes\n"],
    ["an end at once", "", ";; the connection ended after 0 of 2 bytes\n"],
    ["nothing in its message", "0000", ";; 0 bytes that do not answer the question\n"],
    ["nonsense", "0002" + "ffff", ";; 2 bytes that do not answer the question\n"],
  ])("over TCP is told to be wrong with %s", async (_what, answer, message) => {
    const server: Server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(Buffer.from(answer, "hex")));
    });
    try {
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as { port: number };
      expect(await run(language, "dig", "@127.0.0.1", "-p", String(port), "example.org", "+tcp")).toEqual({
        status: 9,
        stdout: "",
        stderr: message,
      });
    } finally {
      server.close();
    }
  });

  it("over TCP is not waited for without end", async () => {
    const server: Server = createServer((socket) => {
      socket.on("error", () => {});
      const drip = setInterval(() => socket.write("\0"), 300); // Byte by byte, so that something always comes.
      socket.on("close", () => clearInterval(drip));
    });
    try {
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as { port: number };
      server.on("connection", (socket) => socket.write(Buffer.from("0100", "hex")));
      expect(await run(language, "dig", "@127.0.0.1", "-p", String(port), "example.org", "+tcp", "+time=1")).toEqual({
        status: 9,
        stdout: "",
        stderr: ";; timed out: no answer\n",
      });
    } finally {
      server.close();
    }
  });
});

describe.each(both)("a command line in %s", (language) => {
  const usage = /^usage: \S+ /;
  const failing = async (name: string, ...args: string[]): Promise<string> => {
    const { status, stdout, stderr } = await run(language, name, ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    return stderr;
  };

  it(
    "must make sense",
    async () => {
      expect(await failing("dig", "example.org")).toMatch(usage);
      expect(await failing("dig", "@127.0.0.1")).toMatch(usage);
      expect(await failing("dig", "@127.0.0.1", "example.org", "A", "MX")).toMatch(usage);
      expect(await failing("dig", "@127.0.0.1", "example..org")).toBe("example..org: not a name\n");
      expect(await failing("dig", "@127.0.0.1", `${"a".repeat(64)}.org`)).toMatch(/: not a name\n$/);
      expect(await failing("dig", "@127.0.0.1", "abcdefghi.".repeat(26))).toMatch(/: not a name\n$/);
      expect(await failing("dig", "@127.0.0.1", "-x", "example.org")).toBe("example.org: not a numeric address\n");
      expect(await failing("dig", "@localhost.", "example.org")).toBe("localhost.: Name or service not known\n");
      expect(await failing("host", "example.org")).toMatch(usage);
      expect(await failing("host", "-t", "NONE", "example.org", "127.0.0.1")).toMatch(usage);
      expect(await failing("host", "example..org", "127.0.0.1")).toBe("example..org: not a name\n");
    },
    MANY_PROGRAMS_MS,
  );
});
