import { genericPart, ownProtocol } from '#drivers';
import type {
  AddressResource,
  BridgeLink,
  Cidr,
  FdbResource,
  GenericLink,
  InterfaceName,
  IpAddress,
  KindOptions,
  KindTable,
  MacAddress,
  OtherLink,
  Owner,
  PortResource,
  Resource,
  RouteResource,
  RuleResource,
  VlanLink,
  VlanOptions,
  VxlanLink,
  VxlanOptions,
  WantedResource,
} from '#drivers';

/** Short ways to write resources down in tests. Names and addresses are taken as they are. */

export const floodMac = '00:00:00:00:00:00' as MacAddress;

export function physical(name: string, parts: Partial<OtherLink> = {}): OtherLink {
  const fields = { type: 'link', kind: 'other', kernelKind: '', up: true, ipv6: true } as const;
  return { ...fields, name: name as InterfaceName, mtu: 1500, ...parts };
}

export function bridge(name: string, parts: Partial<BridgeLink> = {}): BridgeLink {
  const fields = { type: 'link', kind: 'bridge', up: true, ipv6: false } as const;
  return { ...fields, name: name as InterfaceName, bridge: { stp: false }, ...parts };
}

/** An 802.1Q tag over eth1, port of no bridge, unless told otherwise. */
export function vlan(
  name: string,
  id: number,
  {
    vlan: options,
    ...parts
  }: Partial<Omit<VlanLink, 'vlan'>> & { readonly vlan?: Partial<VlanOptions> } = {},
): VlanLink {
  return {
    type: 'link',
    kind: 'vlan',
    name: name as InterfaceName,
    master: null,
    up: true,
    ipv6: false,
    ...parts,
    vlan: { protocol: '802.1Q', parent: 'eth1' as InterfaceName, id, ...options },
  };
}

/** A kind that the core has no words for. */
export const tunnelKind: KindTable = {
  kernelKind: 'geneve',
  fields: {
    vni: { type: 'u32', attribute: 1, change: 'recreate' },
    remote: { type: 'ip', attributes: { ipv4: 2, ipv6: 7 }, change: 'in-place' },
    ttl: { type: 'u8', attribute: 3, change: 'in-place' },
  },
  unique: ['vni', 'remote'],
};

/** A link of that kind to 198.51.100.2, port of no bridge, unless told otherwise. */
export function tunnel(
  name: string,
  options: Partial<KindOptions>,
  parts: Partial<GenericLink> = {},
): GenericLink {
  const fields = { type: 'link', mtu: 1400, master: null, up: true, ipv6: false } as const;
  const part = genericPart(tunnelKind, { remote: '198.51.100.2', ...options });
  return { ...fields, name: name as InterfaceName, ...parts, ...part };
}

/** Over eth0 from 198.51.100.1, port of no bridge, unless told otherwise. */
export function vxlan(
  name: string,
  vni: number,
  {
    vxlan: options,
    ...parts
  }: Partial<Omit<VxlanLink, 'vxlan'>> & {
    readonly vxlan?: Partial<VxlanOptions>;
  } = {},
): VxlanLink {
  return {
    type: 'link',
    kind: 'vxlan',
    name: name as InterfaceName,
    mtu: 1450,
    master: null,
    up: true,
    ipv6: false,
    ...parts,
    vxlan: { ...usualOptions, vni, ...options },
  };
}

const usualOptions = {
  port: 4789,
  underlay: 'eth0' as InterfaceName,
  local: '198.51.100.1' as IpAddress,
  learning: true,
  ttl: 0,
  tos: 0,
  df: 'unset',
  udpChecksum: true,
} as const;

export function port(link: string, master: string, owner?: Owner): PortResource {
  return {
    type: 'port',
    link: link as InterfaceName,
    master: master as InterfaceName,
    ...(owner && { owner }),
  };
}

export function address(link: string, text: string, owner?: Owner): AddressResource {
  return {
    type: 'address',
    link: link as InterfaceName,
    address: text as Cidr,
    ...(owner && { owner }),
  };
}

/** An entry of the flood list. */
export function flood(link: string, destination: string, owner?: Owner): FdbResource {
  return {
    type: 'fdb',
    link: link as InterfaceName,
    mac: floodMac,
    destination: destination as IpAddress,
    ...(owner && { owner }),
  };
}

/** In the main table, installed by an administrator (protocol boot). */
export function route(link: string, destination: string, via: string): RouteResource {
  return {
    type: 'route',
    destination: destination as Cidr,
    table: 254,
    metric: 0,
    via: via as IpAddress,
    link: link as InterfaceName,
    protocol: 3,
  };
}

/** Over IPv4 unless told, ours where it has an owner. */
export function rule(
  priority: number,
  parts: Partial<RuleResource> & { readonly owner?: Owner },
): RuleResource {
  return {
    type: 'rule',
    family: 'ipv4',
    priority,
    action: 'lookup',
    ...(parts.action === undefined && { table: 254 }),
    protocol: parts.owner === undefined ? 3 : ownProtocol,
    ...parts,
  };
}

/** Wanted resources that all come from one place of the contract. */
export function wantedAt(
  path: string,
  ...resources: readonly Resource[]
): readonly WantedResource[] {
  return resources.map((resource) => ({ resource, path }));
}
