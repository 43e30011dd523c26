import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import * as all from "berkeley";
import { inet_ntop } from "berkeley/arpa/inet";
import { F_GETFL, F_GETFD, fcntl, FD_CLOEXEC, O_ASYNC, O_NOCTTY, O_NONBLOCK, O_RDWR, open } from "berkeley/fcntl";
import { array, bytes, cast, int, sizeof } from "berkeley/memory";
import { IFF_LOOPBACK, IFF_UP, ifconf, ifmap, if_nameindex, ifreq } from "berkeley/net/if";
import { ARPHRD_LOOPBACK, arpreq } from "berkeley/net/if_arp";
import { sockaddr_in } from "berkeley/netinet/in";
import { AF_INET, AF_INET6, MSG_OOB, send, sendto, SOCK_DGRAM, socket } from "berkeley/sys/socket";
import {
  FIOASYNC,
  FIOCLEX,
  FIOGETOWN,
  FIONBIO,
  FIONCLEX,
  FIONREAD,
  FIOSETOWN,
  ioctl,
  SIOCATMARK,
  SIOCGARP,
  SIOCGIFADDR,
  SIOCGIFBRDADDR,
  SIOCGIFCONF,
  SIOCGIFDSTADDR,
  SIOCGIFFLAGS,
  SIOCGIFHWADDR,
  SIOCGIFINDEX,
  SIOCGIFMAP,
  SIOCGIFMTU,
  SIOCGIFNAME,
  SIOCGIFNETMASK,
  SIOCGIFTXQLEN,
  SIOCGPGRP,
  SIOCGSTAMP,
  SIOCGSTAMPNS,
  SIOCINQ,
  SIOCOUTQ,
  SIOCSPGRP,
  TIOCGPTN,
  TIOCGPTPEER,
  TIOCGWINSZ,
  TIOCOUTQ,
  TIOCSPTLCK,
  TIOCSWINSZ,
  winsize,
} from "berkeley/sys/ioctl";
import { timeval } from "berkeley/sys/time";
import { timespec } from "berkeley/time";
import { close, getpid, getpgrp, read, write } from "berkeley/unistd";

import { hasCompiler, itUnprivileged, runC, runModule, unprivileged } from "../support/children.ts";
import { closedDescriptor, ok, opened, openedPipe } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, connection, loopback, tcp, udp, unixPair } from "../support/network.ts";
import { describeIf, testProgram } from "../support/processes.ts";
import { hasNamespaces, inNamespace } from "../support/namespaces.ts";
import { root } from "../support/root.ts";
import { thrown } from "../support/thrown.ts";

const names = if_nameindex()!
  .filter(({ if_index }) => if_index > 0)
  .map(({ if_name }) => if_name!);

const text = (address: all.sockaddr): string => inet_ntop(AF_INET, cast(sockaddr_in, address).sin_addr, null, 16)!;

