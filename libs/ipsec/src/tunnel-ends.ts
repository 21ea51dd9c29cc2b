import { accept, pointer, publicKeyObject, refuse, type CharterNode, type Result } from '#contract';
import {
  defaultUnderlayMtu,
  familyOf,
  parseIpAddress,
  type Cidr,
  type DriverProblemCode,
  type Family,
  type IpAddress,
  type Surroundings,
} from '#drivers';
import type { IpsecMember, IpsecPeer, IpsecSpec } from './ipsec-spec.js';

/** One end of a tunnel as the other one has to know it. */
export interface TunnelEnd {
  /** The host, or 'peer'. */
  readonly name: string;
  readonly address: IpAddress | '%any';
  /** Another one than its own where NAT is before it. */
  readonly seenAs: IpAddress | '%any';
  readonly id: string;
  readonly subnets: readonly Cidr[];
  /** The raw public key in PEM; '' where the end proves itself otherwise. */
  readonly publicKey: string;
  /** Largest packet that the end's underlay carries, by the charter. */
  readonly pathMtu: number;
}

export interface TunnelEnds {
  readonly member: IpsecMember;
  readonly index: number;
  readonly local: TunnelEnd;
  readonly remote: TunnelEnd;
}

/** Both ends as this host has to see them; undefined: this host is none. Paths lie below `data`. */
export function tunnelEnds(
  spec: IpsecSpec,
  { node, owner, charterNode }: Pick<Surroundings, 'node' | 'owner' | 'charterNode'>,
): Result<TunnelEnds | undefined, DriverProblemCode> {
  const family = spec.family ?? familyOfTunnel(spec, charterNode);
  const ends: TunnelEnd[] = [];
  for (const [index, member] of spec.members.entries()) {
    const end = memberEnd(member, charterNode(member.node), family, {
      path: pointer('members', index),
      owner,
      usesKeys: (spec.auth ?? 'publicKey') === 'publicKey',
    });
    if (!end.ok) return end;
    ends.push(end.value);
  }
  if (spec.peer !== undefined) ends.push(peerEnd(spec.peer));
  const index = spec.members.findIndex((member) => member.node === node.id);
  const [member, local, remote] = [spec.members[index], ends[index], ends[1 - index]];
  if (member === undefined || local === undefined || remote === undefined) return accept(undefined);
  return accept({ member, index, local, remote });
}

function familyOfTunnel(spec: IpsecSpec, charterNode: Surroundings['charterNode']): Family {
  const [first] = spec.members;
  const given = first?.local ?? spec.peer?.address;
  if (given !== undefined) return familyOf(given);
  const node = first && charterNode(first.node);
  const underlay = node?.underlays.find(({ link }) => link === first?.underlay);
  return underlay?.addresses[0]?.includes(':') === true ? 'ipv6' : 'ipv4';
}

interface EndContext {
  readonly path: string;
  readonly owner: Surroundings['owner'];
  readonly usesKeys: boolean;
}

function memberEnd(
  member: IpsecMember,
  node: CharterNode | undefined,
  family: Family,
  { path, owner, usesKeys }: EndContext,
): Result<TunnelEnd, DriverProblemCode> {
  const underlay = node?.underlays.find(({ link }) => link === member.underlay);
  if (node === undefined || underlay === undefined) {
    const detail = `the charter lists no underlay '${member.underlay}' for host '${member.node}'`;
    return refuse({ code: 'underlay-not-in-charter', path: `${path}/underlay`, detail });
  }
  const listed = underlay.addresses.flatMap((text) => parseIpAddress(text) ?? []);
  const address = member.local ?? listed.find((entry) => familyOf(entry) === family);
  if (address === undefined || familyOf(address) !== family) {
    const detail = `the tunnel travels over ${family}, and host '${member.node}' has no such address here`;
    return refuse({ code: 'underlay-families-mixed', path: `${path}/underlay`, detail });
  }
  if (!listed.includes(address)) {
    const detail = `the charter does not list ${address} on underlay '${underlay.link}' of host '${member.node}'`;
    return refuse({ code: 'local-address-not-in-charter', path: `${path}/local`, detail });
  }
  const seenAs = seenAddress(member, address);
  if (seenAs !== '%any' && familyOf(seenAs) !== family) {
    const detail = `the tunnel travels over ${family}, and ${seenAs} is no such address`;
    return refuse({ code: 'underlay-families-mixed', path: `${path}/seenAs`, detail });
  }
  return accept({
    name: member.node,
    address,
    seenAs,
    id: idOf(member, owner),
    subnets: member.subnets,
    publicKey: usesKeys ? pemOf(node) : '',
    pathMtu: underlay.mtu ?? defaultUnderlayMtu,
  });
}

function seenAddress({ seenAs }: IpsecMember, address: IpAddress): TunnelEnd['seenAs'] {
  return seenAs === 'any' ? '%any' : (seenAs ?? address);
}

/** Another one for each tunnel of a host: by it the daemon of the end that waits tells tunnels of one peer apart. */
function idOf({ node, id }: IpsecMember, { contract, workload }: Surroundings['owner']): string {
  return id ?? `${node}.${workload}.${contract.toLowerCase()}.hercules`;
}

function pemOf({ key }: CharterNode): string {
  return publicKeyObject(key).export({ type: 'spki', format: 'pem' }).toString();
}

function peerEnd({ address, id, subnets, publicKey = '' }: IpsecPeer): TunnelEnd {
  return {
    name: 'peer',
    address: address ?? '%any',
    seenAs: address ?? '%any',
    id,
    subnets,
    publicKey,
    pathMtu: defaultUnderlayMtu,
  };
}
