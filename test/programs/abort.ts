/**
 * abort, whatever is to happen for SIGABRT:
 *
 *     abort default|ignore|block|handle
 */

import { SIG_BLOCK, SIG_IGN, SIGABRT } from "berkeley/signal";
import { printf } from "berkeley/stdio";
import { abort } from "berkeley/stdlib";

import { handle, mask, say, signalName } from "../support/signals.ts";

const how = process.argv[2];
if (how === "ignore") handle(SIGABRT, SIG_IGN);
if (how === "block") mask(SIG_BLOCK, SIGABRT);
if (how === "handle") handle(SIGABRT, (signum) => say(`${signalName(signum)}\n`));
say("before\n");
printf("not flushed");
abort();