describe("interfaces", () => {
  it("have the index, MTU and addresses of the kernel's files", () => {
    const fd = udp();
    const file = (name: string, what: string): string => readFileSync(`/sys/class/net/${name}/${what}`, "utf8").trim();
    for (const name of names) {
      const request = new ifreq({ ifr_name: name });
      expect(ioctl(fd, SIOCGIFINDEX, request)).toBe(0);
      expect(request.ifr_ifindex).toBe(Number(file(name, "ifindex")));
      expect(ioctl(fd, SIOCGIFNAME, request)).toBe(0);
      expect(request.ifr_name.toString("latin1", 0, name.length + 1)).toBe(`${name}\0`);
      expect(ioctl(fd, SIOCGIFMTU, request)).toBe(0);
      expect(request.ifr_mtu).toBe(Number(file(name, "mtu")));
      expect(ioctl(fd, SIOCGIFTXQLEN, request)).toBe(0);
      expect(request.ifr_qlen).toBe(Number(file(name, "tx_queue_len")));
      expect(ioctl(fd, SIOCGIFHWADDR, request)).toBe(0);
      expect(request.ifr_hwaddr.sa_family).toBe(Number(file(name, "type")));
      const address = file(name, "address").replaceAll(":", "");
      expect(request.ifr_hwaddr.sa_data.toString("hex", 0, address.length / 2)).toBe(address);
      expect(ioctl(fd, SIOCGIFFLAGS, request)).toBe(0);
      expect(request.ifr_flags & IFF_UP).toBe(Number(file(name, "flags")) & IFF_UP);
    }
  });

  it("have a map of the device, which the loopback interface has not", () => {
    const request = new ifreq({ ifr_name: "lo", ifr_map: new ifmap({ irq: 7, mem_start: 8 }) });
    expect(ioctl(udp(), SIOCGIFMAP, request)).toBe(0);
    expect([request.ifr_map.irq, request.ifr_map.mem_start, request.ifr_map.dma]).toEqual([0, 0, 0]);
  });

  it("have addresses of IPv4", () => {
    const fd = udp();
    const request = new ifreq({ ifr_name: "lo" });
    expect(ioctl(fd, SIOCGIFADDR, request)).toBe(0);
    expect(text(request.ifr_addr)).toBe("127.0.0.1");
    expect(ioctl(fd, SIOCGIFNETMASK, request)).toBe(0);
    expect(text(request.ifr_netmask)).toBe("255.0.0.0");
    expect(ioctl(fd, SIOCGIFFLAGS, request)).toBe(0);
    expect(request.ifr_flags & (IFF_UP | IFF_LOOPBACK)).toBe(IFF_UP | IFF_LOOPBACK);
    expect(ioctl(fd, SIOCGIFHWADDR, request)).toBe(0);
    expect(request.ifr_hwaddr.sa_family).toBe(ARPHRD_LOOPBACK);
    expect(ioctl(fd, SIOCGIFBRDADDR, request)).toBe(0);
    expect(ioctl(fd, SIOCGIFDSTADDR, request)).toBe(0);
  });

  it("that there are not have ENODEV, sockets that are none ENOTTY", () => {
    expect(failing(() => ioctl(udp(), SIOCGIFFLAGS, new ifreq({ ifr_name: "none" })))).toBe("ENODEV");
    expect(failing(() => ioctl(openedPipe()[0], SIOCGIFFLAGS, new ifreq({ ifr_name: "lo" })))).toBe("ENOTTY");
    expect(failing(() => ioctl(closedDescriptor(), SIOCGIFFLAGS, new ifreq({ ifr_name: "lo" })))).toBe("EBADF");
    expect(failing(() => ioctl(udp(), SIOCGIFFLAGS, null))).toBe("EFAULT");
    expect(failing(() => ioctl(udp(), SIOCGARP, new arpreq()))).toMatch(/^E/);
  });

  itUnprivileged()("are not changed by a user without privileges", () => {
    const { stdout } = runModule(
      `import { AF_INET, errno, EPERM, ifreq, ioctl, SIOCSIFMTU, SOCK_DGRAM, socket } from "berkeley";
       const fd = socket(AF_INET, SOCK_DGRAM, 0);
       console.log(ioctl(fd, SIOCSIFMTU, new ifreq({ ifr_name: "lo", ifr_mtu: 1500 })), errno === EPERM);`,
      unprivileged,
    );
    expect(stdout).toBe("-1 true\n");
  });

  it("are listed by SIOCGIFCONF", () => {
    const fd = udp();
    const configuration = new ifconf();
    expect(ioctl(fd, SIOCGIFCONF, configuration)).toBe(0);
    const needed = configuration.ifc_len;
    expect(needed % sizeof(ifreq)).toBe(0);
    const listed = (requests: ArrayLike<ifreq>): string[] =>
      Array.from({ length: configuration.ifc_len / sizeof(ifreq) }, (_, i) => {
        const { ifr_name, ifr_addr } = requests[i];
        return `${ifr_name.toString("latin1", 0, ifr_name.indexOf(0))} ${text(ifr_addr)}`;
      });

    const requests = array(ifreq, 50);
    configuration.ifc_len = sizeof(requests);
    configuration.ifc_req = requests;
    expect(ioctl(fd, SIOCGIFCONF, configuration)).toBe(0);
    expect(configuration.ifc_len).toBe(needed);
    const expected = listed(requests);
    expect(expected).toContain("lo 127.0.0.1");

    const memory = Buffer.alloc(needed + 100, 0xee);
    configuration.ifc_len = needed + 50;
    configuration.ifc_buf = memory;
    expect(ioctl(fd, SIOCGIFCONF, configuration)).toBe(0);
    expect(listed(configuration.ifc_req)).toEqual(expected);
    expect(memory.subarray(needed)).toEqual(Buffer.alloc(100, 0xee));
  });

  (hasNamespaces ? it : it.skip)("without addresses are not listed (skipped without network namespaces)", () => {
    const program = `
      import { AF_INET, AF_PACKET, getifaddrs, if_nameindex, ifconf, ioctl, ptr, SIOCGIFCONF, SOCK_DGRAM, socket } from "berkeley";
      const configuration = new ifconf({ ifc_len: 400, ifc_buf: Buffer.alloc(400) });
      console.log(ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCGIFCONF, configuration), configuration.ifc_len);
      const ifap = new ptr();
      getifaddrs(ifap);
      const families = [];
      for (let ifa = ifap.value; ifa !== null; ifa = ifa.ifa_next) families.push(ifa.ifa_addr.sa_family);
      console.log(families.every((family) => family === AF_PACKET), if_nameindex()[0].if_name);`;
    const [file, ...args] = inNamespace([process.execPath, "--input-type=module", "-e", program]);
    expect(execFileSync(file, args, { cwd: root, encoding: "utf8" })).toBe("0 0\ntrue lo\n");
  });

  it("are listed by SIOCGIFCONF as far as there is room", () => {
    const fd = udp();
    const memory = Buffer.alloc(2 * sizeof(ifreq), 0xee);
    for (const [length, left] of [
      [sizeof(ifreq), sizeof(ifreq)],
      [sizeof(ifreq) - 1, 0],
      [0, 0],
      [-1, 0],
    ]) {
      const configuration = new ifconf({ ifc_len: length, ifc_buf: memory });
      expect(ioctl(fd, SIOCGIFCONF, configuration)).toBe(0);
      expect(configuration.ifc_len).toBe(left);
    }
    expect(memory.subarray(sizeof(ifreq))).toEqual(Buffer.alloc(sizeof(ifreq), 0xee));
    const tooLong = new ifconf({ ifc_len: memory.length + 1, ifc_buf: memory });
    expect(thrown(() => ioctl(fd, SIOCGIFCONF, tooLong))).toBe(
      `RangeError: ioctl: ifc_len: ${memory.length + 1} elements asked for, but the memory has ${memory.length}`,
    );
    expect(failing(() => ioctl(fd, SIOCGIFCONF, null))).toBe("EFAULT");
    expect(failing(() => ioctl(closedDescriptor(), SIOCGIFCONF, new ifconf()))).toBe("EBADF");
  });
});

