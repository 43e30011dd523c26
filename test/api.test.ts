import { readSource } from "./support/children.ts";

import * as all from "berkeley";
import * as arpa_inet from "berkeley/arpa/inet";
import * as errors from "berkeley/errno";
import * as fcntl from "berkeley/fcntl";
import * as grp from "berkeley/grp";
import * as getopt from "berkeley/getopt";
import * as limits from "berkeley/limits";
import * as memory from "berkeley/memory";
import * as netinet_in from "berkeley/netinet/in";
import * as netinet_tcp from "berkeley/netinet/tcp";
import * as poll from "berkeley/poll";
import * as signal from "berkeley/signal";
import * as stdio from "berkeley/stdio";
import * as stdlib from "berkeley/stdlib";
import * as string from "berkeley/string";
import * as strings from "berkeley/strings";
import * as sys_epoll from "berkeley/sys/epoll";
import * as sys_eventfd from "berkeley/sys/eventfd";
import * as sys_file from "berkeley/sys/file";
import * as sys_resource from "berkeley/sys/resource";
import * as sys_mman from "berkeley/sys/mman";
import * as sys_select from "berkeley/sys/select";
import * as sys_signalfd from "berkeley/sys/signalfd";
import * as sys_socket from "berkeley/sys/socket";
import * as sys_stat from "berkeley/sys/stat";
import * as sys_time from "berkeley/sys/time";
import * as sys_timerfd from "berkeley/sys/timerfd";
import * as sys_types from "berkeley/sys/types";
import * as sys_un from "berkeley/sys/un";
import * as sys_utsname from "berkeley/sys/utsname";
import * as sys_wait from "berkeley/sys/wait";
import * as syslog from "berkeley/syslog";
import * as time from "berkeley/time";
import * as unistd from "berkeley/unistd";

const modules: Record<string, Readonly<Record<string, unknown>>> = {
  "arpa/inet.h": arpa_inet,
  "errno.h": errors,
  "fcntl.h": fcntl,
  "grp.h": grp,
  "getopt.h": getopt,
  "limits.h": limits,
  memory,
  "netinet/in.h": netinet_in,
  "netinet/tcp.h": netinet_tcp,
  "poll.h": poll,
  "signal.h": signal,
  "stdio.h": stdio,
  "stdlib.h": stdlib,
  "string.h": string,
  "strings.h": strings,
  "sys/epoll.h": sys_epoll,
  "sys/eventfd.h": sys_eventfd,
  "sys/file.h": sys_file,
  "sys/resource.h": sys_resource,
  "sys/mman.h": sys_mman,
  "sys/select.h": sys_select,
  "sys/signalfd.h": sys_signalfd,
  "sys/socket.h": sys_socket,
  "sys/stat.h": sys_stat,
  "sys/time.h": sys_time,
  "sys/timerfd.h": sys_timerfd,
  "sys/types.h": sys_types,
  "sys/un.h": sys_un,
  "sys/utsname.h": sys_utsname,
  "sys/wait.h": sys_wait,
  "syslog.h": syslog,
  "time.h": time,
  "unistd.h": unistd,
};

const rows = readSource("test/api.tsv")
  .slice(1)
  .filter((line) => line !== "")
  .map((line) => line.split("\t") as [header: string, kind: string, name: string]);

/** Constants of C that are no numbers. */
const types = new Map([
  ["in6addr_any", "object"],
  ["in6addr_loopback", "object"],
  ["IN6ADDR_ANY_INIT", "object"],
  ["IN6ADDR_LOOPBACK_INIT", "object"],
  ["MAP_FAILED", "symbol"],
]);

const isAsExpected: Record<string, (value: unknown, name: string) => boolean> = {
  constant: (value, name) => typeof value === (types.get(name) ?? "number"),
  function: (value) => typeof value === "function",
  macro_fn: (value) => typeof value === "function",
  struct: (value) => typeof value === "function" && "size" in value,
};

const headers = [...new Set(rows.map(([header]) => header))];

describe.each(headers)("%s", (header) => {
  it("exports what test/api.tsv lists", () => {
    const wrong = rows
      .filter(([rowHeader]) => rowHeader === header)
      .filter(([, kind, name]) => !isAsExpected[kind](modules[header][name], name));
    expect(wrong).toEqual([]);
  });
});

describe.each(Object.keys(modules))("%s", (header) => {
  it("is exported by the package's index, name by name", () => {
    const index: Readonly<Record<string, unknown>> = all;
    const hidden = Object.keys(modules[header]).filter(
      (name) => !(name in index) || index[name] !== modules[header][name],
    );
    expect(hidden).toEqual([]);
  });
});
