import type { LinkFields } from './link-fields.js';
import type { InterfaceName } from './names.js';
import type { QosMap } from './qos-map.js';

/** The tag protocols: C-tags (0x8100) and S-tags (0x88a8) of IEEE 802.1Q. */
export type VlanProtocol = '802.1Q' | '802.1ad';

/** An absent optional field is left as the kernel has it. */
export interface VlanOptions {
  /** VLAN id, 1 to 4094. Fixed once the link exists. */
  readonly id: number;
  /** Fixed once the link exists. */
  readonly protocol: VlanProtocol;
  /** Interface whose tagged frames these are. Fixed once the link exists. */
  readonly parent: InterfaceName;
  /** Whether frames appear without their tag to whoever looks at the link (VLAN_FLAG_REORDER_HDR); kernel: on. */
  readonly reorderHeader?: boolean;
  /** Whether the link's state is its own and not its parent's; kernel: off. */
  readonly looseBinding?: boolean;
  /** Whether the VLAN is registered with the switch by GVRP; kernel: off. */
  readonly gvrp?: boolean;
  /** Whether the VLAN is registered with the switch by MVRP; kernel: off. */
  readonly mvrp?: boolean;
  /** From the priority code point of a tag to the kernel's packet priority; what is not named becomes 0. */
  readonly ingressQos?: QosMap;
  /** From the kernel's packet priority to the priority code point of a tag; what is not named becomes 0. */
  readonly egressQos?: QosMap;
}

export interface VlanLink extends LinkFields {
  readonly kind: 'vlan';
  readonly vlan: VlanOptions;
}

/** The kernel makes one VLAN of an id and protocol over one parent (`vlan_check_real_dev` in net/8021q/vlan.c). */
export function vlanKey({ parent, protocol, id }: VlanOptions): string {
  return `vlan ${parent} ${protocol} ${id}`;
}
