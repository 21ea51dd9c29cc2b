import {
  ipsecChildren,
  ipsecName,
  noProofs,
  type IpAddress,
  type IpsecProofs,
  type IpsecResource,
  type Surroundings,
} from '#drivers';
import type { IpsecMember, IpsecSpec } from './ipsec-spec.js';
import { proposalsOf } from './proposals.js';
import { tunnelChildren } from './tunnel-children.js';
import type { TunnelEnds } from './tunnel-ends.js';
import { interfaceIdOf } from './xfrm-kind.js';

/** What the daemon of one host has to know of a tunnel. */
export function connection(
  spec: IpsecSpec,
  ends: TunnelEnds,
  { owner, interfaceName }: Surroundings,
): IpsecResource {
  const { ike, esp } = proposalsOf(spec.proposals);
  const hasLink = spec.mode !== 'policy';
  const begins = spec.initiator ?? spec.members[0]?.node;
  return {
    type: 'ipsec',
    name: ipsecName(owner),
    owner,
    ...(hasLink && { link: interfaceName }),
    ifId: hasLink ? interfaceIdOf(owner, interfaceName) : 0,
    ...endFields(ends),
    ...proofs(spec, ends),
    ikeProposals: ike.join(','),
    espProposals: esp.join(','),
    children: childrenText(spec, ends),
    initiates: begins === ends.member.node,
    ...lifetimes(spec),
    ...details(spec),
  };
}

function endFields({
  local,
  remote,
}: TunnelEnds): Pick<IpsecResource, 'localAddress' | 'remoteAddress' | 'localId' | 'remoteId'> {
  return {
    // A member always has an address.
    localAddress: local.address as IpAddress,
    remoteAddress: remote.seenAs,
    localId: local.id,
    remoteId: remote.id,
  };
}

type Proofs = IpsecProofs & Pick<IpsecResource, 'localAuth' | 'remoteAuth'>;

function proofs(spec: IpsecSpec, { member, remote }: TunnelEnds): Proofs {
  const { auth = 'publicKey', authorities = '', revocationLists = '', peer } = spec;
  const nothing = { localAuth: auth, remoteAuth: auth, ...noProofs };
  switch (auth) {
    case 'publicKey':
      return { ...nothing, remoteKey: remote.publicKey };
    case 'psk':
      return { ...nothing, ...secretsOf(spec, member) };
    case 'certificate':
      return {
        ...nothing,
        localCertificates: member.certificates ?? '',
        authorities: peer?.authorities ?? authorities,
        revocationLists,
        onlineRevocation: spec.onlineRevocation === true,
      };
  }
}

function secretsOf(
  { secretDigest, otherSecretDigest, secretWindow }: IpsecSpec,
  { secret = '', otherSecret = '' }: IpsecMember,
): Partial<Proofs> {
  return {
    ...{ secretDigest: secretDigest ?? '', sealedSecret: secret },
    ...{ otherSecretDigest: otherSecretDigest ?? '', otherSealedSecret: otherSecret },
    secretWindow: secretWindow ?? 900,
  };
}

function childrenText(spec: IpsecSpec, { index, local, remote }: TunnelEnds): string {
  const networks = { local: local.subnets, remote: remote.subnets, isFirst: index === 0 };
  return ipsecChildren(tunnelChildren(spec, networks));
}

type Lifetimes = Pick<
  IpsecResource,
  'ikeRekey' | 'childRekey' | 'reauthenticate' | 'rekeyBytes' | 'rekeyPackets'
>;

function lifetimes({ auth, lifetimes: given = {} }: IpsecSpec): Lifetimes {
  const { ike, child, reauthenticate, bytes, packets } = given;
  return {
    ikeRekey: ike ?? 14_400,
    childRekey: child ?? 3_600,
    reauthenticate: reauthenticate ?? (auth === 'certificate' ? 86_400 : 0),
    rekeyBytes: bytes ?? 0,
    rekeyPackets: packets ?? 0,
  };
}

type Details = Pick<
  IpsecResource,
  'replayWindow' | 'dpdDelay' | 'udpEncapsulation' | 'childless' | 'rekeyProbe'
>;

function details(spec: IpsecSpec): Details {
  return {
    replayWindow: spec.replayWindow ?? 32,
    dpdDelay: spec.dpdDelay ?? 15,
    udpEncapsulation: spec.udpEncapsulation ?? false,
    childless: spec.childless ?? spec.peer === undefined,
    rekeyProbe: spec.rekeyProbe ?? true,
  };
}