describeIf(hasNamespaces, "interfaces of a network namespace: it is not permitted here")("in a namespace", () => {
  it("interfaces are set and tell it", () => {
    const [file, ...args] = inNamespace(testProgram("interfaces"));
    expect(JSON.parse(execFileSync(file, args, { encoding: "utf8" }))).toEqual({
      before: { up: false, address: "EADDRNOTAVAIL" },
      after: {
        flags: ["LOOPBACK", "LOWER_UP", "UP"],
        mtu: 9000,
        addresses: ["10.1.2.3/24 brd 10.1.2.255"],
        txqlen: 77,
        name: "loop",
      },
      read: { up: true, address: "10.1.2.3", netmask: "255.255.255.0", broadcast: "10.1.2.255", mtu: 9000, qlen: 77 },
      down: { up: false },
      errors: ["EINVAL", "EEXIST or ENODEV"],
    });
  });
});

describe("FIONREAD and its kin", () => {
  it("tell how much there is to read", () => {
    const [reading, writing] = openedPipe();
    const n = new int(-1);
    expect(ioctl(reading, FIONREAD, n)).toBe(0);
    expect(n.value).toBe(0);
    write(writing, "Hello", 5);
    expect([ioctl(reading, FIONREAD, n), n.value]).toEqual([0, 5]);
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    sendto(udp(), "datagram", 8, 0, address, sizeof(address));
    sendto(udp(), "second", 6, 0, address, sizeof(address));
    expect([ioctl(receiver, SIOCINQ, n), n.value]).toEqual([0, 8]);
    expect(failing(() => ioctl(receiver, FIONREAD, null))).toBe("EFAULT");
    expect(SIOCINQ).toBe(FIONREAD);
  });

  it("tell how much is not yet sent, or read by the other", () => {
    const [a, b] = unixPair();
    const n = new int();
    expect([ioctl(a, SIOCOUTQ, n), n.value]).toEqual([0, 0]);
    write(a, "Hello", 5);
    expect(ioctl(a, SIOCOUTQ, n)).toBe(0);
    expect(n.value).toBeGreaterThanOrEqual(5);
    read(b, Buffer.alloc(5), 5);
    expect([ioctl(a, TIOCOUTQ, n), n.value]).toEqual([0, 0]);
  });

  it("tell where the urgent byte is", () => {
    const [client, server] = connection();
    ok(all.setsockopt(server, all.SOL_SOCKET, all.SO_OOBINLINE, new int(1), 4));
    ok(send(client, "a", 1, 0));
    ok(send(client, "!", 1, MSG_OOB));
    const mark = new int(-1);
    expect(all.recv(server, Buffer.alloc(9), 9, 0)).toBe(1);
    expect([ioctl(server, SIOCATMARK, mark), mark.value, all.sockatmark(server)]).toEqual([0, 1, 1]);
    expect(all.recv(server, Buffer.alloc(9), 9, 0)).toBe(1);
    expect([ioctl(server, SIOCATMARK, mark), mark.value]).toEqual([0, 0]);
  });

  it("tell when a datagram came", () => {
    const address = loopback();
    const receiver = boundSocket(SOCK_DGRAM, address);
    const [time, fine] = [new timeval(), new timespec()];
    // The first request turns the clock on.
    expect(failing(() => ioctl(receiver, SIOCGSTAMP, time))).toBe("ENOENT");
    const before = Date.now() / 1000;
    sendto(udp(), "x", 1, 0, address, sizeof(address));
    read(receiver, Buffer.alloc(1), 1);
    expect(ioctl(receiver, SIOCGSTAMP, time)).toBe(0);
    expect(Math.abs(time.tv_sec + time.tv_usec / 1e6 - before)).toBeLessThan(60);
    expect(ioctl(receiver, SIOCGSTAMPNS, fine)).toBe(0);
    expect([fine.tv_sec, Math.floor(fine.tv_nsec / 1000)]).toEqual([time.tv_sec, time.tv_usec]);
  });
});

