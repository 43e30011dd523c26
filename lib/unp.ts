/**
 * unp.h: the library of "UNIX Network Programming" (Stevens, Fenner and Rudoff). As that header does, it has all the
 * others, too.
 *
 * `Socket`, `Fork`, `Readline`, ... fail by throwing a SystemError, where the book's print the error and end the process.
 * So do those that have no result for a failure: `tcp_connect`, `tcp_listen`, `str_cli`, ... What the book ends for
 * another reason than a call that fails, as a server that closes too early, ends the process here as well.
 */

export * from "./index.ts";
export * from "./generated/wrappers.ts";
export { SystemError } from "./wrappers.ts";
export * from "./unp/address.ts";
export * from "./unp/constants.ts";
export { Accept, Listen } from "./unp/endpoint.ts";
export * from "./unp/endpoint.ts";
export * from "./unp/error.ts";
export * from "./unp/interfaces.ts";
export { Close, close } from "./unp/io.ts";
export * from "./unp/io.ts";
export * from "./unp/multicast.ts";
export { Signal, signal } from "./unp/process.ts";
export * from "./unp/process.ts";
