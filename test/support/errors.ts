import * as errors from "berkeley/errno";

const numbers = Object.entries(errors).filter(
  (entry): entry is [string, number] => entry[0].startsWith("E") && typeof entry[1] === "number",
);

/** Of two names of one number, these are meant. */
const preferred = ["EAGAIN", "EOPNOTSUPP", "EDEADLK"];

const names = new Map([
  ...numbers.map(([name, number]) => [number, name] as const),
  ...numbers.filter(([name]) => preferred.includes(name)).map(([name, number]) => [number, name] as const),
]);

export function nameOf(errnum: number): string {
  return names.get(errnum) ?? `error ${errnum}`;
}

/** The name of the error of a call that must return -1, "EBADF"; otherwise what it returned. */
export function failing(call: () => number): string | number {
  errors.set_errno(0);
  const value = call();
  return value === -1 ? nameOf(errors.errno) : value;
}
