import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection to 127.0.0.1 on which the test says something and hears what comes. */
export class Client {
  readonly socket: Socket;
  #heard = "";

  constructor(port: string) {
    this.socket = connect(Number(port), "127.0.0.1").setEncoding("utf8");
    this.socket.on("data", (text: string) => (this.#heard += text));
  }

  say(text: string): void {
    this.socket.write(text);
  }

  /** Waits for as many characters, and returns all that there are by then. */
  async hear(length: number): Promise<string> {
    while (this.#heard.length < length) await once(this.socket, "data");
    const heard = this.#heard;
    this.#heard = "";
    return heard;
  }

  /** Says something, and hears as much. */
  async exchange(said: string): Promise<string> {
    this.say(said);
    return this.hear(said.length);
  }

  async end(): Promise<void> {
    this.socket.end();
    await once(this.socket, "close");
  }
}

/** What a server answers to all that a client says. */
export async function ask(address: { port: number } | { path: string }, said: string): Promise<string> {
  const socket = connect({ allowHalfOpen: true, ...address }).setEncoding("utf8");
  let text = "";
  socket.on("data", (data: string) => (text += data));
  socket.on("end", () => socket.destroy());
  await once(socket, "connect");
  socket.end(said);
  await once(socket, "close");
  return text;
}
