import { chmodSync, existsSync } from "node:fs";

import { bytes, sizeof } from "berkeley/memory";
import {
  accept,
  AF_UNIX,
  bind,
  connect,
  getpeername,
  getsockname,
  recv,
  recvfrom,
  send,
  sendto,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socklen_t,
} from "berkeley/sys/socket";
import { sockaddr_un, SUN_LEN } from "berkeley/sys/un";
import { unlink } from "berkeley/unistd";

import { ok, opened, temporaryDirectory, temporaryPath } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { boundSocket, connection, listener, openedSocket, pathAddress } from "../support/network.ts";
import { itUnprivileged, runModule, unprivileged } from "../support/children.ts";
import { thrown } from "../support/thrown.ts";

/** The name of a socket in the kernel, as bytes. */
function nameOf(fd: number): Buffer {
  const address = new sockaddr_un();
  const length = new socklen_t(sizeof(address));
  ok(getsockname(fd, address, length));
  return bytes(address).subarray(2, length.value);
}

describe("paths", () => {
  it.each([
    ["stream", SOCK_STREAM],
    ["seqpacket", SOCK_SEQPACKET],
  ])("are connected to: %s", (_name, type) => {
    const [client, server] = connection(pathAddress(temporaryPath()), type);
    expect(send(client, "Hello", 5, 0)).toBe(5);
    expect(recv(server, Buffer.alloc(10), 10, 0)).toBe(5);
  });

  it("are sent datagrams to, and answered", () => {
    const directory = temporaryDirectory();
    const [serverAddress, clientAddress] = [pathAddress(`${directory}/server`), pathAddress(`${directory}/client`)];
    const server = boundSocket(SOCK_DGRAM, serverAddress);
    const client = boundSocket(SOCK_DGRAM, clientAddress);
    expect(sendto(client, "ping", 4, 0, serverAddress, SUN_LEN(serverAddress))).toBe(4);
    const peer = new sockaddr_un();
    const length = new socklen_t(sizeof(peer));
    expect(recvfrom(server, Buffer.alloc(10), 10, 0, peer, length)).toBe(4);
    expect(bytes(peer)).toEqual(bytes(clientAddress));
    // The kernel counts the path's NUL.
    expect(length.value).toBe(SUN_LEN(clientAddress) + 1);
    expect(sendto(server, "pong", 4, 0, peer, length.value)).toBe(4);
    expect(recv(client, Buffer.alloc(10), 10, 0)).toBe(4);
  });

  it("are files, until they are unlinked", () => {
    const path = temporaryPath();
    boundSocket(SOCK_STREAM, pathAddress(path));
    expect(existsSync(path)).toBe(true);
    expect(unlink(path)).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it("may be as long as sun_path, without a NUL", () => {
    const size = new sockaddr_un().sun_path.length;
    const directory = temporaryDirectory();
    const path = `${directory}/`.padEnd(size, "x");
    const address = pathAddress(path);
    expect(SUN_LEN(address)).toBe(sizeof(sockaddr_un));
    boundSocket(SOCK_STREAM, address);
    expect(existsSync(path)).toBe(true);
    expect(thrown(() => pathAddress(`${path}x`))).toMatch(/^RangeError: sockaddr_un: 109 bytes do not fit into 108/);
  });

  const un = (path: string): sockaddr_un => pathAddress(path);
  const socket = (): number => openedSocket(AF_UNIX, SOCK_STREAM);
  it.each<[string, string, () => number]>([
    ["EADDRINUSE", "a path that is there", () => bind(socket(), un(process.cwd()), 110)],
    ["ENOENT", "a directory that is not there", () => bind(socket(), un(`${temporaryPath()}/socket`), 110)],
    ["ENOTDIR", "a path below a file", () => bind(socket(), un("/dev/null/socket"), 110)],
    ["EINVAL", "an address that is short", () => bind(socket(), un("/x"), 1)],
    ["EINVAL", "an address that is long", () => bind(socket(), Buffer.alloc(120), 111)],
    ["EINVAL", "another family", () => bind(socket(), new sockaddr_un({ sun_path: "/x" }), 110)],
    [
      "EINVAL",
      "a socket that has a path",
      () => bind(boundSocket(SOCK_STREAM, un(temporaryPath())), un(temporaryPath()), 110),
    ],
  ])("are answered with %s for %s", (error, _what, call) => {
    expect(failing(call)).toBe(error);
  });
});

itUnprivileged()("a path of another user is answered with EACCES by bind, connect and sendto", () => {
  const directory = temporaryDirectory();
  const path = `${directory}/socket`;
  const [, address] = listener(pathAddress(path));
  chmodSync(path, 0);
  // Who owns the folder may make a socket in it, but not use one without its permission.
  chmodSync(directory, 0o555);
  const { stdout } = runModule(
    `import { EACCES, errno } from "berkeley/errno";
     import { AF_UNIX, bind, connect, sendto, SOCK_DGRAM, SOCK_STREAM, socket } from "berkeley/sys/socket";
     import { sockaddr_un } from "berkeley/sys/un";
     const un = (sun_path) => new sockaddr_un({ sun_family: AF_UNIX, sun_path });
     const [there, other] = [un(${JSON.stringify(path)}), un(${JSON.stringify(`${path}2`)})];
     const [stream, datagram] = [socket(AF_UNIX, SOCK_STREAM, 0), socket(AF_UNIX, SOCK_DGRAM, 0)];
     for (const call of [
       () => bind(stream, other, 110),
       () => connect(stream, there, 110),
       () => sendto(datagram, "x", 1, 0, there, 110),
     ]) console.log(call(), errno === EACCES);`,
    unprivileged,
  );
  chmodSync(directory, 0o755);
  expect(address.sun_family).toBe(AF_UNIX);
  expect(stdout).toBe("-1 true\n".repeat(3));
});

describe("abstract names", () => {
  const name = `\0berkeley ${process.pid} \0 x`;

  it("begin with a NUL, may hold others, and are no files", () => {
    const address = new sockaddr_un({ sun_family: AF_UNIX, sun_path: name });
    const length = 2 + name.length;
    const listening = openedSocket(AF_UNIX, SOCK_STREAM);
    ok(bind(listening, address, length));
    expect(nameOf(listening).toString()).toBe(name);
    expect(failing(() => bind(openedSocket(AF_UNIX, SOCK_STREAM), address, length))).toBe("EADDRINUSE");
    // A length that is other is another name.
    ok(bind(openedSocket(AF_UNIX, SOCK_STREAM), address, length + 1));
  });

  it("are chosen by the kernel for an address without a path", () => {
    const fd = openedSocket(AF_UNIX, SOCK_DGRAM);
    expect(bind(fd, new sockaddr_un({ sun_family: AF_UNIX }), 2)).toBe(0);
    expect(nameOf(fd).toString()).toMatch(/^\0[0-9a-f]{5}$/);
  });
});

describe("sockets without a name", () => {
  it("have an address of the family alone", () => {
    expect(nameOf(openedSocket(AF_UNIX, SOCK_STREAM))).toHaveLength(0);
    const address = pathAddress(temporaryPath());
    const [listening] = listener(address);
    ok(connect(openedSocket(AF_UNIX, SOCK_STREAM), address, SUN_LEN(address)));
    const server = opened(accept(listening, null, null));
    const length = new socklen_t(sizeof(address));
    expect(getpeername(server, new sockaddr_un(), length)).toBe(0);
    expect(length.value).toBe(2);
  });
});

describe("SUN_LEN", () => {
  it.each([
    ["", 2],
    ["/a", 4],
    ["/ä", 5],
  ])("of '%s' is %i", (path, length) => {
    expect(SUN_LEN(pathAddress(path))).toBe(length);
  });
});
