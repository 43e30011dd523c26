/** What is called: the functions and classes of all headers, and those that the books' modules have besides. */

import * as all from "berkeley";
import * as csapp from "berkeley/csapp";
import * as unp from "berkeley/unp";

type Module = Readonly<Record<string, unknown>>;

/** By what stands in front of their names: "bind", "unp.readn", "csapp.rio_readn". */
export const modules: Readonly<Record<string, Module>> = {
  "": all,
  "unp.": unp,
  "csapp.": csapp,
};

export const exported: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(modules).flatMap(([prefix, module]) =>
    Object.entries(module).map(([name, value]) => [prefix + name, value]),
  ),
);

/**
 * The function that a wrapper of the books is made of: "bind" of "unp.Bind", "readn" of "unp.Readn". Others are what they
 * are, without the module: "readn" of "unp.readn".
 */
export function originalOf(fullName: string): string {
  const [, prefix, name] = /^((?:unp|csapp)\.)?(.*)$/.exec(fullName)!;
  if (prefix === undefined) return name;
  const original = name[0].toLowerCase() + name.slice(1);
  return typeof (modules[prefix][original] ?? modules[""][original]) === "function" ? original : name;
}
