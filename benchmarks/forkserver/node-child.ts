import type { Socket } from "node:net";

process.once("message", (_message, connection: Socket) => connection.end("Hello, world!", () => process.exit()));
