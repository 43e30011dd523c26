import { sockaddr_vm, VMADDR_CID_ANY, VMADDR_CID_LOCAL, VMADDR_PORT_ANY } from "berkeley/linux/vm_sockets";
import { sizeof } from "berkeley/memory";
import { AF_VSOCK, bind, connect, getsockname, SOCK_STREAM, socket, socklen_t } from "berkeley/sys/socket";
import { close } from "berkeley/unistd";

import { opened } from "../support/descriptors.ts";
import { failing } from "../support/errors.ts";
import { describeIf } from "../support/processes.ts";

const probe = socket(AF_VSOCK, SOCK_STREAM, 0);
close(probe);

describeIf(probe !== -1, "sockets of AF_VSOCK: this kernel has none")("sockaddr_vm", () => {
  it("is a socket's address", () => {
    const fd = opened(socket(AF_VSOCK, SOCK_STREAM, 0));
    const address = new sockaddr_vm({ svm_family: AF_VSOCK, svm_cid: VMADDR_CID_ANY, svm_port: VMADDR_PORT_ANY });
    expect(bind(fd, address, sizeof(address))).toBe(0);
    const length = new socklen_t(sizeof(address));
    expect(getsockname(fd, address, length)).toBe(0);
    expect([address.svm_family, address.svm_cid, length.value]).toEqual([AF_VSOCK, 2 ** 32 - 1, sizeof(sockaddr_vm)]);
    expect(address.svm_port).toBeGreaterThanOrEqual(1024);
    expect(address.svm_port).toBeLessThan(VMADDR_PORT_ANY);
    // Bound already.
    expect(failing(() => bind(fd, address, sizeof(address)))).toBe("EINVAL");
    const other = opened(socket(AF_VSOCK, SOCK_STREAM, 0));
    const wrong = new sockaddr_vm({ svm_family: AF_VSOCK, svm_cid: VMADDR_CID_LOCAL, svm_port: 1 });
    expect(failing(() => connect(other, wrong, sizeof(wrong) - 1))).toBe("EINVAL");
  });
});
