/**
 * linux/vm_sockets.h: addresses of virtual machines and their host.
 *
 * @see vsock(7)
 */

export * from "../generated/linux/vm_sockets.ts";
