declare const value: unique symbol;

/** A constant that carries the type of the value that goes with it: SO_LINGER that of a linger, F_GETLK of a flock. */
export type Option<Value> = number & { readonly [value]: Value };

/** The type of a constant's value, or what a number has that carries none. */
export type ValueOf<Name extends number, Otherwise> = Name extends Option<infer Value> ? Value : Otherwise;
