import { existsSync } from 'node:fs';
import { release } from 'node:os';
import type { Capabilities, Capability } from '#drivers';
import { nestedAttribute, stringAttribute, u32Attribute } from './attributes.js';
import { Batch, type Answer } from './batch.js';
import type { Conversation } from './conversation.js';
import { errnoName } from './errno.js';
import { encodeLink, linkMessage } from './link-message.js';
import { messageFlag, type Request } from './messages.js';
import { marksGroups } from './marks-groups.js';
import { changeRequest, dumpRequest } from './requests.js';

/** Opens a conversation with a part of the kernel, rtnetlink unless told; throws where the kernel has no such part. */
export type Talk = (protocol?: number) => Conversation;

/** NETLINK_XFRM, NETLINK_NETFILTER. */
const protocols = { xfrm: 6, netfilter: 12 } as const;

/** Undefined: the kernel does not tell. */
type Finding = readonly [Capability, boolean | undefined];

/** Kinds of links that ours or a driver of others may ask for. */
const kinds = [
  ...['bridge', 'vlan', 'vxlan', 'vrf', 'bond', 'dummy', 'veth', 'macvlan'],
  ...['geneve', 'gre', 'gretap', 'ip6gre', 'xfrm'],
] as const;

/** Their modules make links of their own when they are loaded, which a question must not do. */
const intrusive: Readonly<Record<string, string>> = {
  bond: 'bonding',
  dummy: 'dummy',
  gre: 'ip_gre',
  gretap: 'ip_gre',
  ip6gre: 'ip6_gre',
};

/**
 * Asks the kernel what it can do by requests that it must refuse, so that nothing comes to be: how it refuses tells.
 * What it does not tell, as without CAP_NET_ADMIN, is left out. Takes a few milliseconds.
 *
 * @param moreKinds of links, to be asked for too
 */
export async function probeCapabilities(
  talk: Talk,
  moreKinds: Iterable<string> = [],
): Promise<Capabilities> {
  const conversation = talk();
  try {
    const found: readonly Finding[] = [
      ...(await linkKinds(new Batch(conversation), [...new Set([...kinds, ...moreKinds])])),
      ...(await bridgeTables(new Batch(conversation))),
      ['bridge:group-marks', marksGroups(release())],
      ['xfrm', hasPart(talk, protocols.xfrm)],
      ['nftables', await hasNftables(talk)],
    ];
    return Object.fromEntries(
      found.flatMap(([name, isThere]) => (isThere === undefined ? [] : [[name, isThere] as const])),
    );
  } finally {
    conversation.close();
  }
}

async function linkKinds(batch: Batch, named: readonly string[]): Promise<readonly Finding[]> {
  const asked = named.filter(mayBeAsked);
  const answers = await batch.run(asked.map(impossibleLink));
  return asked.map((kind, index) => [`link:${kind}`, isKnown(answers[index])] as const);
}

/** Where the kernel loads modules, a question loads one too; built in or loaded, it has a folder. */
function mayBeAsked(kind: string): boolean {
  const module = intrusive[kind];
  return (
    module === undefined || !existsSync('/proc/modules') || existsSync(`/sys/module/${module}`)
  );
}

/** IFLA_NUM_TX_QUEUES: the kernel takes 1 to 4096. */
const transmitQueues = 31;

/**
 * A new link that can't be: its name is none, and it has no queue. The kernel looks for the kind first and has
 * allocated nothing when it refuses (`rtnl_newlink`, `rtnl_create_link` in net/core/rtnetlink.c).
 */
function impossibleLink(kind: string): Request {
  return changeRequest(
    linkMessage.new,
    [
      encodeLink(0, { name: '.' }),
      u32Attribute(transmitQueues, 0),
      nestedAttribute(linkInfo.all, [stringAttribute(linkInfo.kind, kind)]),
    ],
    messageFlag.create | messageFlag.exclusive,
  );
}

/** IFLA_LINKINFO, IFLA_INFO_KIND. */
const linkInfo = { all: 18, kind: 1 } as const;

/** RTM_GETVLAN, RTM_GETTUNNEL. */
const tableMessage = { vlan: 114, tunnel: 122 } as const;
/** PF_BRIDGE. */
const bridgeFamily = 7;
/** The largest index, which no link has. */
const noLink = 0x7fff_ffff;

/** Tables that only a kernel with the feature can list: of a link that is not there, so that the list is short. */
async function bridgeTables(batch: Batch): Promise<readonly Finding[]> {
  const [vlans] = await batch.run([tableOfNoLink(tableMessage.vlan)]);
  const [tunnels] = await batch.run([tableOfNoLink(tableMessage.tunnel)]);
  return [
    ['bridge:vlan-filtering', isKnown(vlans)],
    ['vxlan:vni-filter', isKnown(tunnels)],
  ];
}

/** struct br_vlan_msg and struct tunnel_msg: u8 family, three bytes, u32 index. */
function tableOfNoLink(type: number): Request {
  const body = Buffer.alloc(8);
  body.writeUInt8(bridgeFamily, 0);
  body.writeUInt32LE(noLink, 4);
  return dumpRequest(type, [body]);
}

/** EOPNOTSUPP: the kernel does not know what it was asked for. EPERM says nothing. */
function isKnown(answer: Answer | undefined): boolean | undefined {
  if (answer === undefined || 'lost' in answer) return undefined;
  const errno = errnoName(answer.errno);
  return errno === 'EPERM' ? undefined : errno !== 'EOPNOTSUPP';
}

function hasPart(talk: Talk, protocol: number): boolean {
  try {
    talk(protocol).close();
    return true;
  } catch {
    return false; // EPROTONOSUPPORT: the kernel has no such part.
  }
}

/** NFNL_SUBSYS_NFTABLES in the upper byte, NFT_MSG_GETGEN in the lower one. */
const getGeneration = (10 << 8) | 16;

/** Asks nf_tables for the number of its present generation, which it always has. */
async function hasNftables(talk: Talk): Promise<boolean | undefined> {
  if (!hasPart(talk, protocols.netfilter)) return false;
  const conversation = talk(protocols.netfilter);
  try {
    // struct nfgenmsg: u8 family, u8 version, be16 resource.
    const request = changeRequest(getGeneration, [Buffer.alloc(4)]);
    const [answer] = await new Batch(conversation).run([request]);
    return answer === undefined || 'lost' in answer ? undefined : answer.errno === 0;
  } finally {
    conversation.close();
  }
}
