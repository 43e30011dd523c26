/** The programs that stand in the documents, as files that run. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { compileC } from "./processes.ts";
import { root } from "./root.ts";

export interface Block {
  language: string;
  text: string;
}

/** The blocks of code of a document, in their order. */
export function blocksOf(document: string): Block[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...text.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, text]) => ({ language, text }));
}

const folder = join(root, "build-ts/documents");

function write(file: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, file);
  writeFileSync(path, text);
  return path;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  strict: true,
  noEmitOnError: true,
  skipLibCheck: true,
};

/** Compiles TypeScript, each under its name, with types. Returns the files of JavaScript; throws what tsc says. */
export function compileTypeScript(sources: Readonly<Record<string, string>>): Map<string, string> {
  const files = Object.entries(sources).map(([name, text]) => write(`${name}.mts`, `${text}\nexport {};\n`));
  const program = ts.createProgram(files, options);
  const host = {
    getCanonicalFileName: (file: string) => file,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
  const errors = ts.getPreEmitDiagnostics(program);
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, host));
  program.emit();
  return new Map(Object.keys(sources).map((name) => [name, join(folder, `${name}.mjs`)]));
}

/** Compiles a C program. Returns its file. */
export function compileDocumentsC(name: string, source: string, ...flags: string[]): string {
  return compileC(`documents.${name}`, [write(`${name}.c`, source)], flags);
}
