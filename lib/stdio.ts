/**
 * stdio.h: the C library's streams.
 *
 * They buffer as in C, and read and write when C would. What is not written out when the process ends by exit(),
 * process.exit() or naturally, is written then; _exit() and signals lose it.
 *
 * A FILE belongs to its thread; standard input, output and error are the whole process's. A FILE that is dropped without
 * fclose stays open, as in C; one that is closed is refused with a RangeError. A signal handler that runs while a call
 * waits on a FILE may write to that FILE: the text follows what is being written. Everything else that it asks of it
 * fails with EBUSY, also fclose, but for feof, ferror, clearerr and fileno.
 *
 * @see stdio(3)
 */

import { isMainThread } from "node:worker_threads";

import { checkStruct, expected } from "./check.ts";
import { errno } from "./errno.ts";
import { size_t } from "./generated/memory/scalars.ts";
import { BUFSIZ, EOF, _IOFBF, _IOLBF, _IONBF } from "./generated/stdio.ts";
import { SEEK_SET, STDERR_FILENO, STDIN_FILENO, STDOUT_FILENO } from "./generated/unistd.ts";
import type { Memory, RawMemory } from "./memory/access.ts";
import { allocate } from "./memory/heap.ts";
import { isPointer, type ptr } from "./memory/pointer.ts";
import { native } from "./native.ts";
import { failure, result } from "./result.ts";
import type { Character, Text } from "./string.ts";

export * from "./generated/stdio.ts";
export { SEEK_CUR, SEEK_END, SEEK_SET } from "./generated/unistd.ts";

let numberOf: (name: string, stream: FILE) => number;

