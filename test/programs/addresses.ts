/** Reads and writes the addresses that standard input lists, as addresses.c says. */

import { readFileSync } from "node:fs";

import { in_addr, inet_addr, inet_aton, inet_network, inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { errno, set_errno } from "berkeley/errno";
import { bytes } from "berkeley/memory";
import { printf } from "berkeley/stdio";
import { exit } from "berkeley/stdlib";

const read_hex = (field: string): Buffer => Buffer.from(field === "." ? "" : field, "hex");

for (const line of readFileSync(0, "latin1").trimEnd().split("\n")) {
  const fields = line.split(" ");
  const memory = Buffer.alloc(64, 0xee);
  const addr = new in_addr();
  bytes(addr).fill(0xee);
  set_errno(0);
  switch (fields[0]) {
    case "p": {
      const n = inet_pton(Number(fields[1]), read_hex(fields[2]), memory);
      printf("%d %d %s", n, errno, memory.toString("hex", 0, 20));
      break;
    }
    case "n": {
      const text = inet_ntop(Number(fields[1]), read_hex(fields[2]), memory, Number(fields[3]));
      printf("%s %d %s", text ?? "NULL", errno, memory.toString("hex"));
      break;
    }
    case "a": {
      const text = read_hex(fields[1]);
      printf("%d", inet_aton(text, addr));
      printf(" %s", bytes(addr).toString("hex"));
      printf(" %u %u", inet_addr(text), inet_network(text));
      break;
    }
  }
  printf("\n");
}
exit(0);
