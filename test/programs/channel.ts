/** Closes all descriptors from 3 on, then answers its parent, which is Node too, over the channel between the two. */

import { close } from "berkeley/unistd";

for (let fd = 3; fd < 1024; fd++) close(fd);
process.once("message", (message) => {
  process.send!(`${String(message)} received`, () => process.disconnect());
});
