/** Makes the lookups that standard input lists, as lookups.c says. */

import { readFileSync } from "node:fs";

import { errno, set_errno } from "berkeley/errno";
import { bytes, ptr } from "berkeley/memory";
import {
  addrinfo,
  EAI_SYSTEM,
  endhostent,
  endprotoent,
  endservent,
  freeaddrinfo,
  gai_strerror,
  getaddrinfo,
  gethostbyaddr,
  gethostbyname,
  gethostbyname2,
  gethostent,
  getnameinfo,
  getprotobyname,
  getprotobynumber,
  getprotoent,
  getservbyname,
  getservbyport,
  getservent,
  h_errno,
  hostent,
  hstrerror,
  protoent,
  servent,
  set_h_errno,
  sethostent,
  setprotoent,
  setservent,
} from "berkeley/netdb";
import type { in_port_t } from "berkeley/netinet/in";
import { printf } from "berkeley/stdio";
import { exit } from "berkeley/stdlib";

const MAXLINE = 8192;

let fields: string[];

const number = (i: number): number => Number(fields[i]);
const memory = (i: number): Buffer => Buffer.from(fields[i] === "." ? "" : fields[i], "hex");
const string = (i: number): Buffer | null => (fields[i] === "-" ? null : memory(i));

function hexOf(value: string | Uint8Array | null): string {
  if (value === null) return " -";
  return ` ${Buffer.from(value as Uint8Array).toString("hex") || "."}`;
}

const hexOfAll = (values: (string | null)[]): string => values.map(hexOf).join("");

function info(): string {
  const hints = new addrinfo({
    ai_flags: number(4),
    ai_family: number(5),
    ai_socktype: number(6),
    ai_protocol: number(7),
  });
  const res = new ptr<addrinfo>();
  const code = getaddrinfo(string(1), string(2), number(3) ? hints : null, res);
  let text = `${code}`;
  if (code === EAI_SYSTEM) text += ` ${errno}`;
  for (let p = res.value; p !== null; p = p.ai_next) {
    const address = bytes(p.ai_addr).subarray(0, p.ai_addrlen);
    text += ` (${p.ai_flags} ${p.ai_family} ${p.ai_socktype} ${p.ai_protocol} ${p.ai_addrlen}`;
    text += `${hexOf(address)}${hexOf(p.ai_canonname)})`;
  }
  freeaddrinfo(res.value);
  return text;
}

function name(): string {
  const sizes = [number(3), number(4)];
  const [hostlen, servlen] = sizes.map((size) => Math.max(size, 0));
  const [host, serv] = sizes.map((size) => (size < 0 ? null : Buffer.alloc(MAXLINE, 0xee)));
  const code = getnameinfo(string(1), number(2), host, hostlen, serv, servlen, number(5));
  const system = code === EAI_SYSTEM ? ` ${errno}` : "";
  return `${code}${system}${hexOf(host?.subarray(0, hostlen + 1) ?? "")}${hexOf(serv?.subarray(0, servlen + 1) ?? "")}`;
}

function textOfHost(h: hostent | null): string {
  if (h === null) return `NULL ${h_errno} ${errno}`;
  const addresses = h.h_addr_list.slice(0, -1).map(hexOf).join("");
  return `${hexOf(h.h_name)}${hexOfAll(h.h_aliases)} ${h.h_addrtype} ${h.h_length}${addresses}`;
}

function textOfService(s: servent | null): string {
  return s === null ? "NULL" : `${hexOf(s.s_name)}${hexOfAll(s.s_aliases)} ${s.s_port}${hexOf(s.s_proto)}`;
}

function textOfProtocol(p: protoent | null): string {
  return p === null ? "NULL" : `${hexOf(p.p_name)}${hexOfAll(p.p_aliases)} ${p.p_proto}`;
}

function entries(): string {
  let text = "";
  let h: hostent | null;
  let s: servent | null;
  let p: protoent | null;
  sethostent(1);
  setservent(1);
  setprotoent(1);
  while ((h = gethostent()) !== null) text += textOfHost(h);
  while ((s = getservent()) !== null) text += textOfService(s);
  while ((p = getprotoent()) !== null) text += textOfProtocol(p);
  endhostent();
  endservent();
  endprotoent();
  return text;
}

const lookups: Record<string, () => string> = {
  i: info,
  n: name,
  h: () => textOfHost(gethostbyname(memory(1))),
  H: () => textOfHost(gethostbyname2(memory(1), number(2))),
  a: () => textOfHost(gethostbyaddr(memory(1), number(2), number(3))),
  s: () => textOfService(getservbyname(memory(1), string(2))),
  p: () => textOfService(getservbyport(number(1) as in_port_t, string(2))),
  r: () => textOfProtocol(getprotobyname(memory(1))),
  R: () => textOfProtocol(getprotobynumber(number(1))),
  G: () => hexOf(gai_strerror(number(1))) + hexOf(hstrerror(number(1))),
  e: entries,
};

for (const line of readFileSync(0, "latin1").trimEnd().split("\n")) {
  fields = line.split(" ");
  set_errno(0);
  set_h_errno(0);
  printf("%s\n", lookups[fields[0]]());
}
exit(0);