describe("flags", () => {
  it("FIONBIO makes a descriptor non-blocking, and blocking again", () => {
    const fd = tcp();
    expect(ioctl(fd, FIONBIO, new int(1))).toBe(0);
    expect(fcntl(fd, F_GETFL) & O_NONBLOCK).toBe(O_NONBLOCK);
    expect(ioctl(fd, FIONBIO, new int(0))).toBe(0);
    expect(fcntl(fd, F_GETFL) & O_NONBLOCK).toBe(0);
    expect(failing(() => ioctl(fd, FIONBIO, null))).toBe("EFAULT");
  });

  it("FIONBIO of the standard descriptors is the program's wish, which a program that it executes finds", () => {
    const inherited = (request: string): string =>
      runModule(
        `import { execv, FIONBIO, FIOCLEX, int, ioctl } from "berkeley";
         ${request}
         execv("/bin/sh", ["sh", "-c", "grep flags /proc/self/fdinfo/0 || echo closed"]);`,
        { input: "" },
      ).stdout.trim();
    const flags = (line: string): number => parseInt(line.replace(/^flags:\s*/, ""), 8) & O_NONBLOCK;
    expect(flags(inherited(""))).toBe(0);
    expect(flags(inherited("ioctl(0, FIONBIO, new int(1));"))).toBe(O_NONBLOCK);
    expect(flags(inherited("process.stdin.resume(); ioctl(0, FIONBIO, new int(0));"))).toBe(0);
    expect(inherited("ioctl(0, FIOCLEX);")).toBe("closed");
  });

  it("FIOASYNC asks for signals, to the process that FIOSETOWN or SIOCSPGRP names", () => {
    const fd = udp();
    const pid = new int(getpid());
    expect(ioctl(fd, FIOSETOWN, pid)).toBe(0);
    expect([ioctl(fd, FIOGETOWN, pid), pid.value]).toEqual([0, getpid()]);
    pid.value = -getpgrp();
    expect(ioctl(fd, SIOCSPGRP, pid)).toBe(0);
    pid.value = 0;
    expect([ioctl(fd, SIOCGPGRP, pid), pid.value]).toEqual([0, -getpgrp()]);
    pid.value = 0;
    expect(ioctl(fd, SIOCSPGRP, pid)).toBe(0);
    expect(ioctl(fd, FIOASYNC, new int(1))).toBe(0);
    expect(fcntl(fd, F_GETFL) & O_ASYNC).toBe(O_ASYNC);
    expect(ioctl(fd, FIOASYNC, new int(0))).toBe(0);
    expect(fcntl(fd, F_GETFL) & O_ASYNC).toBe(0);
  });

  it("FIOCLEX and FIONCLEX take nothing", () => {
    const fd = udp();
    expect(ioctl(fd, FIOCLEX)).toBe(0);
    expect(fcntl(fd, F_GETFD)).toBe(FD_CLOEXEC);
    expect(ioctl(fd, FIONCLEX)).toBe(0);
    expect(fcntl(fd, F_GETFD)).toBe(0);
  });

  it("of Node's descriptors are not to be had", () => {
    const { stdout } = runModule(`
      import { EBADF, errno, fcntl, F_GETFL, F_GETFD, FIOASYNC, FIOCLEX, FIONBIO, FIONCLEX, FIOSETOWN, int, ioctl,
               SIOCSPGRP } from "berkeley";
      const flags = () => Array.from({ length: 40 }, (_, fd) => [fcntl(fd, F_GETFL), fcntl(fd, F_GETFD)]).slice(3).join();
      const before = flags();
      for (let fd = 3; fd < 40; fd++) {
        for (const request of [FIONBIO, FIOASYNC, FIOSETOWN, SIOCSPGRP]) {
          if (ioctl(fd, request, new int(0)) !== -1 || errno !== EBADF) console.log(fd, request);
        }
        for (const request of [FIOCLEX, FIONCLEX]) {
          if (ioctl(fd, request) !== -1 || errno !== EBADF) console.log(fd, request);
        }
      }
      setTimeout(() => console.log(flags() === before), 1);`);
    expect(stdout).toBe("true\n");
  });
});

