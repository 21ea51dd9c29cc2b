import type { CharterNode, NodeId } from '#contract';
import type { Cidr, IpAddress } from './addresses.js';
import type { Owner } from './link-fields.js';
import type { Identity } from './resource.js';

/** A way from host to host that a workload makes, and through which others of the contract may send. */
export interface Passage {
  /** Bytes of the largest packet that it carries. */
  readonly mtu: number;
  /** Whether it is an interface of each host; else it catches what leaves by any. */
  readonly hasInterface: boolean;
  /** What stands on a host before anybody sends through it. */
  readonly identity: Identity;
  /** The hosts that it joins, each with each. */
  readonly ends: readonly PassageEnd[];
}

export interface PassageEnd {
  readonly node: NodeId;
  /** What may be sent from at this end, and to from the others. */
  readonly networks: readonly Cidr[];
  /** From which the host itself sends; absent: nothing is said of it. */
  readonly source?: IpAddress;
}

/** Where the workload stands that is asked for its passage: the same on every host. */
export interface PassageSite {
  readonly owner: Owner;
  readonly charterNode: (id: NodeId) => CharterNode | undefined;
}
