/** Times at random through all of time.h's calendar, as a C program prints them and, run as a program, as we do. */

import { pathToFileURL } from "node:url";

import { errno, set_errno } from "berkeley/errno";
import { printf } from "berkeley/stdio";
import { asctime, ctime, gmtime, localtime, mktime, strftime, time_t, timegm, tm } from "berkeley/time";

const ZONES = [
  "UTC",
  "EST5EDT,M3.2.0,M11.1.0",
  "CET-1CEST,M3.5.0,M10.5.0/3",
  "<+0330>-3:30",
  "NZST-12NZDT,M9.5.0,M4.1.0/3",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "No/Such",
  "",
];

const PER_ZONE = 1000;

const FORMATS = [
  "%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %k %l %m %M",
  "%n%p%P %r %R %S %t%T %u %U %V %w %W %x %X %y %Y %z %Z %%",
  "%Ec %EC %Ex %EX %Ey %EY %Od %Oe %OH %OI %Om %OM %OS %Ou %OU %OV %Ow %OW %Oy",
  "%_d %-d %0e %^a %#Z %10Y %-m %_5H %s %q %E %",
];

/** The numbers that both programs draw: xorshift, 32 bits. */
let state = 1;
function draw(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

/** C's text of a string. */
const quoted = (text: string): string => JSON.stringify(text);

export const program = `
  #include <errno.h>
  #include <stdint.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <string.h>
  #include <time.h>

  static uint32_t state = 1;
  static uint32_t draw(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
  }

  static const char *zones[] = {${ZONES.map(quoted).join(", ")}};
  static const char *formats[] = {${FORMATS.map(quoted).join(", ")}};

  static void print(const char *name, const struct tm *t) {
    if (t == NULL) { printf("%s null %d;", name, errno); return; }
    printf("%s %d %d %d %d %d %d %d %d %d %ld %s;", name, t->tm_year, t->tm_mon, t->tm_mday, t->tm_hour, t->tm_min,
           t->tm_sec, t->tm_wday, t->tm_yday, t->tm_isdst, t->tm_gmtoff, t->tm_zone == NULL ? "null" : t->tm_zone);
  }

  static void print_text(const char *text) {
    if (text == NULL) printf("null %d;", errno);
    else printf("%.*s;", (int)strlen(text) - 1, text);
  }

  static void run(const char *format) {
    time_t seconds = ((int64_t)draw() - (1ll << 31)) * (1ll << draw() % 22) + draw() % 1000;
    struct tm t;
    errno = 0;
    print("g", gmtime(&seconds));
    errno = 0;
    print("l", localtime(&seconds));
    errno = 0;
    print_text(ctime(&seconds));
    memset(&t, 0, sizeof t);
    t.tm_year = (int)(draw() % 400) - 100;
    t.tm_mon = (int)(draw() % 40) - 20;
    t.tm_mday = (int)(draw() % 100) - 50;
    t.tm_hour = (int)(draw() % 100) - 50;
    t.tm_min = (int)(draw() % 200) - 100;
    t.tm_sec = (int)(draw() % 200) - 100;
    t.tm_isdst = (int)(draw() % 3) - 1;
    t.tm_wday = (int)(draw() % 9) - 1;
    print_text(asctime(&t));
    struct tm u = t;
    printf("m %lld;", (long long)mktime(&t));
    print("m", &t);
    printf("t %lld;", (long long)timegm(&u));
    print("t", &u);
    char text[400] = "";
    size_t size = strftime(text, draw() % 400, format, &t);
    printf("%zu ", size);
    for (size_t i = 0; i < size; i++) printf("%c", text[i] == '\\n' ? '|' : text[i]);
    size = strftime(text, sizeof text, format, &u);
    printf(" %zu %.*s\\n", size, (int)(strchr(text, '\\n') ? 0 : size), text);
  }

  int main(void) {
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
      setenv("TZ", zones[i], 1);
      for (int n = 0; n < ${PER_ZONE}; n++) run(formats[n % ${FORMATS.length}]);
    }
    return 0;
  }`;

function print(name: string, t: tm | null): void {
  if (t === null) printf("%s null %d;", name, errno);
  else {
    const { tm_year, tm_mon, tm_mday, tm_hour, tm_min, tm_sec, tm_wday, tm_yday, tm_isdst, tm_gmtoff, tm_zone } = t;
    printf(
      "%s %d %d %d %d %d %d %d %d %d ",
      name,
      tm_year,
      tm_mon,
      tm_mday,
      tm_hour,
      tm_min,
      tm_sec,
      tm_wday,
      tm_yday,
      tm_isdst,
    );
    printf("%ld %s;", tm_gmtoff, tm_zone ?? "null");
  }
}

function printText(text: string | null): void {
  if (text === null) printf("null %d;", errno);
  else printf("%s;", text.slice(0, -1));
}

function run(format: string): void {
  const seconds = new time_t((draw() - 2 ** 31) * 2 ** (draw() % 22) + (draw() % 1000));
  set_errno(0);
  print("g", gmtime(seconds));
  set_errno(0);
  print("l", localtime(seconds));
  set_errno(0);
  printText(ctime(seconds));
  const t = new tm();
  t.tm_year = (draw() % 400) - 100;
  t.tm_mon = (draw() % 40) - 20;
  t.tm_mday = (draw() % 100) - 50;
  t.tm_hour = (draw() % 100) - 50;
  t.tm_min = (draw() % 200) - 100;
  t.tm_sec = (draw() % 200) - 100;
  t.tm_isdst = (draw() % 3) - 1;
  t.tm_wday = (draw() % 9) - 1;
  printText(asctime(t));
  const u = new tm(t);
  printf("m %lld;", mktime(t));
  print("m", t);
  printf("t %lld;", timegm(u));
  print("t", u);
  const text = Buffer.alloc(400);
  let size = strftime(text, draw() % 400, format, t);
  printf("%zu %s", size, text.toString("latin1", 0, size).replaceAll("\n", "|"));
  size = strftime(text, 400, format, u);
  const written = text.toString("latin1", 0, size);
  printf(" %zu %s\n", size, written.includes("\n") ? "" : written);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const zone of ZONES) {
    process.env.TZ = zone;
    for (let n = 0; n < PER_ZONE; n++) run(FORMATS[n % FORMATS.length]);
  }
}
