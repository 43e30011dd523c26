import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";

import { Program } from "./support/processes.ts";
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

describe("README.md", () => {
  it("opens with a server that runs as it stands", async () => {
    const [, source] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8"))!;
    const port = await freePort();
    const folder = join(root, "build-ts/readme");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "server.js"), source.replace("3490", String(port)));

    const server = new Program([process.execPath, join(folder, "server.js")]);
    expect(await greeting(port, () => server.child.exitCode === null)).toBe("Hello, world!\n");
  });
});
