/**
 * Writing to a pipe that nobody reads:
 *
 *     broken-pipe default|ignore|handle
 */

import { array, int } from "berkeley/memory";
import { SIG_DFL, SIG_IGN, signal, SIGPIPE } from "berkeley/signal";
import { AF_UNIX, MSG_NOSIGNAL, send, SOCK_STREAM, socketpair } from "berkeley/sys/socket";
import { close, pipe, write } from "berkeley/unistd";

import { outcome, say, signalName } from "../support/signals.ts";

const fds = array(int, 2);
pipe(fds);
close(fds[0]);
const how = process.argv[2];
if (how === "default") signal(SIGPIPE, SIG_DFL);
if (how === "ignore") signal(SIGPIPE, SIG_IGN);
if (how === "handle") signal(SIGPIPE, (signum) => say(`${signalName(signum)}\n`));
say("before\n");
say(`write: ${outcome(write(fds[1], "x", 1))}\n`);
socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
close(fds[0]);
say(`send, MSG_NOSIGNAL: ${outcome(send(fds[1], "x", 1, MSG_NOSIGNAL))}\n`);
say(`send: ${outcome(send(fds[1], "x", 1, 0))}\n`);
