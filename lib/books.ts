/** What the libraries of both books are made of, unp.ts and csapp.ts: whole transfers, reading ahead, endpoints. */

import { checkMemory, checkSize } from "./check.ts";
import { EINTR, errno, set_errno } from "./errno.ts";
import { type Memory, sizeof } from "./memory/access.ts";
import { ptr } from "./memory/pointer.ts";
import { addrinfo, freeaddrinfo, getaddrinfo } from "./netdb.ts";
import { int } from "./memory/index.ts";
import type { Text } from "./string.ts";
import { setsockopt, SO_REUSEADDR, socket, SOL_SOCKET } from "./sys/socket.ts";
import { close, read, write } from "./unistd.ts";

/** The first bytes of memory. A string is its UTF-8 and a NUL. */
export function firstBytes(name: string, parameters: [string, string], memory: Memory | string, count: number): Buffer {
  const value = typeof memory === "string" ? Buffer.from(`${memory}\0`) : memory;
  const bytes = checkMemory(name, parameters[0], value as NodeJS.ArrayBufferView);
  if (checkSize(name, parameters[1], count) > bytes.length) {
    throw new RangeError(`${name}: ${parameters[1]}: ${count} bytes asked for, but the memory has ${bytes.length}`);
  }
  return bytes.subarray(0, count);
}

/** The room for a line of text and its NUL. */
export function roomForLine(name: string, parameters: [string, string], memory: Memory, count: number): Buffer {
  const room = firstBytes(name, parameters, memory, count);
  if (room.length > 0) return room;
  throw new RangeError(`${name}: ${parameters[1]}: there is no room for the NUL`);
}

/** Reads until the memory is full. Returns how many bytes came, fewer at the end of the input; -1 with the error. */
export function readFully(fd: number, memory: Buffer): number {
  let done = 0;
  while (done < memory.length) {
    const count = read(fd, memory.subarray(done), memory.length - done);
    if (count === 0) break;
    if (count > 0) done += count;
    else if (errno !== EINTR) return -1;
  }
  return done;
}

/** Writes all of the memory. Returns how many bytes that was; -1 with the error, when some may have been written. */
export function writeFully(fd: number, memory: Buffer): number {
  let done = 0;
  while (done < memory.length) {
    const count = write(fd, memory.subarray(done), memory.length - done);
    if (count > 0) done += count;
    else if (count === 0 || errno !== EINTR) return -1;
  }
  return done;
}

const NEWLINE = 0x0a;

/** A descriptor from which is read ahead. */
export class Reader {
  readonly #fd: number;
  readonly #buffer: Buffer;
  #begin = 0;
  #end = 0;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#buffer = Buffer.alloc(size);
  }

  /** What was read and not yet taken. */
  get ahead(): Buffer {
    return this.#buffer.subarray(this.#begin, this.#end);
  }

  /** Sees that something was read. Returns how many bytes; 0 at the end of the input, -1 with the error. */
  #fill(): number {
    while (this.#begin === this.#end) {
      const count = read(this.#fd, this.#buffer, this.#buffer.length);
      if (count === 0) return 0;
      if (count > 0) [this.#begin, this.#end] = [0, count];
      else if (errno !== EINTR) return -1;
    }
    return this.#end - this.#begin;
  }

  /** Takes what fits of what comes first, or of its line. Returns as `#fill`. */
  #take(room: Buffer, byLine: boolean): number {
    const count = this.#fill();
    if (count <= 0) return count;
    const newline = byLine ? this.ahead.indexOf(NEWLINE) : -1;
    const piece = newline === -1 ? this.ahead : this.ahead.subarray(0, newline + 1);
    const taken = piece.copy(room);
    this.#begin += taken;
    return taken;
  }

  /** As readFully. */
  readFully(room: Buffer): number {
    return this.#collect(room, false);
  }

  /**
   * Reads a line with its newline, or as much of it as there is room for, and puts a NUL behind it. Returns its length; 0
   * at the end of the input, -1 with the error.
   */
  readLine(room: Buffer): number {
    const length = this.#collect(room.subarray(0, -1), true);
    if (length !== -1) room[length] = 0;
    return length;
  }

  #collect(room: Buffer, byLine: boolean): number {
    let length = 0;
    while (length < room.length) {
      const count = this.#take(room.subarray(length), byLine);
      if (count === -1) return -1;
      length += count;
      if (count === 0 || (byLine && room[length - 1] === NEWLINE)) break;
    }
    return length;
  }
}

/** getaddrinfo, which returns the list, or the number of its error. */
export function find(host: Text | null, service: Text | null, hints: addrinfo): addrinfo | number {
  const list = new ptr<addrinfo>();
  const code = getaddrinfo(host, service, hints, list);
  return code === 0 ? list.value! : code;
}

/** Closes a descriptor after an error, which stays errno. */
export function closeFailed(fd: number): void {
  const error = errno;
  close(fd);
  set_errno(error);
}

/**
 * Makes a socket for the first address of a list with which that and `use` succeed, and frees the list. Returns the
 * socket; -1 with the error of the last address.
 */
export function firstUsable(list: addrinfo, use: (sockfd: number, info: addrinfo) => number): number {
  let found = -1;
  for (let info: addrinfo | null = list; info !== null && found === -1; info = info.ai_next) {
    const sockfd = socket(info.ai_family, info.ai_socktype, info.ai_protocol);
    if (sockfd === -1) continue;
    if (use(sockfd, info) === -1) closeFailed(sockfd);
    else found = sockfd;
  }
  freeaddrinfo(list);
  return found;
}

/** Lets a server that is started again at once have its port. */
export function reuseAddress(sockfd: number): number {
  const on = new int(1);
  return setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, on, sizeof(on));
}
