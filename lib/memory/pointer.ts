import { native } from "../native.ts";

/** Whether something is a ptr. Asking runs no JavaScript of its, which the instanceof of a Proxy would. */
export let isPointer: (value: unknown) => value is ptr<unknown>;

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

  readonly #mark = true;

  static {
    isPointer = (value): value is ptr<unknown> => typeof value === "object" && value !== null && #mark in value;
  }

  /** What it points to; null is NULL. */
  value: T | null;

  constructor(value: T | null = null) {
    this.value = value;
  }
}
