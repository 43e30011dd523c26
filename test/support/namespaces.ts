/** Network namespaces of a test's own, where it may change interfaces and see every packet. */

import { spawnSync } from "node:child_process";

import type { Command } from "./processes.ts";
import { isRoot } from "./children.ts";

/** A user without privileges gets them in a user namespace, where the machine allows that. */
const unshare = ["unshare", isRoot ? "-n" : "-rn"] as const;

export const hasNamespaces = spawnSync(unshare[0], [unshare[1], "true"]).status === 0;

/** The command, in a new network namespace, which has no interface but a loopback that is down. */
export function inNamespace(command: Command): Command {
  return [...unshare, ...command];
}

/** What a command begins with that runs in another process's network namespace. */
export function intoNamespaceOf(pid: number): string[] {
  return ["nsenter", "-t", String(pid), "-n", ...(isRoot ? [] : ["-U", "--preserve-credentials"])];
}
