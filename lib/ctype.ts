/**
 * ctype.h: kinds of characters. A character is a number, an unsigned char or EOF, or a string of one byte. The C locale's:
 * only ASCII's characters are of any kind.
 *
 * @see isalpha(3)
 */

import type { Character } from "./memory/access.ts";
import { native } from "./native.ts";

/**
 * Whether a character is a letter or a digit.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isalnum(3)
 */
export function isalnum(c: Character): number {
  return native.isalnum(c);
}

/**
 * Whether a character is a letter.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isalpha(3)
 */
export function isalpha(c: Character): number {
  return native.isalpha(c);
}

/**
 * Whether a character is a space or a tab.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isblank(3)
 */
export function isblank(c: Character): number {
  return native.isblank(c);
}

/**
 * Whether a character is a control character.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see iscntrl(3)
 */
export function iscntrl(c: Character): number {
  return native.iscntrl(c);
}

/**
 * Whether a character is a digit.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isdigit(3)
 */
export function isdigit(c: Character): number {
  return native.isdigit(c);
}

/**
 * Whether a character is printable and no space.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isgraph(3)
 */
export function isgraph(c: Character): number {
  return native.isgraph(c);
}

/**
 * Whether a character is a lower-case letter.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see islower(3)
 */
export function islower(c: Character): number {
  return native.islower(c);
}

/**
 * Whether a character is printable.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isprint(3)
 */
export function isprint(c: Character): number {
  return native.isprint(c);
}

/**
 * Whether a character is printable, and neither a space nor a letter or digit.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see ispunct(3)
 */
export function ispunct(c: Character): number {
  return native.ispunct(c);
}

/**
 * Whether a character is white space.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isspace(3)
 */
export function isspace(c: Character): number {
  return native.isspace(c);
}

/**
 * Whether a character is an upper-case letter.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isupper(3)
 */
export function isupper(c: Character): number {
  return native.isupper(c);
}

/**
 * Whether a character is a hexadecimal digit.
 *
 * @param c the character
 * @returns not 0 if it is; 0 if not, and for EOF
 * @see isxdigit(3)
 */
export function isxdigit(c: Character): number {
  return native.isxdigit(c);
}

/**
 * The lower-case letter of an upper-case one.
 *
 * @param c the character
 * @returns the letter, or `c` where it has none, as a number
 * @see tolower(3)
 */
export function tolower(c: Character): number {
  return native.tolower(c);
}

/**
 * The upper-case letter of a lower-case one.
 *
 * @param c the character
 * @returns the letter, or `c` where it has none, as a number
 * @see toupper(3)
 */
export function toupper(c: Character): number {
  return native.toupper(c);
}
