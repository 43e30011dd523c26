/**
 * The environment in which Node loads the sanitizers' build (npm run build:dev -- asan). Node itself has no sanitizer, so
 * their runtime is preloaded; leaks are not looked for, since V8 frees little at its end.
 */

import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const runtime = (name) => execFileSync("g++", [`-print-file-name=${name}`], { encoding: "utf8" }).trim();

export const sanitizers = {
  BERKELEY_ADDON: resolve("build-dev/asan/Release/berkeley.node"),
  LD_PRELOAD: `${runtime("libasan.so")}:${runtime("libubsan.so")}`,
  // Whole stacks of all that Node allocates cost a third of the time.
  ASAN_OPTIONS: "detect_leaks=0:allocator_may_return_null=1:handle_segv=1:handle_sigbus=0:malloc_context_size=3",
  UBSAN_OPTIONS: "print_stacktrace=1:halt_on_error=1",
};
