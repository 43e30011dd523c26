import { createServer, type AddressInfo } from "node:net";

const greeting = Buffer.from("Hello, world!");

const server = createServer((connection) => connection.end(greeting));
server.listen({ host: "127.0.0.1", port: 0, backlog: 511 }, () => {
  console.log((server.address() as AddressInfo).port);
});
