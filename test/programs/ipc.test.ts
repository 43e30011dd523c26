/** The examples of communication on one machine, against their twins in C. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sizeof } from "berkeley/memory";
import { AF_UNIX, sendto, SOCK_DGRAM } from "berkeley/sys/socket";

import { ok } from "../support/descriptors.ts";
import { openedSocket, pathAddress } from "../support/network.ts";
import { both, languageNames, pairings, program, run, testUsage } from "../support/pairs.ts";
import { type Ended, Program, temporaryFolder } from "../support/processes.ts";

const well = (stdout: string): Ended => ({ status: 0, stdout, stderr: "" });

it("one-way-pipe brings lines to a child", async () => {
  expect(await both("one-way-pipe", "Hello", "", "naïve world")).toEqual(
    well("1: Hello\n2: \n3: naïve world\n3 lines\n"),
  );
});

it("socketpair brings lines to a child and answers back", async () => {
  expect(await both("socketpair", "Hello", "", "naïve world")).toEqual(
    well("Hello: 5 bytes\n: 0 bytes\nnaïve world: 12 bytes\n"),
  );
});

describe.each(languageNames)("in %s", (language) => {
  it.each([
    ["echo Hello | tr a-z A-Z", "HELLO\n", "", 0],
    ["cat | cat", "input\n", "", 0],
    ["false | sh -c 'exit 3'", "", "", 3],
    ["true | sh -c 'kill -9 $$'", "", "", 137],
    ["true | no-such-command", "", "no-such-command: No such file or directory\n", 127],
    ["no-such-command | cat", "", "no-such-command: No such file or directory\n", 0],
  ])("file-pipe does %s over a file", async (line, stdout, stderr, status) => {
    const file = join(temporaryFolder(), "file");
    const args = [...line.matchAll(/'(.*?)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
    expect(await run(program(language, "file-pipe", file, ...args), "input\n")).toEqual({ status, stdout, stderr });
    const [writer] = line.split(" | ");
    const written = await new Program(["sh", "-c", writer]).finish("input\n");
    expect(readFileSync(file, "utf8")).toBe(written.stdout);
  });

  it("file-pipe says when there can be no file", async () => {
    expect(await run(program(language, "file-pipe", "/nonexistent/file", "true", "|", "true"))).toEqual({
      status: 1,
      stdout: "",
      stderr: "/nonexistent/file: No such file or directory\n".repeat(2),
    });
  });

  it("redirect has a command write to a file", async () => {
    const file = join(temporaryFolder(), "file");
    expect(await run(program(language, "redirect", file, "tr", "a-z", "A-Z"), "Hello\n")).toEqual(well(""));
    expect(readFileSync(file, "utf8")).toBe("HELLO\n");
  });

  it("unix-datagram-server cannot answer who has no name", async () => {
    const path = join(temporaryFolder(), "socket");
    const server = new Program(program(language, "unix-datagram-server", path, "1"));
    await server.printed(/listening on .*\n/);
    const address = pathAddress(path);
    ok(sendto(openedSocket(AF_UNIX, SOCK_DGRAM), "Hello", 5, 0, address, sizeof(address)));
    expect(await server.ended).toEqual(
      well(`listening on ${path}\n'Hello'\nnobody to answer: the client has bound no name\n`),
    );
  });
});

describe.each(pairings)("a server in %s and a client in %s", (serverLanguage, clientLanguage) => {
  it("datagrams over sockets in the file system", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "socket");
    const server = new Program(program(serverLanguage, "unix-datagram-server", path, "4"));
    await server.printed(/listening on .*\n/);
    const ask = async (...messages: string[]): Promise<Ended> =>
      run(program(clientLanguage, "unix-datagram-client", path, ...messages));

    expect(await ask("Hello", "", "naïve")).toEqual(well("Hello: 5 bytes\n: 0 bytes\nnaïve: 6 bytes\n"));
    expect(readdirSync(folder)).toEqual(["socket"]);
    expect(await ask("Bye")).toEqual(well("Bye: 3 bytes\n"));
    expect(await server.ended).toEqual(well(`listening on ${path}\n'Hello'\n''\n'naïve'\n'Bye'\n`));
    expect(readdirSync(folder)).toEqual([]);
    expect(await ask("Hello")).toEqual({ status: 1, stdout: "", stderr: "connect: No such file or directory\n" });
  });
});

testUsage(
  ["one-way-pipe"],
  ["socketpair"],
  ["file-pipe", "/tmp/file", "true"],
  ["file-pipe", "/tmp/file", "|", "true"],
  ["file-pipe", "/tmp/file", "true", "|"],
  ["redirect", "/tmp/file"],
  ["unix-datagram-server"],
  ["unix-datagram-client", "/tmp/socket"],
);

it("a path must fit into an address", async () => {
  const path = `/tmp/${"x".repeat(200)}`;
  expect(await both("unix-datagram-server", path)).toEqual({ status: 1, stdout: "", stderr: `${path}: too long\n` });
});
