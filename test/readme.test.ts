import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";

import { forking, Program } from "./support/processes.ts";
import { root } from "./support/root.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** What a server says to a client; connects again until the server listens. */
async function greeting(port: number, isRunning: () => boolean): Promise<string> {
  for (;;) {
    const client = connect(port, "127.0.0.1").setEncoding("utf8");
    try {
      await once(client, "connect");
    } catch (error) {
      if (!isRunning()) throw error;
      continue;
    }
    let text = "";
    client.on("data", (data: string) => (text += data));
    await once(client, "close");
    return text;
  }
}

/** One of the programs in README.md, as a file. */
function writeProgram(name: string, index: number, edit = (source: string): string => source): string {
  const programs = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/```ts\n(.*?)```/gs)];
  const folder = join(root, "build-ts/readme");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.js`);
  writeFileSync(path, edit(programs[index][1]));
  return path;
}

describe("README.md", () => {
  it("opens with a server that runs as it stands", async () => {
    const port = await freePort();
    const path = writeProgram("server", 0, (source) => source.replace("3490", String(port)));
    const server = new Program([process.execPath, path]);
    expect(await greeting(port, () => server.child.exitCode === null)).toBe("Hello, world!\n");
  });

  it("has a program that forks, and runs as it stands", async () => {
    const { status, stdout, stderr } = await forking([process.execPath, writeProgram("fork", 1)]).finish();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^child: I am (\d+)\nparent: \1 has ended\n$/);
  });

  it("has a program whose call a signal ends, and runs as it stands", async () => {
    const path = writeProgram("signal", 3);
    expect(await new Program([process.execPath, path]).finish()).toEqual({
      status: 0,
      stdout: "the alarm rings\nnobody has sent anything\n",
      stderr: "",
    });
  });
});
