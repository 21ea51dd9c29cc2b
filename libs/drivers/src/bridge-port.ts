import { tunnelMap, type TunnelMap } from './tunnel-map.js';
import { defaultVlanTable, type VlanTable } from './vlan-table.js';

/** What a link is as a port of a bridge. An absent field is left as the kernel has it. */
export interface BridgePortOptions {
  /** Exchanges no frames with other isolated ports. */
  readonly isolated?: boolean;
  /** Remembers behind which port an address is. */
  readonly learning?: boolean;
  /** Sends out frames for receivers that are not known. */
  readonly unicastFlood?: boolean;
  readonly multicastFlood?: boolean;
  readonly broadcastFlood?: boolean;
  /** Answers for known neighbours instead of flooding ARP and neighbour solicitations. */
  readonly neighbourSuppression?: boolean;
  /** Goes out of service when it receives a spanning tree frame. */
  readonly bpduGuard?: boolean;
  /** Never becomes the way to the root of the spanning tree. */
  readonly rootGuard?: boolean;
  /** May send a frame back out of where it came from. */
  readonly hairpin?: boolean;
  /** Of the port in the spanning tree, 0 to 63. */
  readonly priority?: number;
  /** Of the way by this port to the root of the spanning tree, 1 to 65535. */
  readonly cost?: number;
  readonly vlans?: VlanTable;
  /** Hands each VLAN to the VXLAN link below as the VNI that `tunnels` says. */
  readonly vlanTunnel?: boolean;
  readonly tunnels?: TunnelMap;
}

/**
 * What the kernel gives to a new port (`new_nbp` in net/bridge/br_if.c). The cost is that of a link which tells no speed; to one
 * that does the kernel gives another, and once a cost was set it can't be asked to choose again (`port_cost`, BR_ADMIN_COST).
 */
export const portDefaults: Required<BridgePortOptions> = {
  isolated: false,
  learning: true,
  unicastFlood: true,
  multicastFlood: true,
  broadcastFlood: true,
  neighbourSuppression: false,
  bpduGuard: false,
  rootGuard: false,
  hairpin: false,
  priority: 32,
  cost: 100,
  vlans: defaultVlanTable(1),
  vlanTunnel: false,
  tunnels: tunnelMap([]),
};
