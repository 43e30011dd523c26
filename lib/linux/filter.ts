/**
 * linux/filter.h: classic BPF, for SO_ATTACH_FILTER.
 *
 * @see socket(7)
 */

import { sock_filter } from "../generated/linux/filter.ts";

export * from "../generated/linux/filter.ts";

/**
 * An instruction that does not jump.
 *
 *     const code = array(sock_filter, [BPF_STMT(BPF_RET | BPF_K, 0)]);
 *     const bpf = new sock_fprog({ len: code.length, filter: code });
 *     setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, bpf, sizeof(bpf));
 *
 * @param code what to do: BPF_LD | BPF_W | BPF_ABS, BPF_RET | BPF_K, ...
 * @param k the operand
 * @returns the instruction
 * @see socket(7)
 */
export function BPF_STMT(code: number, k: number): sock_filter {
  return new sock_filter({ code, k });
}

/**
 * An instruction that jumps.
 *
 * @param code what to compare: BPF_JMP | BPF_JEQ | BPF_K, ...
 * @param k the operand
 * @param jt how many instructions to skip if so
 * @param jf how many if not
 * @returns the instruction
 * @see socket(7)
 */
export function BPF_JUMP(code: number, k: number, jt: number, jf: number): sock_filter {
  return new sock_filter({ code, jt, jf, k });
}
