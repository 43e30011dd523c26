/** Node cannot copy a process: the nearest is a new one that is sent the connection. */

import { fork } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("node-child.js", import.meta.url));

const server = createServer({ pauseOnConnect: true }, (connection) => fork(child).send("serve", connection));
server.listen({ host: "127.0.0.1", port: 0, backlog: 511 }, () => {
  console.log((server.address() as AddressInfo).port);
});
