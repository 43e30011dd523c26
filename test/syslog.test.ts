import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

import { LOG_DEBUG, LOG_ERR, LOG_MASK, LOG_UPTO, LOG_WARNING, setlogmask, syslog } from "berkeley/syslog";

import { isRoot, runModule } from "./support/children.ts";
import { temporaryDirectory } from "./support/descriptors.ts";
import { thrown } from "./support/thrown.ts";

/** What a program writes to standard error, and its id. */
function logged(statements: string, options: Parameters<typeof runModule>[1] = {}): { lines: string; pid: string } {
  const { stdout, stderr } = runModule(
    `import * as c from "berkeley"; ${statements}; c.printf("%d", c.getpid());`,
    options,
  );
  return { lines: stderr, pid: stdout };
}

it("LOG_PERROR writes messages to standard error too, as C does", () => {
  const { lines, pid } = logged(
    `c.openlog("name", c.LOG_PERROR | c.LOG_PID, c.LOG_USER);
     c.syslog(c.LOG_INFO, "%d of %s", 5, "six");
     c.syslog(c.LOG_ERR, "with a line's end\\n");
     c.set_errno(c.EACCES);
     c.syslog(c.LOG_DEBUG, "%m");
     c.openlog(Buffer.from("other\\0x"), c.LOG_PERROR, c.LOG_DAEMON);
     c.syslog(c.LOG_INFO | c.LOG_LOCAL0, "100%%");
     c.closelog();`,
  );
  expect(lines).toBe(
    `name[${pid}]: 5 of six\nname[${pid}]: with a line's end\nname[${pid}]: Permission denied\nother: 100%\n`,
  );
});

it("setlogmask drops what it does not name", () => {
  const { lines } = logged(
    `c.openlog("name", c.LOG_PERROR, c.LOG_USER);
     console.error(c.setlogmask(c.LOG_UPTO(c.LOG_WARNING)) === c.LOG_UPTO(c.LOG_DEBUG));
     c.syslog(c.LOG_NOTICE, "dropped");
     c.syslog(c.LOG_WARNING, "kept");
     c.setlogmask(c.LOG_MASK(c.LOG_DEBUG));
     c.syslog(c.LOG_ERR, "dropped");
     c.syslog(c.LOG_DEBUG, "kept");`,
  );
  expect(lines).toBe("true\nname: kept\nname: kept\n");
});

it("masks are C's", () => {
  expect([LOG_MASK(LOG_ERR), LOG_MASK(LOG_DEBUG), LOG_UPTO(LOG_WARNING), LOG_UPTO(LOG_DEBUG)]).toEqual([
    8, 128, 31, 255,
  ]);
  const before = setlogmask(0);
  expect(setlogmask(0)).toBe(before);
});

it("names what a format wants", () => {
  expect(thrown(() => syslog(LOG_DEBUG, "%d", "x"))).toMatch(/^TypeError: syslog: value 1 of the format: expected/);
  expect(thrown(() => syslog(LOG_DEBUG, "%"))).toMatch(/^TypeError: syslog: format: the format ends inside/);
});

const canMount = isRoot && spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
if (!canMount) console.warn("skipped: a log of the test's own needs a mount namespace");

(canMount ? it : it.skip)("messages arrive at /dev/log as datagrams (skipped where mounting is not permitted)", () => {
  // A /dev of its own, in which the log is a socket of the program's.
  const folder = temporaryDirectory();
  mkdirSync(`${folder}/dev`);
  const { stdout, stderr } = runModule(
    `import * as c from "berkeley";
     const log = c.socket(c.AF_UNIX, c.SOCK_DGRAM, 0);
     const address = new c.sockaddr_un({ sun_family: c.AF_UNIX, sun_path: "/dev/log" });
     if (c.bind(log, address, c.sizeof(address)) !== 0) c.perror("bind");
     const show = () => {
       const datagram = Buffer.alloc(1000);
       const size = c.recv(log, datagram, 1000, 0);
       console.log(datagram.toString("utf8", 0, size).replace(/\\w+ +\\d+ \\d+:\\d+:\\d+/, "TIME").replace(c.getpid(), "PID"));
     };
     c.openlog("name", c.LOG_PID, c.LOG_DAEMON);
     c.syslog(c.LOG_ERR, "%s!", "Hello");
     show();
     c.syslog(c.LOG_ALERT | c.LOG_LOCAL7, "again");
     show();
     // The name goes with the connection, in C as well.
     c.closelog();
     c.syslog(c.LOG_INFO, "after");
     show();`,
    { after: `unshare -m sh -c 'mount --bind ${folder}/dev /dev && exec "$0" "$@"' "$0" "$@"; exit` },
  );
  expect(stderr).toBe("");
  expect(stdout).toBe("<27>TIME name[PID]: Hello!\n<185>TIME name[PID]: again\n<30>TIME node[PID]: after\n");
});
