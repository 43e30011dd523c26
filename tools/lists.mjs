/** The lists in native/: the names that the library takes from C. */

import { readFileSync } from "node:fs";

import { root } from "./update.mjs";

const linesOf = (file) => readFileSync(`${root}native/${file}`, "utf8").split("\n");

/**
 * The entries of the lists, under their headers: `OPTION(SO_ERROR, int, get)` is { macro, name, type, access }.
 */
export function readHeaders(...files) {
  const headers = new Map();
  let entries;
  for (const line of files.flatMap(linesOf)) {
    const match = /^\s*([A-Z_]+)\("?([\w/]+)"?(?:, (.+?))?(?:, (get|set|message))?\)/.exec(line);
    if (match === null || match[1] === "LEVEL") continue;
    const [, macro, name, type, access] = match;
    if (macro !== "HEADER") entries.push({ macro, name, type, access });
    else if (headers.has(name)) entries = headers.get(name);
    else headers.set(name, (entries = []));
  }
  return headers;
}

/** The levels of socket options, by the first word of their names. */
function readLevels() {
  const levels = new Map();
  for (const line of linesOf("constants.def")) {
    const [, word, level] = /^LEVEL\((\w+), (\w+),/.exec(line) ?? [];
    if (word !== undefined) levels.set(word, [...(levels.get(word) ?? []), level]);
  }
  return levels;
}

/** The socket options: { name, type, access, levels }. */
export function readSocketOptions() {
  const levels = readLevels();
  return [...readHeaders("constants.def").values()]
    .flat()
    .filter(({ macro }) => macro === "OPTION")
    .flatMap((option) => {
      const found = levels.get(option.name.split("_")[0]);
      return found === undefined ? [] : [{ ...option, levels: found }];
    });
}
