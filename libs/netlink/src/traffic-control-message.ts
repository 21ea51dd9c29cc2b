import { Attributes, nestedAttribute, textAttribute, u32Attribute } from './attributes.js';
import { messageFlag, type Request } from './messages.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
const type = {
  newQdisc: 36,
  deleteQdisc: 37,
  newFilter: 44,
  deleteFilter: 45,
  getFilter: 46,
} as const;
/** struct tcmsg: u8 family, 3 bytes, i32 interface, u32 handle, u32 parent, u32 info. */
const headerLength = 20;
/** TC_H_CLSACT and the handle under which the kernel keeps it: include/uapi/linux/pkt_sched.h. */
const clsact = { parent: 0xffff_fff1, handle: 0xffff_0000 } as const;
/** TC_H_MIN_INGRESS and TC_H_MIN_EGRESS below it. */
const hook = { ingress: 0xffff_fff2, egress: 0xffff_fff3 } as const;
/** TCA_*. */
const attribute = { kind: 1, options: 2 } as const;
/** TCA_BPF_*, and TCA_BPF_FLAG_ACT_DIRECT: the program's answer is the action. */
const bpf = { fd: 6, name: 7, flags: 8 } as const;
const actDirect = 1;
/** ETH_P_ALL in network byte order, below the priority. */
const allProtocols = 0x0300;

export type PacketHook = keyof typeof hook;

/** Where ours stands among the filters of a hook: in front, under a handle that nobody else is likely to take. */
export const ownFilter = { priority: 1, handle: 0x4843 } as const;

export function createClsact(index: number): Request {
  const head = header(index, clsact.handle, clsact.parent, 0);
  const kind = textAttribute(attribute.kind, 'clsact');
  return changeRequest(type.newQdisc, [head, kind], messageFlag.create | messageFlag.exclusive);
}

export function deleteClsact(index: number): Request {
  return changeRequest(type.deleteQdisc, [header(index, clsact.handle, clsact.parent, 0)]);
}

/** Replaces the program under the same handle in one step. */
export function setProgram(
  index: number,
  where: PacketHook,
  program: { readonly fd: number; readonly name: string },
): Request {
  return changeRequest(
    type.newFilter,
    [
      filterHeader(index, where),
      textAttribute(attribute.kind, 'bpf'),
      nestedAttribute(attribute.options, [
        u32Attribute(bpf.fd, program.fd),
        textAttribute(bpf.name, program.name),
        u32Attribute(bpf.flags, actDirect),
      ]),
    ],
    messageFlag.create,
  );
}

export function removeProgram(index: number, where: PacketHook): Request {
  return changeRequest(type.deleteFilter, [
    filterHeader(index, where),
    textAttribute(attribute.kind, 'bpf'),
  ]);
}

export function dumpFilters(index: number, where: PacketHook): Request {
  return dumpRequest(type.getFilter, [header(index, 0, hook[where], 0)]);
}

/** A filter as the kernel tells it; those with handle 0 head a list of others. */
export interface FilterEntry {
  readonly handle: number;
  readonly kind: string;
  /** Of a program of BPF; absent: it has none. */
  readonly name?: string;
}

export function decodeFilter(body: Buffer): FilterEntry {
  const attributes = new Attributes(body, headerLength);
  const name = attributes.nested(attribute.options)?.text(bpf.name);
  return {
    handle: body.readUInt32LE(8),
    kind: attributes.text(attribute.kind) ?? '',
    ...(name === undefined ? {} : { name }),
  };
}

function filterHeader(index: number, where: PacketHook): Buffer {
  const info = ownFilter.priority * 0x1_0000 + allProtocols;
  return header(index, ownFilter.handle, hook[where], info);
}

function header(index: number, handle: number, parent: number, info: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeInt32LE(index, 4);
  bytes.writeUInt32LE(handle, 8);
  bytes.writeUInt32LE(parent, 12);
  bytes.writeUInt32LE(info, 16);
  return bytes;
}