it("a request that makes a descriptor gives it to the program", () => {
  const namespace = ioctl(udp(), all.SIOCGSKNS);
  // Only who may change the network gets it.
  if (namespace === -1) expect([all.EPERM, all.ENOTTY]).toContain(all.errno);
  else expect(close(namespace)).toBe(0);
});

describe("terminals", () => {
  /** A pseudo-terminal: its two ends. */
  function terminal(): [number, number] {
    const master = opened(open("/dev/ptmx", O_RDWR | O_NOCTTY));
    expect(ioctl(master, TIOCSPTLCK, new int(0))).toBe(0);
    return [master, opened(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY))];
  }

  it("have a size", () => {
    const [master, slave] = terminal();
    expect(ioctl(master, TIOCSWINSZ, new winsize({ ws_row: 50, ws_col: 132, ws_xpixel: 3, ws_ypixel: 4 }))).toBe(0);
    const size = new winsize();
    expect(ioctl(slave, TIOCGWINSZ, size)).toBe(0);
    expect([size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel]).toEqual([50, 132, 3, 4]);
    expect(failing(() => ioctl(udp(), TIOCGWINSZ, size))).toBe("ENOTTY");
  });

  it("have a number, and another end that the program may close", () => {
    const [master, slave] = terminal();
    const number = new int(-1);
    expect(ioctl(master, TIOCGPTN, number)).toBe(0);
    expect(all.ttyname(slave)).toBe(`/dev/pts/${number.value}`);
    expect(close(slave)).toBe(0);
  });
});

/** The number of a request, as the macros of C make it. */
const _IOC = (direction: number, type: number, number: number, size: number): number =>
  ((direction << 30) | (size << 16) | (type << 8) | number) >>> 0;
const [NONE, WRITE, READ, BOTH] = [0, 1, 2, 3];