/** A stream of the C library. */
class FILE {
  /** The native layer's number for it. */
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  static {
    numberOf = (name, stream) => {
      if (typeof stream === "object" && stream !== null && #number in stream) return stream.#number;
      throw expected(name, "stream", "a FILE", stream);
    };
  }
}

// Programs do not make streams: stdio.h's functions do.
export type { FILE };

/** Standard input: on a terminal, asking for a line of it writes standard output out. */
export const stdin = new FILE(STDIN_FILENO);
/** Standard output: written out by line on a terminal, else by block. */
export const stdout = new FILE(STDOUT_FILENO);
/** Standard error: written out at once. */
export const stderr = new FILE(STDERR_FILENO);

/** A value that a format prints; memory for %s. */
export type Printable = number | bigint | string | Memory | null;

/** What a function returns whose input has ended, which is no error; or which has failed. */
function ended<T>(value: number, returned: T): T {
  return value === native.END_OF_FILE ? returned : failure(value, returned);
}

const eof = (value: number): number => (value < 0 ? ended(value, EOF) : value);

const opened = (value: number): FILE | null => (value < 0 ? failure(value, null) : new FILE(value));

/**
 * Opens a file.
 *
 * @param pathname the file
 * @param mode `r` to read; `w` to write a file that is new or made empty; `a` to write at the end. With `+` both; with
 *   `x` only a new file; with `e` closed when the process executes another program
 * @returns the stream; null with EINVAL (the mode), ENOENT, EACCES, EEXIST, EISDIR, EMFILE, ENFILE, EINTR, ... as open
 * @see fopen(3)
 */
export function fopen(pathname: Text | null, mode: Text): FILE | null {
  return opened(native.fopen(pathname, mode));
}

/**
 * Makes a stream over a descriptor, which fclose will close.
 *
 * @param fd the descriptor
 * @param mode as fopen; `w` does not empty the file
 * @returns the stream; null with EINVAL (the mode, or the descriptor is open for something else), EBADF
 * @see fdopen(3)
 */
export function fdopen(fd: number, mode: Text): FILE | null {
  return opened(native.fdopen(fd, mode));
}

/**
 * Opens another file in place of a stream's, under the same descriptor: `freopen("log", "a", stdout)`.
 *
 * @param pathname the file; null for the same one with another mode
 * @param mode as fopen
 * @param stream the stream
 * @returns the stream; null as fopen, and then it is closed
 * @throws RangeError where it is closed already
 * @see freopen(3)
 */
export function freopen(pathname: Text | null, mode: Text, stream: FILE): FILE | null {
  const value = native.freopen(pathname, mode, numberOf("freopen", stream));
  return value < 0 ? failure(value, null) : stream;
}

/**
 * Writes out what a stream has buffered, and closes it with its descriptor.
 *
 * @param stream the stream
 * @returns 0; EOF with the error of the last write or the close: EBADF, ENOSPC, EPIPE, EIO, EINTR. Closed it is all the
 *   same, but with EBUSY (a signal handler has called, while a call waits on the stream)
 * @throws RangeError where it is closed already
 * @see fclose(3)
 */
export function fclose(stream: FILE): number {
  return eof(native.fclose(numberOf("fclose", stream)));
}

/**
 * Makes a file without a name, open for reading and writing. It is gone when it is closed.
 *
 * @returns the stream; null with EACCES, EMFILE, ENFILE, ENOSPC, EROFS
 * @see tmpfile(3)
 */
export function tmpfile(): FILE | null {
  return opened(native.tmpfile());
}

/**
 * Runs a command of the shell, with a pipe from its standard output or to its standard input.
 *
 * @param command what the shell is given
 * @param type `r` to read what it prints, or `w` to write what it reads; with `e` closed when the process executes another
 *   program
 * @returns the stream, for pclose; null with EINVAL (the type), EMFILE, ENFILE, EAGAIN, ENOMEM
 * @see popen(3)
 */
export function popen(command: Text, type: Text): FILE | null {
  const environment = isMainThread ? null : Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  return opened(native.popen(command, type, environment));
}

/**
 * Closes the stream of popen and waits for the command's end.
 *
 * @param stream the stream
 * @returns its status, for WIFEXITED and the like; -1 with ECHILD (somebody else has waited for it)
 * @throws RangeError where it is closed already
 * @see pclose(3)
 */
export function pclose(stream: FILE): number {
  return result(native.pclose(numberOf("pclose", stream)));
}

/**
 * Writes out what a stream has buffered. What it has read ahead from a file will be read again.
 *
 * @param stream the stream, or null for all
 * @returns 0; EOF with the error of the write
 * @see fflush(3)
 */
export function fflush(stream: FILE | null): number {
  return eof(stream === null ? native.fflush_all() : native.fflush(numberOf("fflush", stream)));
}

/**
 * Chooses a stream's buffer.
 *
 * @param stream the stream, before anything is read or written
 * @param buf as much memory as the buffer shall have: none of it is used; null leaves the size
 * @param mode _IOFBF to write out when the buffer is full, _IOLBF also at the end of a line, _IONBF at once
 * @param size the size of `buf` in bytes
 * @returns 0; EOF (there is no such mode, what was buffered could not be written, or ungetc has been called before)
 * @throws RangeError where `buf` is smaller
 * @see setvbuf(3)
 */
export function setvbuf(stream: FILE, buf: RawMemory | null, mode: number, size: number): number {
  return eof(native.setvbuf(numberOf("setvbuf", stream), mode, buf, size));
}

/**
 * Has a stream written out at the end of each line.
 *
 * @param stream the stream
 * @see setlinebuf(3)
 */
export function setlinebuf(stream: FILE): void {
  native.setvbuf(numberOf("setlinebuf", stream), _IOLBF, null, 0);
}

/**
 * setvbuf with BUFSIZ bytes, or without a buffer.
 *
 * @param stream as setvbuf
 * @param buf BUFSIZ bytes; null for no buffer
 * @throws RangeError where there are fewer
 * @see setbuf(3)
 */
export function setbuf(stream: FILE, buf: RawMemory | null): void {
  native.setbuf(numberOf("setbuf", stream), buf === null ? _IONBF : _IOFBF, buf, buf === null ? 0 : BUFSIZ);
}

/**
 * Reads a line with its newline: `while (fgets(buf, sizeof(buf), stdin) !== null)`.
 *
 * @param s where it goes, with a NUL behind it
 * @param size how many bytes of `s` to use: a line that has more comes in pieces
 * @param stream the stream
 * @returns `s`; null at the end of the file, or with the error of the read: EINTR, EAGAIN, EBADF, ECONNRESET, EIO,
 *   EISDIR
 * @throws RangeError where `s` has fewer bytes
 * @see fgets(3)
 */
export function fgets<T extends RawMemory>(s: T, size: number, stream: FILE): T | null {
  const value = native.fgets(s, size, numberOf("fgets", stream));
  return value < 0 ? ended(value, null) : s;
}

/**
 * Reads a byte.
 *
 * @param stream the stream
 * @returns the byte; EOF at the end of the file, or with the error of the read
 * @see fgetc(3)
 */
export function fgetc(stream: FILE): number {
  return eof(native.fgetc(numberOf("fgetc", stream)));
}

/**
 * Reads a byte.
 *
 * @param stream the stream
 * @returns as fgetc
 * @see getc(3)
 */
export function getc(stream: FILE): number {
  return eof(native.getc(numberOf("getc", stream)));
}

/**
 * Reads a byte of standard input.
 *
 * @returns as fgetc
 * @see getchar(3)
 */
export function getchar(): number {
  return eof(native.getc(STDIN_FILENO));
}

/**
 * Puts a byte back, which will be read next. It counts for ftell, and fseek drops it.
 *
 * Put back at position 0 it lies before the file: ftell and fseek from SEEK_CUR answer -1 with EINVAL, until it is read or
 * dropped. In C so they do, too, but where ungetc is the first that happens to a stream: then 0. (There the C library has
 * no buffer yet; a write then ends the process. Here a stream has one by then.)
 *
 * @param c the byte; EOF puts nothing back
 * @param stream the stream
 * @returns the byte; EOF also behind output that no fseek or rewind has followed, where the C library would take the byte
 *   and later free the wrong memory
 * @see ungetc(3)
 */
export function ungetc(c: Character, stream: FILE): number {
  return eof(native.ungetc(c, numberOf("ungetc", stream)));
}

/** The length of the line that getline has read. */
const lineLength = new BigInt64Array(1);

function readLine(
  name: "getline" | "getdelim",
  lineptr: ptr<Buffer>,
  n: size_t,
  delim: Character,
  stream: FILE,
): number {
  if (!isPointer(lineptr)) throw expected(name, "lineptr", "a ptr", lineptr);
  checkStruct(name, "n", size_t, n);
  const line = lineptr.value;
  const value = native[name](line, line === null ? 0 : n.value, delim, numberOf(name, stream), lineLength);
  if (typeof value !== "number") {
    lineptr.value = value;
    n.value = value.length;
  } else if (value < 0) {
    return ended(value, -1);
  }
  return Number(lineLength[0]);
}

/**
 * Reads a line of any length, with its newline.
 *
 *     const line = new ptr<Buffer>();
 *     const n = new size_t();
 *     for (let length; (length = getline(line, n, stdin)) !== -1; ) fwrite(line.value!, 1, length, stdout);
 *
 * @param lineptr the memory for it, with a NUL behind the line; where that is too small or null, it becomes other memory
 * @param n the size of that memory in bytes
 * @param stream the stream
 * @returns the line's length in bytes; -1 at the end of the file, or with the error of the read
 * @throws RangeError where the memory is smaller than `n`
 * @see getline(3)
 */
export function getline(lineptr: ptr<Buffer>, n: size_t, stream: FILE): number {
  return readLine("getline", lineptr, n, "\n", stream);
}

/**
 * getline up to another byte than the newline.
 *
 * @param lineptr as getline
 * @param n as getline
 * @param delim the byte
 * @param stream the stream
 * @returns as getline
 * @throws as getline
 * @see getdelim(3)
 */
export function getdelim(lineptr: ptr<Buffer>, n: size_t, delim: Character, stream: FILE): number {
  return readLine("getdelim", lineptr, n, delim, stream);
}

/**
 * Writes a string.
 *
 * @param s the string
 * @param stream the stream
 * @returns a number >= 0; EOF with the error of the write
 * @see fputs(3)
 */
export function fputs(s: Text, stream: FILE): number {
  return eof(native.fputs(s, numberOf("fputs", stream)));
}

/**
 * Writes a string and a newline to standard output.
 *
 * @param s the string
 * @returns a number >= 0; EOF with the error of the write
 * @see puts(3)
 */
export function puts(s: Text): number {
  return eof(native.puts(s, STDOUT_FILENO));
}

/**
 * Writes a byte.
 *
 * @param c the byte
 * @param stream the stream
 * @returns the byte; EOF with the error of the write
 * @see fputc(3)
 */
export function fputc(c: Character, stream: FILE): number {
  return eof(native.fputc(c, numberOf("fputc", stream)));
}

/**
 * Writes a byte.
 *
 * @param c the byte
 * @param stream the stream
 * @returns as fputc
 * @see putc(3)
 */
export function putc(c: Character, stream: FILE): number {
  return eof(native.putc(c, numberOf("putc", stream)));
}

/**
 * Writes a byte to standard output.
 *
 * @param c the byte
 * @returns as fputc
 * @see putchar(3)
 */
export function putchar(c: Character): number {
  return eof(native.putchar(c, STDOUT_FILENO));
}

/** How many items there were before an error. */
const itemsDone = new BigInt64Array(1);

function items(value: number): number {
  return value < 0 ? failure(value, Number(itemsDone[0])) : value;
}

/**
 * Reads items.
 *
 * @param ptr where they go
 * @param size the size of an item in bytes
 * @param nmemb how many
 * @param stream the stream
 * @returns how many were read; fewer at the end of the file (feof), or with the error of the read (ferror)
 * @throws RangeError where `ptr` has no room for them
 * @see fread(3)
 */
export function fread(ptr: Memory, size: number, nmemb: number, stream: FILE): number {
  itemsDone[0] = 0n;
  return items(native.fread(ptr, size, nmemb, numberOf("fread", stream), itemsDone));
}

/**
 * Writes items.
 *
 * @param ptr the items
 * @param size the size of an item in bytes
 * @param nmemb how many
 * @param stream the stream
 * @returns how many were written or buffered; fewer with the error of the write
 * @throws RangeError where `ptr` has fewer
 * @see fwrite(3)
 */
export function fwrite(ptr: Memory | string, size: number, nmemb: number, stream: FILE): number {
  itemsDone[0] = 0n;
  return items(native.fwrite(ptr, size, nmemb, numberOf("fwrite", stream), itemsDone));
}

/**
 * Tells whether reading has met the end of the file.
 *
 * @param stream the stream
 * @returns 1 or 0
 * @see feof(3)
 */
export function feof(stream: FILE): number {
  return native.feof(numberOf("feof", stream));
}

/**
 * Tells whether reading or writing has failed.
 *
 * @param stream the stream
 * @returns 1 or 0
 * @see ferror(3)
 */
export function ferror(stream: FILE): number {
  return native.ferror(numberOf("ferror", stream));
}

/**
 * Forgets the end of the file and errors.
 *
 * @param stream the stream
 * @see clearerr(3)
 */
export function clearerr(stream: FILE): void {
  native.clearerr(numberOf("clearerr", stream));
}

/**
 * Tells a stream's descriptor.
 *
 * @param stream the stream
 * @returns the descriptor
 * @see fileno(3)
 */
export function fileno(stream: FILE): number {
  return native.fileno(numberOf("fileno", stream));
}

/**
 * Sets where the next byte is read or written.
 *
 * @param stream the stream
 * @param offset in bytes
 * @param whence from where: SEEK_SET, SEEK_CUR or SEEK_END
 * @returns 0; -1 with ESPIPE (a pipe, socket or terminal), EINVAL, EBADF, and errors of writing out
 * @see fseek(3)
 */
export function fseek(stream: FILE, offset: number, whence: number): number {
  return result(native.fseek(numberOf("fseek", stream), offset, whence));
}

/**
 * fseek: its offsets have 64 bits.
 *
 * @param stream the stream
 * @param offset as fseek
 * @param whence as fseek
 * @returns as fseek
 * @see fseeko(3)
 */
export function fseeko(stream: FILE, offset: number, whence: number): number {
  return result(native.fseeko(numberOf("fseeko", stream), offset, whence));
}

/**
 * Tells where the next byte is read or written.
 *
 * @param stream the stream
 * @returns the offset in bytes; -1 with ESPIPE, EBADF
 * @see ftell(3)
 */
export function ftell(stream: FILE): number {
  return result(native.ftell(numberOf("ftell", stream)));
}

/**
 * ftell: its offsets have 64 bits.
 *
 * @param stream the stream
 * @returns as ftell
 * @see ftello(3)
 */
export function ftello(stream: FILE): number {
  return result(native.ftello(numberOf("ftello", stream)));
}

/** A place in a file, for fgetpos and fsetpos. */
export class fpos_t {
  /** The offset in bytes. */
  offset = 0;
}

/**
 * Notes where the next byte is read or written.
 *
 * @param stream the stream
 * @param pos where the place goes
 * @returns as fseek
 * @see fgetpos(3)
 */
export function fgetpos(stream: FILE, pos: fpos_t): number {
  if (!(pos instanceof fpos_t)) throw expected("fgetpos", "pos", "a fpos_t", pos);
  const offset = ftello(stream);
  if (offset === -1) return -1;
  pos.offset = offset;
  return 0;
}

/**
 * Goes back to a place that fgetpos has noted.
 *
 * @param stream the stream
 * @param pos the place
 * @returns as fseek
 * @see fsetpos(3)
 */
export function fsetpos(stream: FILE, pos: fpos_t): number {
  if (!(pos instanceof fpos_t)) throw expected("fsetpos", "pos", "a fpos_t", pos);
  return fseeko(stream, pos.offset, SEEK_SET);
}

/**
 * Goes back to the beginning and forgets errors. To tell whether that has failed, set errno to 0 before.
 *
 * @param stream the stream
 * @see rewind(3)
 */
export function rewind(stream: FILE): void {
  result(native.rewind(numberOf("rewind", stream)));
}

/**
 * Prints on standard output what the format says.
 *
 * @param format text with conversions: %d %i %u %o %x %X take an integer of 32 bits, of 64 with `l`, `ll`, `j`, `z`, `t`,
 *   `q` or `L`; %c one or a string of one byte, %f %e %g %a a number, %s a string or memory up to its NUL, %p null or an
 *   integer, %m nothing. All integers may be bigints. There is no %n
 * @param values what the conversions print
 * @returns how many bytes; -1 with EPIPE, ENOSPC, EBADF, ... where writing fails
 * @throws TypeError, RangeError where a value is not what its conversion takes
 * @see printf(3)
 */
export function printf(format: Text, ...values: Printable[]): number {
  return result(native.printf(STDOUT_FILENO, errno, format, values));
}

/**
 * Prints on a stream what the format says.
 *
 * @param stream the stream
 * @param format as printf
 * @param values as printf
 * @returns as printf
 * @throws as printf
 * @see fprintf(3)
 */
export function fprintf(stream: FILE, format: Text, ...values: Printable[]): number {
  return result(native.fprintf(numberOf("fprintf", stream), errno, format, values));
}

/**
 * Writes to a descriptor what the format says.
 *
 * @param fd the descriptor
 * @param format as printf
 * @param values as printf
 * @returns as printf
 * @throws as printf
 * @see dprintf(3)
 */
export function dprintf(fd: number, format: Text, ...values: Printable[]): number {
  return result(native.dprintf(fd, errno, format, values));
}

/**
 * Prints into memory what the format says, and a NUL.
 *
 * @param str the memory
 * @param format as printf
 * @param values as printf
 * @returns how many bytes, without the NUL
 * @throws as printf; RangeError where it does not fit
 * @see sprintf(3)
 */
export function sprintf(str: RawMemory, format: Text, ...values: Printable[]): number {
  return result(native.sprintf(str, errno, format, values));
}

/**
 * Prints into memory what the format says, as far as it fits, and a NUL.
 *
 * @param str the memory; null where `size` is 0
 * @param size how many bytes of it to use, one for the NUL
 * @param format as printf
 * @param values as printf
 * @returns how many bytes there are, without the NUL: `size` or more where they did not fit
 * @throws as printf; RangeError where `str` has fewer bytes than `size`
 * @see snprintf(3)
 */
export function snprintf(str: RawMemory | null, size: number, format: Text, ...values: Printable[]): number {
  return result(native.snprintf(str, size, errno, format, values));
}

/**
 * Prints into memory of its own what the format says, and a NUL.
 *
 * @param strp where the memory goes, which free ends; left as it is where that fails
 * @param format as printf
 * @param values as printf
 * @returns how many bytes, without the NUL; -1 with ENOMEM
 * @throws as printf
 * @see asprintf(3)
 */
export function asprintf(strp: ptr<Buffer>, format: Text, ...values: Printable[]): number {
  if (!isPointer(strp)) throw expected("asprintf", "strp", "a ptr", strp);
  const length = result(native.snprintf(null, 0, errno, format, values));
  const memory = length < 0 ? null : allocate("asprintf", "format", length + 1);
  if (memory === null) return -1;
  strp.value = memory;
  return result(native.sprintf(memory, errno, format, values));
}

/** The values behind a format, as a function takes them that has some of its own: `(format, ...ap)`. */
export type va_list = readonly Printable[];

/** The values, read once: an array can have getters. */
function valuesOf(name: string, ap: va_list): Printable[] {
  if (!Array.isArray(ap)) throw expected(name, "ap", "an array", ap);
  return [...(ap as Printable[])];
}

/**
 * printf of values in an array: what a function of the program's own hands on.
 *
 *     function err_msg(format: string, ...ap: Printable[]): void { vprintf(format, ap); }
 *
 * @param format as printf
 * @param ap the values
 * @returns as printf
 * @throws as printf
 * @see vprintf(3)
 */
export function vprintf(format: Text, ap: va_list): number {
  return printf(format, ...valuesOf("vprintf", ap));
}

/**
 * fprintf of values in an array.
 *
 * @param stream as fprintf
 * @param format as printf
 * @param ap as vprintf
 * @returns as printf
 * @throws as printf
 * @see vfprintf(3)
 */
export function vfprintf(stream: FILE, format: Text, ap: va_list): number {
  return result(native.fprintf(numberOf("vfprintf", stream), errno, format, valuesOf("vfprintf", ap)));
}

/**
 * sprintf of values in an array.
 *
 * @param str as sprintf
 * @param format as printf
 * @param ap as vprintf
 * @returns as sprintf
 * @throws as sprintf
 * @see vsprintf(3)
 */
export function vsprintf(str: RawMemory, format: Text, ap: va_list): number {
  return sprintf(str, format, ...valuesOf("vsprintf", ap));
}

/**
 * snprintf of values in an array.
 *
 * @param str as snprintf
 * @param size as snprintf
 * @param format as printf
 * @param ap as vprintf
 * @returns as snprintf
 * @throws as snprintf
 * @see vsnprintf(3)
 */
export function vsnprintf(str: RawMemory | null, size: number, format: Text, ap: va_list): number {
  return snprintf(str, size, format, ...valuesOf("vsnprintf", ap));
}

/** What the scanf family returns: how many conversions were filled, or EOF, and both may come with an error. */
function conversions(value: number): number {
  if (value >= 0) return value;
  const filled = Math.floor(value / native.END_OF_FILE) - 1 + EOF;
  const error = value % native.END_OF_FILE;
  return error === 0 ? filled : failure(error, Math.max(filled, EOF));
}

/**
 * Reads from standard input what the format says.
 *
 *     const name = Buffer.alloc(20);
 *     const age = new int();
 *     scanf("%19s %d", name, age);
 *
 * @param format text with conversions: %d %i %u %o %x fill an `int`, %ld a `long`, %hd an `int16_t`, %f a `float`, %lf a
 *   `double`, or an element of a TypedArray of the same size; %s %[ and %c fill memory, at most as much as there is; %n
 *   counts. There are no %ms, which allocates, no wide characters (%ls %lc %l[ %S %C), no positions (%2$d) and no %Lf
 * @param values what the conversions fill
 * @returns how many conversions were filled; EOF where the input ended before the first, or with the error of the read.
 *   With ERANGE where a number was too large for the C library: then it is the nearest one. Set errno to 0 before
 * @throws TypeError where a value is not of its conversion's size, or is missing, or there is no such conversion
 * @see scanf(3)
 */
export function scanf(format: Text, ...values: Memory[]): number {
  return conversions(native.scanf(STDIN_FILENO, format, values));
}

/**
 * Reads from a stream what the format says.
 *
 * @param stream the stream
 * @param format as scanf
 * @param values as scanf
 * @returns as scanf
 * @throws as scanf
 * @see fscanf(3)
 */
export function fscanf(stream: FILE, format: Text, ...values: Memory[]): number {
  return conversions(native.fscanf(numberOf("fscanf", stream), format, values));
}

/**
 * Reads from a string what the format says.
 *
 * @param str the string
 * @param format as scanf
 * @param values as scanf
 * @returns as scanf
 * @throws as scanf
 * @see sscanf(3)
 */
export function sscanf(str: Text, format: Text, ...values: Memory[]): number {
  return conversions(native.sscanf(str, format, values));
}

/**
 * Prints on standard error what errno means.
 *
 * @param s what stands before it and a colon; nothing does where it is null or empty
 * @see perror(3)
 */
export function perror(s: Text | null): void {
  const another = native.is_perrors(STDERR_FILENO) === 0 ? another_stderr() : -1;
  try {
    native.perror(s, errno, another < 0 ? STDERR_FILENO : another);
  } finally {
    if (another >= 0) native.fclose(another);
  }
}

/**
 * Another stream for what standard error goes to. glibc's perror takes one as long as nothing was printed on stderr, which
 * is so left free for bytes or wide characters. A negative number if there is none.
 */
function another_stderr(): number {
  const fd = native.dup(native.fileno(STDERR_FILENO));
  const stream = fd < 0 ? fd : native.fdopen(fd, "w+");
  if (stream < 0 && fd >= 0) native.close(fd);
  return stream;
}

/**
 * Removes a file, or a directory that is empty.
 *
 * @param pathname its name
 * @returns 0; -1 with ENOENT, EACCES, EPERM, ENOTEMPTY, EBUSY, EROFS, ENOTDIR, ELOOP, EFAULT
 * @see remove(3)
 */
export function remove(pathname: Text | null): number {
  return result(native.remove(pathname));
}

/**
 * Gives a file another name, in place of the file that has it.
 *
 * @param oldpath a name that it has
 * @param newpath the new name, in the same file system
 * @returns 0; -1 with ENOENT, EACCES, EXDEV, EISDIR, ENOTDIR, ENOTEMPTY, EEXIST, EINVAL, EBUSY, EROFS, EFAULT
 * @see rename(2)
 */
export function rename(oldpath: Text | null, newpath: Text | null): number {
  return result(native.rename(oldpath, newpath));
}
