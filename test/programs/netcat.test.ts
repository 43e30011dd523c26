import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describeIf, example, forking, Program, temporaryFolder } from "../support/processes.ts";

const isOpenBsd = /^OpenBSD netcat/.test(spawnSync("nc", ["-h"], { encoding: "utf8" }).stderr ?? "");

describeIf(isOpenBsd, "netcat-openbsd is not installed")("netcat", () => {
  const nc = (...args: string[]): Program => new Program(["nc", "-n", ...args]);
  const sizes = [
    ["IPv4", "127.0.0.1"],
    ["IPv6", "::1"],
  ];

  describe("as a client", () => {
    it.each(sizes)("of an echo server over TCP and %s", async (_family, host) => {
      const server = new Program([...example("echo-server"), "0", host, "1"]);
      const port = await server.printed(/port (\d+)\n/);
      expect(await nc("-N", host, port).finish("Hello\n")).toEqual({ status: 0, stdout: "Hello\n", stderr: "" });
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it("of a knock-knock server", async () => {
      const server = forking([...example("knock-server"), "0", "127.0.0.1", "1"]);
      const port = await server.printed(/port (\d+)\n/);
      const answers = "Who's there?\nSocket who?\nn\n";
      expect(await nc("127.0.0.1", port).finish(answers)).toEqual({
        status: 0,
        stdout: "Knock! Knock!\nSocket\nSocket to me, I can take it! Want another? (y/n)\nBye.\n",
        stderr: "",
      });
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });

    it("of a UDP listener", async () => {
      const listener = new Program([...example("listener"), "0"]);
      const port = await listener.printed(/port (\d+)\.\.\.\n/);
      const talker = nc("-u", "127.0.0.1", port);
      talker.child.stdin!.write("Hello");
      const { status, stdout } = await listener.ended;
      expect(status).toBe(0);
      expect(stdout).toContain('packet contains "Hello"\n');
    });

    it("of an echo server over a socket in the file system", async () => {
      const path = join(temporaryFolder(), "echo");
      const server = new Program([...example("unix-echo-server"), path, "1"]);
      await server.printed(/listening/);
      expect(await nc("-N", "-U", path).finish("Hello\n")).toEqual({ status: 0, stdout: "Hello\n", stderr: "" });
      expect(await server.ended).toMatchObject({ status: 0, stderr: "" });
    });
  });

  describe("as a server", () => {
    /** Plays the echo server behind netcat. */
    async function echo(server: Program, client: Program): Promise<void> {
      client.child.stdin!.end("Hello\n");
      await server.printed(/Hello\n/);
      server.child.stdin!.write("Hello\n");
      expect(await client.ended).toEqual({ status: 0, stdout: "Hello\n", stderr: "" });
      expect(await server.finish()).toMatchObject({ status: 0, stdout: "Hello\n" });
    }

    it.each(sizes)("of an echo client over TCP and %s", async (_family, host) => {
      const server = nc("-l", "-v", host, "0");
      const port = await server.printed(/Listening on \S+ (\d+)\n/, "stderr");
      await echo(server, new Program([...example("echo-client"), host, port]));
    });

    it("of a UDP talker", async () => {
      const server = nc("-l", "-v", "-u", "-W", "1", "127.0.0.1", "0");
      const port = await server.printed(/Bound on \S+ (\d+)\n/, "stderr");
      const talker = new Program([...example("talker"), "127.0.0.1", port, "Hello"]);
      expect(await talker.ended).toMatchObject({ status: 0, stderr: "" });
      expect(await server.ended).toMatchObject({ status: 0, stdout: "Hello" });
    });

    it("of an echo client over a socket in the file system", async () => {
      const path = join(temporaryFolder(), "echo");
      const server = nc("-l", "-v", "-U", path);
      await server.printed(/Listening on .*\n/, "stderr");
      await echo(server, new Program([...example("unix-echo-client"), path]));
    });
  });
});
