/** garbage: makes much, of which little is needed any more. */

import { write } from "berkeley/unistd";

const kept: object[] = [];
for (let i = 0; i < 300_000; i++) kept[i % 100] = { i, pair: [i, i + 1] };
write(1, "done\n", 5);
