/** sntp and sntp-server in TypeScript and C, and servers that answer nonsense. */

import { createSocket } from "node:dgram";
import { once } from "node:events";

import { type Ended, example, Program, twin } from "../support/processes.ts";

const languages = { TypeScript: example, C: twin };
type Language = keyof typeof languages;
const both = Object.keys(languages) as Language[];

const run = (language: Language, name: string, ...args: string[]): Promise<Ended> =>
  new Program([...languages[language](name), ...args]).finish();

describe.each(both.flatMap((server) => both.map((client) => [server, client])))(
  "an sntp-server in %s, asked in %s",
  (serverLanguage, language) => {
    it.each([0, 3600.5, -86400.25])("tells how wrong a clock is: %d seconds", async (skew) => {
      const server = new Program([...languages[serverLanguage]("sntp-server"), "0", String(skew), "1"]);
      const port = await server.printed(/listening on 127.0.0.1 port (\d+)\n/);
      const { status, stdout, stderr } = await run(language, "sntp", "127.0.0.1", port);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const fields = /^127\.0\.0\.1: stratum 1, LOCL, offset ([+-][\d.]+) s, delay ([\d.]+) s\n$/.exec(stdout)!;
      const [offset, delay] = fields.slice(1).map(Number);
      expect(Math.abs(offset - skew)).toBeLessThanOrEqual(delay / 2 + 2e-6); // The error that there can be.
      expect(delay).toBeLessThan(1);
      expect(await server.ended).toEqual({
        status: 0,
        stdout: `listening on 127.0.0.1 port ${port}\nrequest of version 4 from 127.0.0.1\n`,
        stderr: "",
      });
    });
  },
);

/** Times are numbers of 2^-32 seconds. */
const seconds = (count: number): bigint => BigInt(Math.round(count * 2 ** 32));

/** An answer of a server whose clock is `ahead`, which took `took` seconds for it. */
function answerTo(request: Buffer, ahead = 0, took = 0): Buffer {
  const answer = Buffer.alloc(48);
  const t1 = request.readBigUInt64BE(40);
  answer[0] = (4 << 3) | 4;
  answer[1] = 2;
  answer.write("GPS", 12);
  answer.writeBigUInt64BE(t1, 24);
  answer.writeBigUInt64BE(BigInt.asUintN(64, t1 + seconds(ahead)), 32);
  answer.writeBigUInt64BE(BigInt.asUintN(64, t1 + seconds(ahead + took)), 40);
  return answer;
}

