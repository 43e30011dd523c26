/** Descriptors that pass between processes. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { runForking, well } from "../support/forking.ts";
import { Program, temporaryFolder } from "../support/processes.ts";

const imports = `import * as c from "berkeley";`;

/** Sends a descriptor, as descriptor-passing programs do since Stevens. */
const send_fd = `
function send_fd(sockfd, fd, address = null) {
  const control = Buffer.alloc(c.CMSG_SPACE(c.sizeof(c.int)));
  const msg = new c.msghdr({
    msg_name: address,
    msg_namelen: address === null ? 0 : c.sizeof(address),
    msg_iov: new c.iovec({ iov_base: "!", iov_len: 1 }),
    msg_iovlen: 1,
    msg_control: control,
    msg_controllen: c.sizeof(control),
  });
  const cmsg = c.CMSG_FIRSTHDR(msg);
  cmsg.cmsg_level = c.SOL_SOCKET;
  cmsg.cmsg_type = c.SCM_RIGHTS;
  cmsg.cmsg_len = c.CMSG_LEN(c.sizeof(c.int));
  c.cast(c.int, c.CMSG_DATA(cmsg)).value = fd;
  return c.sendmsg(sockfd, msg, 0);
}`;

/** Receives a descriptor, and who sent it. */
const recv_fd = `
function recv_fd(sockfd) {
  const yes = new c.int(1);
  c.setsockopt(sockfd, c.SOL_SOCKET, c.SO_PASSCRED, yes, c.sizeof(yes));
  const data = Buffer.alloc(1);
  const msg = new c.msghdr({ msg_iov: new c.iovec({ iov_base: data, iov_len: 1 }), msg_iovlen: 1 });
  msg.msg_control = Buffer.alloc(256);
  msg.msg_controllen = 256;
  const received = { n: c.recvmsg(sockfd, msg, 0), data: String(data) };
  for (let cmsg = c.CMSG_FIRSTHDR(msg); cmsg !== null; cmsg = c.CMSG_NXTHDR(msg, cmsg)) {
    if (cmsg.cmsg_type === c.SCM_RIGHTS) received.fd = c.cast(c.int, c.CMSG_DATA(cmsg)).value;
    if (cmsg.cmsg_type === c.SCM_CREDENTIALS) {
      const { pid, uid, gid } = c.cast(c.ucred, c.CMSG_DATA(cmsg));
      Object.assign(received, { pid, uid, gid });
    }
  }
  return received;
}`;

const program = (source: string, ...args: string[]): Program =>
  new Program([process.execPath, "--input-type=module", "-e", source, ...args]);

describe("a descriptor", () => {
  it("passes between two processes that have nothing else in common", async () => {
    const folder = temporaryFolder();
    const [path, file] = [join(folder, "socket"), join(folder, "file")];
    const receiver = program(
      `${imports} ${recv_fd}
      const address = new c.sockaddr_un({ sun_family: c.AF_UNIX, sun_path: process.argv[1] });
      const sockfd = c.socket(c.AF_UNIX, c.SOCK_DGRAM, 0);
      c.bind(sockfd, address, c.sizeof(address));
      const yes = new c.int(1);
      c.setsockopt(sockfd, c.SOL_SOCKET, c.SO_PASSCRED, yes, c.sizeof(yes));
      c.printf("ready\\n");
      c.fflush(c.stdout);
      const { n, data, fd, pid, uid, gid } = recv_fd(sockfd);
      c.write(fd, "written by another", 18);
      // It is the program's, which a daemon's loop closes, and nothing of Node's.
      for (let i = 3; i < 1024; i++) c.close(i);
      c.printf("%d %s from %d %d %d, then %d\\n", n, data, pid, uid, gid, c.write(fd, "x", 1));
      setTimeout(() => c.printf("Node goes on\\n"), 1);`,
      path,
    );
    await receiver.printed(/ready\n/);
    const sender = program(
      `${imports} ${send_fd}
      const fd = c.open(process.argv[2], c.O_WRONLY | c.O_CREAT, 0o600);
      const address = new c.sockaddr_un({ sun_family: c.AF_UNIX, sun_path: process.argv[1] });
      const sockfd = c.socket(c.AF_UNIX, c.SOCK_DGRAM, 0);
      c.printf("%d\\n", send_fd(sockfd, fd, address));`,
      path,
      file,
    );
    const { pid } = sender.child;
    expect(await sender.finish()).toEqual({ status: 0, stdout: "1\n", stderr: "" });
    expect(await receiver.finish()).toEqual({
      status: 0,
      stdout: `ready\n1 ! from ${pid} ${process.getuid!()} ${process.getgid!()}, then -1\nNode goes on\n`,
      stderr: "",
    });
    expect(readFileSync(file, "latin1")).toBe("written by another");
  });

  it("passes from a parent to its child", () => {
    const parent = `
      ${send_fd} ${recv_fd}
      const sv = c.array(c.int, 2);
      c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, sv);
      const yes = new c.int(1);
      c.setsockopt(sv[1], c.SOL_SOCKET, c.SO_PASSCRED, yes, c.sizeof(yes));
      const pid = fork();
      if (pid === 0) {
        const { fd, pid, uid, gid } = recv_fd(sv[1]);
        assert.deepEqual([pid, uid, gid], [c.getppid(), c.getuid(), c.getgid()]);
        c.write(fd, "from the child", 14);
        _exit(0);
      }
      const pipefd = c.array(c.int, 2);
      c.pipe(pipefd); // After the fork: the child can have it from the message alone.
      assert.equal(send_fd(sv[0], pipefd[1]), 1);
      c.close(pipefd[1]);
      const text = Buffer.alloc(20);
      const n = c.read(pipefd[0], text, 20);
      c.printf("%s, then %d\\n", text.toString("latin1", 0, n), c.read(pipefd[0], text, 20));
      await finish(pid);`;
    expect(runForking(parent)).toEqual(well("from the child, then 0\nexited 0\n"));
  });

  it("passes from a child to its parent", () => {
    const parent = `
      ${send_fd} ${recv_fd}
      const sv = c.array(c.int, 2);
      c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, sv);
      const yes = new c.int(1);
      c.setsockopt(sv[0], c.SOL_SOCKET, c.SO_PASSCRED, yes, c.sizeof(yes));
      const pid = fork();
      if (pid === 0) {
        const pipefd = c.array(c.int, 2);
        c.pipe(pipefd);
        c.write(pipefd[1], "from the child", 14);
        send_fd(sv[1], pipefd[0]);
        _exit(0);
      }
      const received = recv_fd(sv[0]);
      assert.equal(received.pid, pid);
      const text = Buffer.alloc(20);
      const n = c.read(received.fd, text, 20);
      c.printf("%s, %d\\n", text.toString("latin1", 0, n), c.close(received.fd));
      await finish(pid);`;
    expect(runForking(parent)).toEqual(well("from the child, 0\nexited 0\n"));
  });
});
