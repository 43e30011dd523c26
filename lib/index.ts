/** All headers at once. */

export * from "./arpa/inet.ts";
export * from "./errno.ts";
export * from "./fcntl.ts";
export * from "./grp.ts";
export * from "./getopt.ts";
export * from "./memory/index.ts";
export * from "./netinet/in.ts";
export * from "./netinet/tcp.ts";
export * from "./signal.ts";
export * from "./stdio.ts";
export * from "./stdlib.ts";
export * from "./string.ts";
export * from "./strings.ts";
export * from "./sys/resource.ts";
export * from "./sys/mman.ts";
export * from "./sys/socket.ts";
export * from "./sys/stat.ts";
export * from "./sys/time.ts";
export * from "./sys/types.ts";
export * from "./sys/un.ts";
export * from "./sys/wait.ts";
export * from "./unistd.ts";
