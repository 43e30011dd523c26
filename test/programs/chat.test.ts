/** The chats, and their C twins: each must do the same. */

import { Client } from "../support/client.ts";
import { example, Program, twin } from "../support/processes.ts";

const LOCALHOST = "127.0.0.1";

/** Clients that the server has accepted, one after the other. */
async function clientsOf(server: Program, port: string, count: number): Promise<Client[]> {
  const clients: Client[] = [];
  while (clients.length < count) {
    clients.push(new Client(port));
    await server.printed(new RegExp(`(connection from .*\\n){${clients.length}}`));
  }
  return clients;
}

describe.each(Object.entries({ TypeScript: example, C: twin }))("in %s", (_language, command) => {
  const start = (name: string, clients: number): Program =>
    new Program([...command(name), "0", LOCALHOST, String(clients)]);

  describe.each(["select-chat", "poll-chat"])("%s", (name) => {
    it("sends what a client says to all the others", async () => {
      const server = start(name, 8);
      const port = await server.printed(/port (\d+)\n/);
      const clients = await clientsOf(server, port, 8);
      while (clients.length > 0) {
        const [speaker, ...others] = clients;
        const text = `${others.length} others: Hello\n`;
        speaker.say(text);
        for (const client of others) expect(await client.hear(text.length)).toBe(text);
        await clients.splice(clients.length >> 1, 1)[0].end();
      }
      expect(await server.ended).toEqual({
        status: 0,
        stdout: `listening on ${LOCALHOST} port ${port}\n${`connection from ${LOCALHOST}\n`.repeat(8)}`,
        stderr: "",
      });
    });

    it("goes on when a client breaks off", async () => {
      const server = start(name, 2);
      const port = await server.printed(/port (\d+)\n/);
      const [a, b] = await clientsOf(server, port, 2);
      a.socket.resetAndDestroy();
      await server.printed(/recv: Connection reset by peer\n/, "stderr");
      const c = new Client(port);
      await server.printed(/(connection from .*\n){3}/);
      b.say("Hello\n");
      expect(await c.hear(6)).toBe("Hello\n");
      await b.end();
      expect(await server.ended).toMatchObject({ status: 0, stderr: "recv: Connection reset by peer\n" });
    });
  });
});
