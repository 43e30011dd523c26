/** linux/vm_sockets.h: addresses of virtual machines and their host. */

export * from "../generated/linux/vm_sockets.ts";
