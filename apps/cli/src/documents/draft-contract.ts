import { contractSchemaName, type Charter, type CharterNode } from '#contract';
import { everyoneOf } from './everyone-of.js';
import type { Draft } from './draft.js';
import { periodFrom } from './period.js';

export interface ContractWish {
  readonly contractId: string;
  readonly title: string;
  readonly tenant: string;
  readonly charter: Charter;
  readonly members: readonly MemberWish[];
  readonly vni: number;
  /** UDP destination port; absent: the driver's default. */
  readonly port?: number | undefined;
  /** Bytes, of bridge and segment alike; absent: what the underlays leave. */
  readonly mtu?: number | undefined;
  readonly now: Date;
  /** Milliseconds from now. */
  readonly validFor: number;
}

export interface MemberWish {
  readonly node: CharterNode;
  /** Absent: the first underlay that the charter lists for the host. */
  readonly underlay?: string | undefined;
  /** Addresses of the host on the bridge, with prefix lengths. */
  readonly addresses: readonly string[];
}

/** Version 1 of a contract for one VXLAN segment with a bridge on each host (template `bridge-vxlan`). */
export function draftContract(wish: ContractWish): Draft {
  const { contractId, title, tenant, charter, members, now, validFor } = wish;
  return {
    schema: contractSchemaName,
    contractId,
    version: 1,
    title,
    owner: { tenant },
    audience: { charterId: charter.charterId, nodes: members.map(({ node }) => node.id) },
    validity: { ...periodFrom(now, validFor), onExpiry: 'remove' },
    governance: governanceOf(charter),
    workloads: [bridgeWorkload(wish), segmentWorkload(wish)],
  };
}

/** What the charter demands at least; all principals where it demands nothing. */
function governanceOf({ governance = {}, principals }: Charter): Draft {
  const everyone = everyoneOf(principals.map(({ id }) => id));
  return { provision: everyone, amend: everyone, ...governance };
}

function bridgeWorkload({ mtu, members }: ContractWish): Draft {
  return {
    name: 'lan',
    type: 'bridge',
    version: 1,
    data: {
      ...(mtu === undefined ? {} : { mtu }),
      members: members.map(({ node, addresses }) => ({
        node: node.id,
        ...(addresses.length === 0 ? {} : { addresses }),
      })),
    },
  };
}

function segmentWorkload({ vni, port, mtu, members }: ContractWish): Draft {
  return {
    name: 'segment',
    type: 'vxlan',
    version: 1,
    data: {
      vni,
      ...(port === undefined ? {} : { port }),
      ...(mtu === undefined ? {} : { mtu }),
      attach: 'lan',
      members: members.map(({ node, underlay }) => ({
        node: node.id,
        underlay: underlay ?? node.underlays[0]?.link ?? '',
      })),
    },
  };
}