describe("a request that is not known here", () => {
  const urandom = (): number => opened(open("/dev/urandom", O_RDWR));
  const RNDGETENTCNT = _IOC(READ, 0x52, 0, 4);
  const FS_IOC_GETFLAGS = _IOC(READ, 0x66, 1, 8);

  it("fills memory, as far as it fits", () => {
    const memory = Buffer.alloc(10, 0xee);
    expect(ioctl(urandom(), RNDGETENTCNT, memory)).toBe(0);
    // Older kernels count up to 4096 bits, newer ones always have 256.
    expect(memory.readInt32LE()).toBeGreaterThan(0);
    expect(memory.readInt32LE()).toBeLessThanOrEqual(4096);
    expect(memory.subarray(4)).toEqual(Buffer.alloc(6, 0xee));
    const small = Buffer.alloc(4, 0xee);
    expect(ioctl(urandom(), RNDGETENTCNT, small.subarray(0, 1))).toBe(0);
    expect(small[0]).not.toBe(0xee);
    expect(small.subarray(1)).toEqual(Buffer.alloc(3, 0xee));
    expect(ioctl(urandom(), RNDGETENTCNT, Buffer.alloc(0))).toBe(0);
    expect(failing(() => ioctl(urandom(), RNDGETENTCNT, null))).toBe("EFAULT");
  });

  it("changes nothing where it fails", () => {
    const memory = Buffer.alloc(16, 0xee);
    expect(failing(() => ioctl(udp(), FS_IOC_GETFLAGS, memory))).toBe("ENOTTY");
    expect(memory).toEqual(Buffer.alloc(16, 0xee));
  });

  it("gets one int where its number says so", () => {
    const [master] = [opened(open("/dev/ptmx", O_RDWR | O_NOCTTY))];
    const TIOCPKT = 0x5420; // Its number says nothing.
    const TIOCSIG = _IOC(WRITE, 0x54, 0x36, 4); // A number of a signal, which the kernel judges.
    expect(failing(() => ioctl(master, TIOCSIG, new int(9999)))).toBe("EINVAL");
    expect(thrown(() => ioctl(master, TIOCSIG, Buffer.alloc(3)))).toBe(
      "RangeError: ioctl: arg: 4 bytes asked for, but the memory has 3",
    );
    expect(thrown(() => ioctl(master, TIOCPKT, new int(1)))).toMatch(
      /^TypeError: ioctl: arg: expected an integer or null/,
    );
  });

  it.each([
    ["SIOCETHTOOL", 0x8946],
    ["SIOCADDRT", 0x890b],
    ["SIOCGIFBR", 0x8940],
    ["SIOCDEVPRIVATE", 0x89f0],
    ["SIOCSHWTSTAMP", 0x89b0],
    ["TIOCLINUX", 0x541c],
    ["TIOCSTI", 0x5412],
    ["SG_IO", 0x2285],
    ["TUNATTACHFILTER", _IOC(WRITE, 0x54, 213, 16)],
    ["UFFDIO_COPY", _IOC(BOTH, 0xaa, 3, 40)],
    ["FS_IOC_FIEMAP", _IOC(BOTH, 0x66, 11, 32)],
    ["an unknown one", _IOC(NONE, 0, 0xff, 0)],
  ])("gets no memory that could hold an address: %s", (_name, request) => {
    const address = Buffer.alloc(64, 0xee);
    for (const fd of [udp(), -1]) {
      expect(thrown(() => ioctl(fd, request, address))).toBe(
        "TypeError: ioctl: arg: expected an integer or null, for memory of this request could hold an address, got an object",
      );
    }
    expect(address).toEqual(Buffer.alloc(64, 0xee));
  });

  it("gets no integer that could be an address", () => {
    const fd = udp();
    for (const value of [4096, 0x400000, 2 ** 31 - 1]) {
      expect(thrown(() => ioctl(fd, 0x8946, value))).toBe(
        `RangeError: ioctl: arg: expected an integer up to 4095, for it could be taken for an address; got ${value}`,
      );
    }
    // The kernel takes these for addresses, at which nothing lies.
    for (const value of [0, 1, 4095, -1, -(2 ** 31), 2 ** 31, 2 ** 32 - 1]) {
      expect([value, failing(() => ioctl(fd, 0x8946, value))]).toEqual([value, "EFAULT"]);
    }
    for (const value of [2 ** 32, -(2 ** 31) - 1, 1.5, NaN]) {
      expect(thrown(() => ioctl(fd, 0x8946, value))).toMatch(/^RangeError: ioctl: arg: expected an integer from/);
    }
  });

  it("gets 0 where it gets nothing", () => {
    expect(failing(() => ioctl(udp(), 0x5400))).toBe("ENOTTY");
  });
});

