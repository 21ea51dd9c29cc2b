import { nestedAttribute, u32Attribute } from './attributes.js';
import { createLink, encodeLink, type LinkSettings } from './link-message.js';
import type { Request } from './messages.js';

/** One end of a virtual cable. */
export type VethEnd = LinkSettings & {
  /** Absent: the kernel chooses. */
  readonly index?: number;
};

/** Where an end is put: the namespace of a process, or one that is open here. */
export type Netns = { readonly pid: number } | { readonly fd: number };

/** VETH_INFO_PEER of include/uapi/linux/veth.h. */
const peerField = 1;
/** IFLA_NET_NS_PID, IFLA_NET_NS_FD. */
const netnsField = { pid: 19, fd: 28 } as const;

/** Two links that are the ends of one cable, both down; the far end may start in another namespace. */
export function createVethPair(near: VethEnd, far: VethEnd, farNetns?: Netns): Request {
  const content = [
    encodeLink(far.index ?? 0, far),
    ...(farNetns === undefined ? [] : [encodeNetns(farNetns)]),
  ];
  return createLink(near.index ?? 0, near, {
    kind: 'veth',
    data: [nestedAttribute(peerField, content)],
  });
}

function encodeNetns(netns: Netns): Buffer {
  return 'pid' in netns
    ? u32Attribute(netnsField.pid, netns.pid)
    : u32Attribute(netnsField.fd, netns.fd);
}
