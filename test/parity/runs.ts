/** How a program is run so that both traces have the same data: with what arguments, and who says what to it. */

import { type Command, Program } from "../support/processes.ts";
import { inNamespace, intoNamespaceOf } from "../support/namespaces.ts";
import { type Difference, differences } from "./compare.ts";
import type { Mask } from "./names.ts";
import { Session, type Starter } from "./session.ts";
import { histories, type History, type Side } from "./trace.ts";

export interface Options {
  /** The file that is its standard input. */
  input?: string;
  masks?: readonly Mask[];
  /** Whether it runs in a network namespace of its own, with a loopback interface; or what else a shell makes there. */
  isolated?: boolean | string;
  /** How many descriptors it is started with, from 3 on. */
  handed?: number;
  /** Why it cannot run here. */
  missing?: string | undefined;
}

export interface Run extends Options {
  args: readonly string[];
  /** Starts it, and those that it talks to, and waits for its end. */
  script: (session: Session, start: (starter?: Starter) => Program) => Promise<void>;
}

/** A program and its arguments, as on a command line: "echo-client 127.0.0.1 {port}". No argument has a space. */
const words = (line: string): string[] => line.split(" ").filter((word) => word !== "");

/** A program that talks to nobody: alone("127.0.0.1 ::1"). */
export function alone(args: string, options: Options = {}): Run {
  return {
    ...options,
    args: words(args),
    script: (_session, start) => {
      start();
      return Promise.resolve();
    },
  };
}

/** A client of a C program, which says at what port or path it listens. */
export function clientOf(server: string, args: string, options: Options = {}): Run {
  const [name, ...serverArgs] = words(server);
  return {
    ...options,
    args: words(args),
    script: async (session, start) => {
      await listening(session, session.partner(name, serverArgs));
      start();
    },
  };
}

/** A client: its command line, and the lines that it reads. */
export type Client = readonly [command: string, ...lines: string[]];

interface ServerOptions extends Options {
  /** Whether all clients are there before the first of them leaves. */
  together?: boolean;
  /** What happens after that, for a server that does not end by itself. */
  then?: (session: Session) => Promise<void>;
}

/**
 * A server, with its clients in C: server("0 127.0.0.1 2", [["echo-client 127.0.0.1 {port}", "Hello"], ...]). Each client
 * speaks when all the others and the server wait.
 */
export function server(args: string, clients: readonly Client[], options: ServerOptions = {}): Run {
  const { together = false, then } = options;
  return {
    ...options,
    args: words(args),
    script: async (session, start) => {
      const program = start();
      await session.settled();
      if (args.startsWith("0") || args.includes(" 0 ")) await listening(session, program);
      const staying: Program[] = [];
      for (const [command, ...lines] of clients) {
        const [name, ...clientArgs] = words(command);
        const client = session.partner(name, clientArgs);
        await session.settled();
        for (const line of lines) await session.say(client, `${line}\n`);
        if (together) staying.push(client);
        else await session.end(client);
      }
      for (const client of staying) await session.end(client);
      await then?.(session);
    },
  };
}

/** Waits until a server says where it listens. */
async function listening(session: Session, program: Program): Promise<void> {
  session.port = await program.printed(/(?:port (\d+)|listening on \/).*\n/);
}

/** What both programs did. */
export interface Outcome {
  typescript: History[];
  c: History[];
  differences: Difference[];
}

/** Runs both programs, one after the other, in the same folder. */
export async function compare(typescript: Command, c: Command, run: Run, folder: string): Promise<Outcome> {
  const namespace = run.isolated ? await isolated(run.isolated) : undefined;
  const inside = namespace === undefined ? [] : intoNamespaceOf(namespace.child.pid!);
  const trace = async (command: Command): Promise<Session> => {
    const session = new Session({ folder, inside });
    await run.script(session, (starter = (started) => started) =>
      session.start(command, run.args, run.input ?? "", starter),
    );
    await session.program!.ended;
    await Promise.all(session.partners.map(async (partner) => partner.finish()));
    return session;
  };
  const historiesOf = (session: Session, side: Side): History[] => {
    const partners = session.partners.map(({ child }) => child.pid!);
    return histories(session.threads(), side, { partners, masks: run.masks, handed: run.handed });
  };
  const ours = historiesOf(await trace(typescript), "TypeScript");
  const theirs = historiesOf(await trace(c), "C");
  await namespace?.kill();
  return { typescript: ours, c: theirs, differences: differences(ours, theirs) };
}

/** What holds a network namespace open, whose loopback interface is up. */
async function isolated(script: string | true): Promise<Program> {
  const made = script === true ? "" : `${script} && `;
  const holder = new Program(inNamespace(["sh", "-c", `ip link set lo up && ${made}echo up && exec cat`]));
  await holder.printed(/up\n/);
  return holder;
}