describe("memory of a known request", () => {
  it("has the size of its struct", () => {
    const short: [number, number][] = [
      [FIONREAD, 4],
      [FIONBIO, 4],
      [TIOCGWINSZ, 8],
      [SIOCGIFADDR, 40],
      [SIOCGARP, 68],
      [SIOCGSTAMP, 16],
    ];
    for (const [request, size] of short) {
      expect(thrown(() => ioctl(udp(), request, Buffer.alloc(size - 1)))).toBe(
        `RangeError: ioctl: arg: ${size} bytes asked for, but the memory has ${size - 1}`,
      );
    }
  });
});

/** The requests whose type is a struct, with the struct. */
const typed = [
  ...readFileSync(new URL("../../../lib/generated/sys/ioctl.ts", import.meta.url), "utf8").matchAll(
    /export const (\w+) = .*Option<(int|ifreq|arpreq|winsize|timeval|timespec)>/g,
  ),
].map(([, name, type]) => [name, type] as const);

(hasCompiler ? it : it.skip)("known requests answer as in C (skipped without a C compiler)", () => {
  // Those that would change something get a name and values that the kernel refuses.
  const isLeftOut = /^(SIOCGSTAMP|SIOCGSTAMPNS|TIOCGSID|TIOCSPGRP)$/;
  const requests = typed.filter(([name]) => !isLeftOut.test(name));
  const kinds = ["AF_INET", "AF_INET6"] as const;
  const expected = runC(`
    #include <errno.h>
    #include <linux/sockios.h>
    #include <net/if.h>
    #include <net/if_arp.h>
    #include <stdio.h>
    #include <string.h>
    #include <sys/ioctl.h>
    #include <sys/socket.h>
    int main(void) { ${kinds
      .flatMap((kind) =>
        requests.map(
          ([name, type]) => `{
            ${type.replace(/^(?!int$)/, "struct ")} value;
            int fd = socket(${kind}, SOCK_DGRAM, 0);
            memset(&value, 0, sizeof value);
            ${type === "ifreq" ? `strcpy(value.ifr_name, "${/^SIOC(S|A|D)/.test(name) ? "none" : "lo"}");` : ""}
            int result = ioctl(fd, ${name}, &value) < 0 ? -errno : 0;
            printf("${kind} ${name} %d ", result);
            for (size_t i = 0; i < sizeof value; i++) printf("%02x", ((unsigned char *)&value)[i]);
            putchar('\\n');
            }`,
        ),
      )
      .join("\n")} }`);
  const found = kinds.flatMap((kind) =>
    requests.map(([name, type]) => {
      const value = new (all as unknown as Record<string, new () => all.ifreq>)[type]();
      if (type === "ifreq") value.ifr_name = /^SIOC(S|A|D)/.test(name) ? "none" : "lo";
      const fd = opened(socket(kind === "AF_INET" ? AF_INET : AF_INET6, SOCK_DGRAM, 0));
      const request = (all as unknown as Record<string, number>)[name];
      const result = ioctl(fd, request, value) < 0 ? -all.errno : 0;
      return `${kind} ${name} ${result} ${bytes(value).toString("hex")}`;
    }),
  );
  expect(requests.length).toBeGreaterThan(40);
  expect(found).toEqual(expected.trimEnd().split("\n"));
});

it("is made whatever signals come right before it", () => {
  const { stdout, stderr } = runModule(`
    import * as c from "berkeley";
    const fd = c.socket(c.AF_INET, c.SOCK_DGRAM, 0);
    const unread = new c.int();
    let handled = 0;
    c.sigaction(c.SIGALRM, new c.sigaction({ sa_handler: () => { handled++; } }), null);
    const often = { tv_usec: 50 };
    c.setitimer(c.ITIMER_REAL, new c.itimerval({ it_value: often, it_interval: often }), null);
    let failures = 0;
    for (let i = 0; i < 100_000 || handled < 100; i++) failures += Number(c.ioctl(fd, c.FIONREAD, unread) !== 0);
    c.setitimer(c.ITIMER_REAL, new c.itimerval(), null);
    c.printf("%d failures", failures);`);
  expect([stdout, stderr]).toEqual(["0 failures", ""]);
});
