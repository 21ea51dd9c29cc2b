import type { MacAddress } from './addresses.js';
import type { BridgePortOptions } from './bridge-port.js';
import type { InterfaceName } from './names.js';

/** Which contract and workload an object belongs to. Written into the object itself, see `mark.ts`. */
export interface Owner {
  readonly contract: string;
  readonly workload: string;
}

/** What every link has. An absent optional field of a wanted link is left as the kernel has it. */
export interface LinkFields {
  readonly type: 'link';
  readonly name: InterfaceName;
  /** The owner; absent on a link that does not carry our mark. */
  readonly owner?: Owner;
  /** The interface alias of a link that does not carry our mark, '' for none: what it gets back with its freedom. */
  readonly alias?: string;
  /** Bytes of the largest frame payload. */
  readonly mtu?: number;
  readonly mac?: MacAddress;
  /** The bridge or bond that this link is a port of, or the VRF that it is in; null: none. */
  readonly master?: InterfaceName | null;
  /** What the link is as a port of its bridge; absent where it is in none. */
  readonly port?: BridgePortOptions;
  /** Administratively up. */
  readonly up: boolean;
  /** Whether the host's own IPv6 runs on the link; off for pure layer-2 ports. */
  readonly ipv6: boolean;
}
