import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

import { sizeof } from "berkeley/memory";
import {
  B0,
  B38400,
  B9600,
  cfgetispeed,
  cfgetospeed,
  cfmakeraw,
  cfsetispeed,
  cfsetospeed,
  cfsetspeed,
  CS8,
  CSIZE,
  ECHO,
  ICANON,
  ISIG,
  OPOST,
  TCIFLUSH,
  tcdrain,
  tcflow,
  tcflush,
  tcgetattr,
  tcgetsid,
  TCOOFF,
  tcsendbreak,
  TCSANOW,
  tcsetattr,
  termios,
  VMIN,
} from "berkeley/termios";

import { closedDescriptor, openedPipe, temporaryPath } from "./support/descriptors.ts";
import { failing } from "./support/errors.ts";
import { root } from "./support/root.ts";
import { thrown } from "./support/thrown.ts";

describe("settings", () => {
  it("have speeds", () => {
    const settings = new termios();
    expect(cfsetspeed(settings, B9600)).toBe(0);
    expect([cfgetispeed(settings), cfgetospeed(settings)]).toEqual([B9600, B9600]);
    expect(cfsetospeed(settings, B38400)).toBe(0);
    expect(cfgetospeed(settings)).toBe(B38400);
    expect(cfsetspeed(settings, 9600)).toBe(0);
    expect(cfgetospeed(settings)).toBe(B9600);
    expect(cfsetispeed(settings, B0)).toBe(0);
    expect(failing(() => cfsetospeed(settings, 12345))).toBe("EINVAL");
  });

  it("can be made raw", () => {
    const settings = new termios({ c_lflag: ICANON | ECHO | ISIG, c_oflag: OPOST });
    cfmakeraw(settings);
    expect([settings.c_lflag, settings.c_oflag, settings.c_cflag & CSIZE, settings.c_cc[VMIN]]).toEqual([0, 0, CS8, 1]);
  });

  it("have all their bytes", () => {
    expect(thrown(() => cfmakeraw(Buffer.alloc(sizeof(termios) - 1) as never))).toMatch(
      /^RangeError: cfmakeraw: termios/,
    );
    expect(thrown(() => tcgetattr(-1, Buffer.alloc(0) as never))).toMatch(/^RangeError: tcgetattr: termios_p: /);
  });
});

describe("what is no terminal", () => {
  it.each<[string, (fd: number) => number]>([
    ["tcgetattr", (fd) => tcgetattr(fd, new termios())],
    ["tcsetattr", (fd) => tcsetattr(fd, TCSANOW, new termios())],
    ["tcdrain", tcdrain],
    ["tcflush", (fd) => tcflush(fd, TCIFLUSH)],
    ["tcflow", (fd) => tcflow(fd, TCOOFF)],
    ["tcsendbreak", (fd) => tcsendbreak(fd, 0)],
    ["tcgetsid", tcgetsid],
  ])("%s answers ENOTTY, and EBADF", (_name, call) => {
    const [reading] = openedPipe();
    expect(failing(() => call(reading))).toBe("ENOTTY");
    expect(failing(() => call(closedDescriptor()))).toBe("EBADF");
  });
});

const hasScript = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;
if (!hasScript) console.warn("skipped: script(1) makes the terminal");

(hasScript ? describe : describe.skip)("a terminal (skipped without script(1))", () => {
  /** What a program prints on a terminal, to which the input was typed. */
  function onTerminal(statements: string, input: string): string {
    const program = temporaryPath("program.mjs");
    const library = new URL("dist/index.js", `file://${root}`).href;
    writeFileSync(program, `import * as c from "${library}"; ${statements}`);
    const { stdout } = spawnSync("script", ["-qec", `${process.execPath} ${program}`, "/dev/null"], {
      encoding: "utf8",
      input,
      timeout: 50_000,
    });
    return stdout.replaceAll("\r\n", "\n");
  }

  it("gives and takes settings", () => {
    const output = onTerminal(
      `const before = new c.termios();
       c.printf("%d\\n", c.tcgetattr(0, before));
       c.printf("%d\\n", (before.c_lflag & c.ICANON) !== 0 && (before.c_lflag & c.ECHO) !== 0 ? 1 : 0);
       c.printf("%d\\n", before.c_cc[c.VINTR]);
       const after = new c.termios(before);
       after.c_lflag &= ~(c.ICANON | c.ECHO);
       after.c_cc[c.VMIN] = 3;
       c.printf("%d\\n", c.tcsetattr(0, c.TCSANOW, after));
       const now = new c.termios();
       c.tcgetattr(0, now);
       c.printf("%d %d\\n", now.c_cc[c.VMIN], now.c_lflag & (c.ICANON | c.ECHO));
       c.printf("%d\\n", c.tcsetattr(0, c.TCSADRAIN, before));
       c.printf("%d %d\\n", c.tcdrain(1), c.tcflush(0, c.TCIFLUSH));
       c.printf("%d\\n", c.tcgetsid(0) === c.getsid(0) ? 1 : 0);
       c.printf("%d %d\\n", c.tcsetattr(0, 99, before), c.errno);`,
      "",
    );
    expect(output.replace("\x04\b\b", "").replace("^D\b\b", "")).toBe("0\n1\n3\n0\n3 0\n0\n0 0\n1\n-1 22\n");
  });

  it("is read byte by byte where it is raw, while a line is not ended", () => {
    const output = onTerminal(
      `const settings = new c.termios();
       c.tcgetattr(0, settings);
       settings.c_lflag &= ~(c.ICANON | c.ECHO);
       settings.c_cc[c.VMIN] = 1;
       c.tcsetattr(0, c.TCSANOW, settings);
       const buf = Buffer.alloc(1);
       c.read(0, buf, 1);
       c.printf("<%c>", buf[0]);
       c.read(0, buf, 1);
       c.printf("<%c>\\n", buf[0]);`,
      "ab",
    );
    expect(output).toContain("<a><b>\n");
  });
});
