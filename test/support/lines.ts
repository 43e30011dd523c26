/** Numbered lines that can be told apart, each byte of them, however they are mixed: each way of writing has its letters. */

export const ways = {
  console: "0123456789\n",
  stream: "abcdefghij;",
  printf: "ABCDEFGHIJ|",
} as const;

export type Way = keyof typeof ways;

export const LINES = 2000;

/** Line i of a way: its number, again and again, and the way's last letter as its end. */
export function line(way: Way, i: number): string {
  const letters = ways[way];
  const number = [...String(i).padStart(4, "0")].map((digit) => letters[Number(digit)]).join("");
  return number.repeat(50) + letters[10];
}

/** All that was written in one way. */
export function linesOf(way: Way, output: string): string {
  return [...output].filter((letter) => ways[way].includes(letter)).join("");
}

/** All that a way writes. */
export function allLines(way: Way): string {
  return Array.from({ length: LINES }, (_, i) => line(way, i)).join("");
}
