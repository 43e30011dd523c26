/** Conversions of printf, each with its values as C and as TypeScript write them. Run as a program, it prints them. */

import { pathToFileURL } from "node:url";

import { EACCES, set_errno } from "berkeley/errno";
import { type Printable, printf } from "berkeley/stdio";

type Case = readonly [format: string, c: string, ...values: Printable[]];

const integers: Case[] = [
  "%d",
  "%i",
  "%u",
  "%o",
  "%x",
  "%X",
  "%5d",
  "%-5d|",
  "%05d",
  "%+d",
  "% d",
  "%#x",
  "%#o",
  "%.3d",
  "%8.3d",
  "%-8.3d|",
  "%+.0d",
  "%hd",
  "%hhd",
  "%hu",
  "%hhu",
].flatMap((format) =>
  [0, 1, -1, 42, 255, 256, 65535, 70000, 2147483647, -2147483648].map((n): Case => [
    format,
    n === -2147483648 ? "-2147483647-1" : String(n),
    n,
  ]),
);

const bigints: Case[] = ["%d", "%u", "%hx", "%hhd"].flatMap((format): Case[] => [
  [format, "-1", -1n],
  [format, "4294967295u", 4294967295n],
]);

const unsigned: Case[] = ["%u", "%d", "%x"].map((format) => [format, "4294967295u", 4294967295]);

const long: Case[] = [
  "%lld",
  "%llu",
  "%llx",
  "%llo",
  "%jd",
  "%20lld",
  "%-20lld|",
  "%ld",
  "%lu",
  "%zd",
  "%zu",
  "%td",
  "%Ld",
  "%Lu",
  "%qx",
].flatMap((format): Case[] => [
  [format, "0LL", 0],
  [format, "1234567890123LL", 1234567890123],
  [format, "9007199254740991LL", 9007199254740991],
  [format, "-1LL", -1],
  [format, "9223372036854775807LL", 9223372036854775807n],
  [format, "(long long)18446744073709551615ULL", 18446744073709551615n],
]);

const doubles: Case[] = [
  "%f",
  "%F",
  "%e",
  "%E",
  "%g",
  "%G",
  "%a",
  "%A",
  "%.0f",
  "%.2f",
  "%10.3f",
  "%-10.3f|",
  "%+f",
  "% f",
  "%010.2f",
  "%#.0f",
  "%.15g",
  "%.17g",
  "%#g",
  "%.0e",
].flatMap((format): Case[] => [
  [format, "0.0", 0],
  [format, "-0.0", -0],
  [format, "3.14159265358979", 3.14159265358979],
  [format, "-2.5", -2.5],
  [format, "1e300", 1e300],
  [format, "5e-324", 5e-324],
  [format, "100000.0", 100000],
  [format, "(double)INFINITY", Infinity],
  [format, "-(double)INFINITY", -Infinity],
  [format, "(double)NAN", NaN],
]);

const strings: Case[] = ["%s", "%10s", "%-10s|", "%.2s", "%10.2s", "%-10.2s|", "%.0s|"].flatMap((format): Case[] => [
  [format, '""', ""],
  [format, '"Hello"', "Hello"],
  [format, '"na\\xc3\\xafve"', "naïve"],
  [format, '"Hello"', Buffer.from("Hello\0garbage")],
  [format, '"Hello"', Buffer.from("Hello")],
  [format, '"Hello"', new DataView(new Uint8Array([72, 101, 108, 108, 111]).buffer)],
  [format, '"a"', "a\0b"],
]);

export const cases: readonly Case[] = [
  ["plain", ""],
  ["", ""],
  ["100%%", ""],
  ["%c%c%c", "'a', 98, 0", "a", 98, 0],
  ["%3c|%-3c|", "'a', 'b'", "a", "b"],
  ["%c", "300", 300],
  ["%*d|", "7, 42", 7, 42],
  ["%-*d|", "7, 42", 7, 42],
  ["%*d|", "-7, 42", -7, 42],
  ["%.*d", "5, 42", 5, 42],
  ["%.*f", "-1, 2.5", -1, 2.5],
  ["%-*.*f|", "10, 2, 3.14159", 10, 2, 3.14159],
  ["%.*s", '2, "Hello"', 2, "Hello"],
  ["%2$s %1$s", '"a", "b"', "a", "b"],
  ["%2$d %1$d %2$d", "1, 2", 1, 2],
  ["%1$*2$d|", "42, 7", 42, 7],
  ["%1$.*2$f|", "2.5, 3", 2.5, 3],
  ["%s", "(char *)0", null],
  ["%.3s", "(char *)0", null],
  ["%p", "(void *)0", null],
  ["%p", "(void *)4096", 4096],
  ["%20p|", "(void *)255", 255n],
  ["%m", ""],
  ["%20m|%-20m|%.4m", ""],
  ["%d %s %f %c %x %%\\n", "1, \"two\", 3.0, '4', 5", 1, "two", 3, "4", 5],
  ["%'d", "1234567", 1234567],
  ["%.10d|%-+6d|%+-6d|% 06d", "42, 42, 42, 42", 42, 42, 42, 42],
  ["%s", '"0123456789012345678901234567890123456789"', "0123456789".repeat(4)],
  ["%300d", "1", 1],
  ...integers,
  ...unsigned,
  ...bigints,
  ...long,
  ...doubles,
  ...strings,
];

/** A case as the C program that prints the same. */
export const inC = ([format, values]: Case): string =>
  `errno = EACCES; length = printf("${format}"${values === "" ? "" : `, ${values}`}); printf("=>%d\\001", length);`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [format, , ...values] of cases) {
    let result: string;
    set_errno(EACCES);
    try {
      result = String(printf(format.replace("\\n", "\n"), ...values));
    } catch (error) {
      result = String(error);
    }
    printf("=>%s\x01", result);
  }
}