describe.each(both)("sntp in %s", (language) => {
  /** What the client prints where the server answers so. */
  async function asked(answers: (request: Buffer) => Buffer[]): Promise<Ended> {
    const server = createSocket("udp4");
    try {
      await once(server.bind(0, "127.0.0.1"), "listening");
      server.on("message", (request: Buffer, { port, address }) => {
        for (const answer of answers(request)) server.send(answer, port, address);
      });
      return await run(language, "sntp", "127.0.0.1", String(server.address().port));
    } finally {
      server.close();
    }
  }
  const changed = (request: Buffer, change: (answer: Buffer) => void): Buffer => {
    const answer = answerTo(request);
    change(answer);
    return answer;
  };

  it("computes the offset and the delay as RFC 4330 says", async () => {
    // The way there takes no time by these clocks, and the answer 10 s, so it left after it has come: a negative delay.
    const { status, stdout } = await asked((request) => [answerTo(request, 100, 10)]);
    expect(status).toBe(0);
    const [, offset, delay] = /^127.0.0.1: stratum 2, GPS, offset \+(\d+\.\d{6}) s, delay (-\d+\.\d{6}) s\n$/.exec(
      stdout,
    )!;
    const way = Number(delay) + 10; // From t1 to t4.
    expect(way).toBeGreaterThan(0);
    expect(way).toBeLessThan(1);
    expect(Number(offset)).toBeCloseTo(105 - way / 2, 5);
  });

  it("works beyond 2036, when the seconds begin anew", async () => {
    const { stdout } = await asked((request) => [answerTo(request, 2 ** 31 - 100)]);
    expect(stdout).toMatch(/offset \+214748354[78]\.\d+ s/);
  });

  it("ignores what is no answer, and takes the one that is", async () => {
    const { status, stdout, stderr } = await asked((request) => [
      answerTo(request).subarray(0, 47),
      Buffer.alloc(0),
      changed(request, (answer) => (answer[0] = (4 << 3) | 3)),
      changed(request, (answer) => (answer[31] ^= 1)),
      changed(request, (answer) => (answer[0] = (3 << 3) | 4)),
      changed(request, (answer) => (answer[1] = 16)),
      changed(request, (answer) => (answer[0] |= 3 << 6)),
      changed(request, (answer) => answer.fill(0, 40, 48)),
      changed(request, (answer) => answer.fill(0, 32, 40)),
      Buffer.concat([answerTo(request), Buffer.alloc(600)]), // Extensions may follow.
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^127.0.0.1: stratum 2, GPS, offset /);
    expect(stderr.trimEnd().split("\n")).toEqual(
      [
        ...["too short", "too short", "not of a server", "not to this question", "of another version", "of no stratum"],
        ...["of a clock that is not set", "without a time", "without a time"],
      ].map((fault) => `ignored: an answer ${fault}`),
    );
  });

  it("keeps away from a server that refuses", async () => {
    const refuse = (request: Buffer): Buffer[] => [
      changed(request, (answer) => {
        answer[1] = 0;
        answer.write("RA\u0001E", 12);
      }),
    ];
    expect(await asked(refuse)).toEqual({
      status: 1,
      stdout: "127.0.0.1 refuses: RA\\001E\n",
      stderr: "ignored: an answer that refuses\n",
    });
  });

  it("asks three times where nothing comes", async () => {
    let requests = 0;
    const { status, stdout, stderr } = await asked(() => (requests++, []));
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: "127.0.0.1: no answer\n" });
    expect(requests).toBe(3);
  });

  it("says why it cannot ask", async () => {
    const closed = createSocket("udp4");
    await once(closed.bind(0, "127.0.0.1"), "listening");
    const port = String(closed.address().port);
    await new Promise((resolve) => closed.close(resolve as () => void));
    const failure = (stderr: string): Ended => ({ status: 1, stdout: "", stderr });
    expect(await run(language, "sntp", "127.0.0.1", port)).toEqual(failure("recv: Connection refused\n"));
    expect(await run(language, "sntp", "localhost")).toEqual(failure("localhost: not a numeric address\n"));
  });
});

describe.each(both)("sntp-server in %s", (language) => {
  it("answers in the client's version, and only requests", async () => {
    const server = new Program([...languages[language]("sntp-server"), "0", "0", "5"]);
    const port = Number(await server.printed(/port (\d+)\n/));
    const socket = createSocket("udp4");
    try {
      const request = Buffer.alloc(48);
      const send = (first: number, length = 48): void => {
        request[0] = first;
        socket.send(Buffer.from(request.subarray(0, length)), port, "127.0.0.1"); // A copy: it is sent later.
      };
      request[2] = 6;
      request.writeBigUInt64BE(0x0123456789abcdefn, 40);
      send((3 << 3) | 3, 47);
      send((3 << 3) | 4);
      send((0 << 3) | 3);
      send((5 << 3) | 3);
      send((1 << 3) | 3);
      const [answer] = (await once(socket, "message")) as [Buffer];
      expect([...answer.subarray(0, 4)]).toEqual([(1 << 3) | 4, 1, 6, 0xec]);
      expect(answer.length).toBe(48);
      expect(answer.readBigUInt64BE(24)).toBe(0x0123456789abcdefn);
      const since1900 = Number(answer.readBigUInt64BE(32)) / 2 ** 32;
      expect(Math.abs(since1900 - 2208988800 - Date.now() / 1000)).toBeLessThan(5);
      expect(answer.readBigUInt64BE(40)).toBeGreaterThanOrEqual(answer.readBigUInt64BE(32));
    } finally {
      socket.close();
    }
    const { status, stdout } = await server.ended;
    expect(status).toBe(0);
    expect(stdout.split("\n").slice(1)).toEqual([
      "no request: 47 bytes from 127.0.0.1",
      ...Array.from({ length: 3 }, () => "no request: 48 bytes from 127.0.0.1"),
      "request of version 1 from 127.0.0.1",
      "",
    ]);
  });
});
