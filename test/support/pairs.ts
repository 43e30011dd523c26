/** Example programs and their C twins, in all pairings, and one against the other. */

import { type Command, type Ended, example, forking, Program, twin } from "./processes.ts";

const languages = { TypeScript: example, C: twin };
export type Language = keyof typeof languages;

export const languageNames = Object.keys(languages) as Language[];

/** A program in a language, with its arguments. */
export function program(language: Language, name: string, ...args: string[]): Command {
  return [...languages[language](name), ...args];
}

/** Runs a program to its end. It may fork. */
export async function run(command: Command, input = ""): Promise<Ended> {
  return forking(command).finish(input);
}

/** The languages of a server and a client. */
export const pairings = languageNames.flatMap((server) =>
  languageNames.map((client) => [server, client] as [Language, Language]),
);

/** Runs an example and its twin, which must do the same. Returns what. */
export async function both(name: string, ...args: string[]): Promise<Ended> {
  const [expected, actual] = await Promise.all([
    run(program("C", name, ...args)),
    run(program("TypeScript", name, ...args)),
  ]);
  // The usage begins with the program's file.
  const usage = ({ stderr, ...rest }: Ended): Ended => ({ ...rest, stderr: stderr.replace(/^usage: \S+/, "usage:") });
  expect(usage(actual)).toEqual(usage(expected));
  return actual;
}

/** A server that listens, and the port on which it does. */
export async function listening(command: Command): Promise<[Program, string]> {
  const server = forking(command);
  return [server, await server.printed(/port (\d+)\n/)];
}

/** Tests that programs with such arguments say how they are used. */
export function testUsage(...wrong: [name: string, ...args: string[]][]): void {
  it.each(wrong.map((words) => [words.join(" "), words] as const))("%s: says how it is used", async (_, words) => {
    const { status, stdout, stderr } = await both(...words);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^usage: \S+ [A-Z]/);
  });
}
