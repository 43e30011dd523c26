/** A Worker that looks up names of its own again and again, and posts what was wrong. */

import { parentPort, workerData } from "node:worker_threads";

import { ptr } from "berkeley/memory";
import {
  addrinfo,
  AI_NUMERICHOST,
  freeaddrinfo,
  getaddrinfo,
  gethostbyname,
  getprotobynumber,
  getservbyname,
  getservent,
} from "berkeley/netdb";
import { ntohl, ntohs, type sockaddr_in } from "berkeley/netinet/in";

const { number } = workerData as { number: number };
const host = `${number}.${number}.${number}.${number}`;
const services = ["echo", "ssh", "http", "domain", "smtp"].map((name) => [name, getservbyname(name, "tcp")!.s_port]);
const wrong: unknown[] = [];

function expectSame(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) wrong.push([what, actual, expected]);
}

const hints = new addrinfo({ ai_flags: AI_NUMERICHOST });
for (let i = 0; i < 500; i++) {
  const entry = gethostbyname(host)!;
  expectSame("gethostbyname", `${entry.h_name} ${entry.h_addr.join(".")}`, `${host} ${host}`);
  const [name, port] = services[(number + i) % services.length];
  const service = getservbyname(name as string, "tcp")!;
  expectSame("getservbyname", `${service.s_name} ${service.s_port}`, `${name} ${port}`);
  expectSame("getprotobynumber", getprotobynumber(number % 2 === 0 ? 6 : 17)!.p_name, number % 2 === 0 ? "tcp" : "udp");
  getservent();
  const res = new ptr<addrinfo>();
  expectSame("getaddrinfo", getaddrinfo(host, String(number), hints, res), 0);
  const address = res.value!.ai_addr as sockaddr_in;
  expectSame("address", ntohl(address.sin_addr.s_addr), number * 0x01010101);
  expectSame("port", ntohs(address.sin_port), number);
  freeaddrinfo(res.value);
}
parentPort!.postMessage(wrong.slice(0, 5));
