import {
  bridgePortOptions,
  defaultVlanTable,
  vlanTableOf,
  type BridgeEntriesSpec,
  type BridgeOptions,
  type BridgePortOptions,
  type InterfaceName,
} from '#drivers';
import type { BridgeMember, BridgePort, BridgeSpec } from './bridge-spec.js';

/** The options of the bridge on one host: what the contract says, and VLAN filtering where it follows from that. */
export function bridgeOptions(spec: BridgeSpec, member: BridgeMember): BridgeOptions {
  const { mtu, members, stp, vlans, vlanFiltering, ...others } = spec;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  const filters = filtersVlans(spec, member);
  return {
    ...(Object.fromEntries(given) as Omit<BridgeOptions, 'stp'>),
    stp: stp ?? false,
    ...(filters !== undefined && { vlanFiltering: filters }),
    ...(vlans !== undefined && { vlans: vlanTableOf(vlans) }),
  };
}

/** Undefined: nobody says anything about VLANs, so that the bridge is left as it is. */
function filtersVlans(spec: BridgeSpec, { ports = [] }: BridgeMember): boolean | undefined {
  if (spec.vlanFiltering !== undefined) return spec.vlanFiltering;
  const named = [spec, ...ports].some(
    (entry) => typeof entry === 'object' && entry.vlans !== undefined,
  );
  return named ? true : undefined;
}

/** How an interface is a port. Where VLANs are filtered a port that names none is in the default one. */
export function portOptions(
  port: BridgePort,
  spec: BridgeSpec,
  member: BridgeMember,
): BridgePortOptions | undefined {
  const { link, fdb, mdb, ...how } = partsOf(port);
  const options = bridgePortOptions(how);
  if (filtersVlans(spec, member) !== true) return options;
  return { vlans: defaultVlanTable(spec.defaultPvid ?? 1), ...options };
}

export function linkOf(port: BridgePort): InterfaceName {
  return partsOf(port).link;
}

/** What the contract says that the bridge knows of a port. */
export function entriesOf(port: BridgePort): BridgeEntriesSpec {
  return partsOf(port);
}

function partsOf(port: BridgePort): Exclude<BridgePort, string> {
  return typeof port === 'string' ? { link: port } : port;
}
