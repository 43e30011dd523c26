import { native } from "../native.ts";

/**
 * A pointer to a pointer: what C passes as `struct addrinfo **res`.
 *
 *     const res = new ptr<addrinfo>();
 *     getaddrinfo(node, service, hints, res);
 *     res.value
 */
export class ptr<T> {
  /** A pointer's size in bytes. */
  static readonly size = native.structs.size_t.size;

  /** What it points to; null is NULL. */
  value: T | null;

  constructor(value: T | null = null) {
    this.value = value;
  }
}
