/** Networks of a test's own, which end with the test: namespaces with interfaces, routers and hosts. */

import { isRoot } from "./children.ts";
import { type Command, Program } from "./processes.ts";

const asRoot = isRoot ? [] : ["--map-root-user"];
const inside = isRoot ? [] : ["--user", "--preserve-credentials"];

/** Gives a command a place in a network: the host in which it is to run, by default the one where the script ran. */
export type Place = (command: Command, host?: string) => Command;

/** Makes a network with a shell script, in which `ip netns add NAME` adds a host. */
export async function network(script: string): Promise<Place> {
  const begin = "set -e; mount -t tmpfs none /run; mkdir /run/netns; ip link set lo up";
  const holder = new Program([
    "unshare",
    ...asRoot,
    "--net",
    "--mount",
    "sh",
    "-c",
    `${begin}\n${script}\necho made; exec sleep 1000`,
  ]);
  await holder.printed(/made\n/);
  const enter: Command = ["nsenter", "--target", String(holder.child.pid), ...inside, "--net", "--mount"];
  return (command, host) =>
    host === undefined ? [...enter, ...command] : [...enter, "nsenter", `--net=/run/netns/${host}`, ...command];
}
