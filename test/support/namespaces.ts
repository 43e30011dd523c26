/** Network namespaces of a test's own, where it may change interfaces and see every packet. */

import { execFileSync, spawnSync } from "node:child_process";

import { type Command, Program } from "./processes.ts";
import { isRoot } from "./children.ts";

/** A user without privileges gets them in a user namespace, where the machine allows that. */
const unshare = ["unshare", isRoot ? "-n" : "-rn"] as const;

export const hasNamespaces = spawnSync(unshare[0], [unshare[1], "true"]).status === 0;

/** The command, in a new network namespace, which has no interface but a loopback that is down. */
export function inNamespace(command: Command): Command {
  return [...unshare, ...command];
}

/** Whether several namespaces can be made and joined. */
export const hasNetworks = isRoot && hasNamespaces;

export interface Machine {
  /** The command, on this machine. */
  run: (command: Command) => Command;
  /** Executes a script there. */
  sh: (script: string) => void;
}

/** Where a machine is joined with one beside it: both hosts of a net. */
interface End {
  name: string;
  net: number;
  host: number;
  next: number;
}

/**
 * Machines in a row for the time of a test, each a network namespace: from the first, 10.0.1.1, over 10.0.1.2, which is
 * also 10.0.2.1, and so on to the last, and the same with fd00:1::1. All but the ends pass on what is not for them.
 */
export async function machinesInARow(count: number): Promise<Machine[]> {
  const holders = Array.from(
    { length: count },
    () => new Program(["unshare", "-n", "sh", "-c", "echo ready; exec cat"]),
  );
  await Promise.all(holders.map(async (holder) => holder.printed(/ready/)));
  const pids = holders.map(({ child }) => child.pid!);
  const machines = pids.map((pid): Machine => {
    const enter = ["-t", String(pid), "-n"];
    return {
      run: (command) => ["nsenter", ...enter, ...command],
      sh: (script) => void execFileSync("nsenter", [...enter, "sh", "-ec", script]),
    };
  });
  machines.slice(1).forEach((_, i) => {
    machines[i].sh(`ip link add right type veth peer name left netns ${pids[i + 1]}`);
  });

  const nets = Array.from({ length: count - 1 }, (_, net) => net + 1);
  const endsOf = (i: number): End[] => [
    ...(i > 0 ? [{ name: "left", net: i, host: 2, next: 1 }] : []),
    ...(i < count - 1 ? [{ name: "right", net: i + 1, host: 1, next: 2 }] : []),
  ];
  machines.forEach(({ sh }, i) => {
    const up = endsOf(i).map(({ name }) => `ip link set ${name} addrgenmode none up`);
    sh(`
      ip link set lo up
      echo 1 > /proc/sys/net/ipv4/ip_forward
      echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
      echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
      echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
      ${up.join("\n")}`);
  });
  machines.forEach(({ sh }, i) => {
    const lines = endsOf(i).flatMap(({ name, net, host, next }) => [
      // The kernel learns a while after it that the other end is up, and only then lets IPv6 use this one.
      `until ip link show ${name} | grep -q "state UP"; do :; done`,
      `ip addr add 10.0.${net}.${host}/24 dev ${name}`,
      `ip addr add fd00:${net}::${host}/64 dev ${name} nodad`,
      `ip addr add fe80::${host}/64 dev ${name} nodad`, // From which a router asks who its neighbours are.
      ...nets
        .filter((other) => (name === "left" ? other < net : other > net))
        .flatMap((other) => [
          `ip route add 10.0.${other}.0/24 via 10.0.${net}.${next}`,
          `ip route add fd00:${other}::/64 via fd00:${net}::${next}`,
        ]),
    ]);
    sh(lines.join("\n"));
  });
  return machines;
}

/** What a command begins with that runs in another process's network namespace. */
export function intoNamespaceOf(pid: number): string[] {
  return ["nsenter", "-t", String(pid), "-n", ...(isRoot ? [] : ["-U", "--preserve-credentials"])];
}
