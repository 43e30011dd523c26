import { writeFileSync } from "node:fs";

import { O_RDONLY, open } from "berkeley/fcntl";
import { recv } from "berkeley/sys/socket";
import { sendfile } from "berkeley/sys/sendfile";
import { off_t } from "berkeley/sys/types";
import { lseek, SEEK_CUR } from "berkeley/unistd";

import { opened, openedPipe, temporaryPath } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { connection } from "../support/network.ts";

function openedFile(content: string): number {
  const path = temporaryPath();
  writeFileSync(path, content);
  return opened(open(path, O_RDONLY));
}

describe("sendfile", () => {
  it("copies from an offset, which moves, or from the file's position, which then does", () => {
    const [client, server] = connection();
    const fd = openedFile("0123456789");
    const offset = new off_t(3);
    expect(sendfile(client, fd, offset, 4)).toBe(4);
    expect(offset.value).toBe(7);
    expect(lseek(fd, 0, SEEK_CUR)).toBe(0);
    expect(sendfile(client, fd, null, 2)).toBe(2);
    expect(lseek(fd, 0, SEEK_CUR)).toBe(2);
    const buffer = Buffer.alloc(10);
    expect(recv(server, buffer, 10, 0)).toBe(6);
    expect(buffer.toString("latin1", 0, 6)).toBe("345601");
    offset.value = 10;
    expect(sendfile(client, fd, offset, 5)).toBe(0);
  });

  it("answers what the kernel does", () => {
    const [client] = connection();
    const [reading] = openedPipe();
    const fd = openedFile("0123456789");
    expect(failing(() => sendfile(client, -1, null, 1))).toBe("EBADF");
    expect(failing(() => sendfile(fd, fd, null, 1))).toBe("EBADF");
    expect(failing(() => sendfile(client, fd, new off_t(-1), 1))).toBe("EINVAL");
    expect(failing(() => sendfile(client, reading, new off_t(0), 1))).toBe("ESPIPE");
  });
});
