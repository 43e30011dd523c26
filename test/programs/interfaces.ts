/** Sets the loopback interface of a network namespace of its own by ioctl, and prints what is to be read of it. */

import { execFileSync } from "node:child_process";

import { inet_ntop, inet_pton } from "berkeley/arpa/inet";
import { EADDRNOTAVAIL, EEXIST, EINVAL, ENODEV, errno } from "berkeley/errno";
import { cast } from "berkeley/memory";
import { IFF_UP, ifreq } from "berkeley/net/if";
import { sockaddr_in } from "berkeley/netinet/in";
import {
  ioctl,
  SIOCGIFADDR,
  SIOCGIFBRDADDR,
  SIOCGIFFLAGS,
  SIOCGIFMTU,
  SIOCGIFNETMASK,
  SIOCGIFTXQLEN,
  SIOCSIFADDR,
  SIOCSIFBRDADDR,
  SIOCSIFFLAGS,
  SIOCSIFMTU,
  SIOCSIFNAME,
  SIOCSIFNETMASK,
  SIOCSIFTXQLEN,
} from "berkeley/sys/ioctl";
import { AF_INET, SOCK_DGRAM, type sockaddr, socket } from "berkeley/sys/socket";

const fd = socket(AF_INET, SOCK_DGRAM, 0);
let name = "lo";

function get(request: typeof SIOCGIFFLAGS): ifreq | string {
  const ifr = new ifreq({ ifr_name: name });
  if (ioctl(fd, request, ifr) === 0) return ifr;
  return errno === EADDRNOTAVAIL ? "EADDRNOTAVAIL" : `error ${errno}`;
}

function set(request: typeof SIOCSIFFLAGS, ifr: ifreq): void {
  ifr.ifr_name = name;
  if (ioctl(fd, request, ifr) === -1) throw new Error(`request ${request.toString(16)}: error ${errno}`);
}

function setAddress(
  request: typeof SIOCSIFADDR,
  field: "ifr_addr" | "ifr_netmask" | "ifr_broadaddr",
  text: string,
): void {
  const ifr = new ifreq();
  const sin = cast(sockaddr_in, ifr[field]);
  sin.sin_family = AF_INET;
  inet_pton(AF_INET, text, sin.sin_addr);
  set(request, ifr);
}

function setFlags(on: number, off: number): void {
  const ifr = get(SIOCGIFFLAGS) as ifreq;
  ifr.ifr_flags = (ifr.ifr_flags & ~off) | on;
  set(SIOCSIFFLAGS, ifr);
}

const isUp = (): boolean => ((get(SIOCGIFFLAGS) as ifreq).ifr_flags & IFF_UP) !== 0;
const text = (address: sockaddr): string => inet_ntop(AF_INET, cast(sockaddr_in, address).sin_addr, null, 16)!;

const before = { up: isUp(), address: get(SIOCGIFADDR) };

const renamed = new ifreq();
renamed.ifr_newname = "loop";
set(SIOCSIFNAME, renamed);
name = "loop";
setFlags(IFF_UP, 0); // This gives it 127.0.0.1.
setAddress(SIOCSIFADDR, "ifr_addr", "10.1.2.3");
setAddress(SIOCSIFNETMASK, "ifr_netmask", "255.255.255.0");
setAddress(SIOCSIFBRDADDR, "ifr_broadaddr", "10.1.2.255");
set(SIOCSIFMTU, new ifreq({ ifr_mtu: 9000 }));
set(SIOCSIFTXQLEN, new ifreq({ ifr_qlen: 77 }));

interface Link {
  readonly ifname: string;
  readonly flags: string[];
  readonly mtu: number;
  readonly txqlen: number;
  readonly addr_info: { family: string; local: string; prefixlen: number; broadcast: string }[];
}
const [link] = JSON.parse(execFileSync("ip", ["-j", "addr", "show"], { encoding: "utf8" })) as Link[];
const after = {
  flags: link.flags.sort(),
  mtu: link.mtu,
  addresses: link.addr_info
    .filter(({ family }) => family === "inet")
    .map(({ local, prefixlen, broadcast }) => `${local}/${prefixlen} brd ${broadcast}`),
  txqlen: link.txqlen,
  name: link.ifname,
};

const read = {
  up: isUp(),
  address: text((get(SIOCGIFADDR) as ifreq).ifr_addr),
  netmask: text((get(SIOCGIFNETMASK) as ifreq).ifr_netmask),
  broadcast: text((get(SIOCGIFBRDADDR) as ifreq).ifr_broadaddr),
  mtu: (get(SIOCGIFMTU) as ifreq).ifr_mtu,
  qlen: (get(SIOCGIFTXQLEN) as ifreq).ifr_qlen,
};

setFlags(0, IFF_UP);
const down = { up: isUp() };

const errors: string[] = [];
if (ioctl(fd, SIOCSIFMTU, new ifreq({ ifr_name: name, ifr_mtu: -1 })) === -1 && errno === EINVAL) errors.push("EINVAL");
const wrong = new ifreq({ ifr_name: "none", ifr_newname: "other" });
if (ioctl(fd, SIOCSIFNAME, wrong) === -1 && [EEXIST, ENODEV].some((error) => error === errno)) {
  errors.push("EEXIST or ENODEV");
}

console.log(JSON.stringify({ before, after, read, down, errors }));
