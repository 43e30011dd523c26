/** Ports for servers that are told theirs. */

import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

const LOCALHOST = "127.0.0.1";

/** Below those that the kernel gives to who asks for any, as most servers of the tests do; elsewhere in each process. */
let next = 10_000 + (process.pid % 200) * 100;

/** A port of 127.0.0.1 that nobody has, neither TCP's nor UDP's. */
export async function freePort(): Promise<string> {
  for (;;) {
    const port = next++;
    const [server, socket] = [createServer(), createSocket("udp4")];
    try {
      await once(server.listen(port, LOCALHOST), "listening");
      await once(socket.bind(port, LOCALHOST), "listening");
      return String(port);
    } catch {
      // Somebody has it.
    } finally {
      await Promise.all([server, socket].map(closed));
    }
  }
}

const closed = async (socket: Server | Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.close(() => resolve());
  });
