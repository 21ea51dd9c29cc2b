import {
  parseCidr,
  parseIpAddress,
  parseMacAddress,
  isInterfaceName,
  type AddressResource,
  type BridgeLink,
  type Cidr,
  type FdbResource,
  type InterfaceName,
  type IpAddress,
  type MacAddress,
  type Owner,
  type VxlanLink,
  type VxlanOptions,
} from '#drivers';

export const owner: Owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'lan' };
export const mark = 'hercules:01J9Z3NDEKTSV4RRFFQ69G5FAV/lan';

export function name(text: string): InterfaceName {
  if (!isInterfaceName(text)) throw new Error(`'${text}' is no interface name`);
  return text;
}

export function address(text: string): IpAddress {
  return given(parseIpAddress(text), text);
}

export function cidr(text: string): Cidr {
  return given(parseCidr(text), text);
}

export function mac(text: string): MacAddress {
  return given(parseMacAddress(text), text);
}

export const floodMac = mac('00:00:00:00:00:00');

export function bridgeLink(
  linkName: string,
  fields: Partial<Omit<BridgeLink, 'name'>> = {},
): BridgeLink {
  return {
    type: 'link',
    kind: 'bridge',
    name: name(linkName),
    owner,
    mtu: 1450,
    master: null,
    up: true,
    ipv6: false,
    bridge: { stp: false },
    ...fields,
  };
}

export function vxlanLink(
  linkName: string,
  options: Partial<VxlanOptions> = {},
  fields: Partial<Omit<VxlanLink, 'name' | 'vxlan'>> = {},
): VxlanLink {
  return {
    type: 'link',
    kind: 'vxlan',
    name: name(linkName),
    owner,
    mtu: 1400,
    master: null,
    up: true,
    ipv6: false,
    vxlan: {
      vni: 100,
      port: 4789,
      underlay: name('up0'),
      local: address('192.0.2.1'),
      learning: false,
      ttl: 64,
      tos: 0,
      df: 'unset',
      udpChecksum: false,
      ...options,
    },
    ...fields,
  };
}

/** A resource without one of its fields. */
export function omit<Fields extends object, Name extends keyof Fields>(
  fields: Fields,
  name: Name,
): Omit<Fields, Name> {
  const others = Object.entries(fields).filter(([other]) => other !== name);
  return Object.fromEntries(others) as Omit<Fields, Name>;
}

export function flood(link: string, destination: string): FdbResource {
  return { type: 'fdb', link: name(link), mac: floodMac, destination: address(destination), owner };
}

export function addressOn(link: string, text: string): AddressResource {
  return { type: 'address', link: name(link), address: cidr(text), owner };
}

function given<Value>(value: Value | undefined, text: string): Value {
  if (value === undefined) throw new Error(`'${text}' can't be read`);
  return value;
}
