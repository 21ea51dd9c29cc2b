import { accept, type Result } from '#contract';
import {
  childrenOf,
  identityText,
  silenceNoticedWithin,
  type DriverProblemCode,
  type IpsecResource,
  type Surroundings,
} from '#drivers';
import type { IpsecSpec } from './ipsec-spec.js';
import { connection } from './tunnel-connection.js';
import type { TunnelEnd, TunnelEnds } from './tunnel-ends.js';
import { tunnelMtu } from './tunnel-mtu.js';
import { vendorWords, type VendorWords } from './vendor-words.js';

/** One end of the tunnel as the sheet tells it. */
export interface PeerSheetEnd {
  readonly name: string;
  /** '%any': not known. */
  readonly address: string;
  /** With its type, as strongSwan writes it: 'fqdn:gw.example'. */
  readonly id: string;
  readonly subnets: readonly string[];
  /** Raw public key in PEM; absent: this end proves itself otherwise. */
  readonly publicKey?: string;
  /** Certificates of the authorities that vouch for this end, in PEM; absent: none, or not told by the contract. */
  readonly authorities?: string;
}

/** Everything that the two ends of a tunnel must have alike, from the other end's point of view. Without secrets. */
export interface PeerSettings {
  /** Ready to be a name in a configuration. */
  readonly name: string;
  readonly yours: PeerSheetEnd;
  readonly ours: PeerSheetEnd;
  readonly initiator: 'you' | 'we';
  readonly authentication: {
    readonly method: IpsecResource['localAuth'];
    /** By which to check that both ends have the same secret. */
    readonly secretDigest?: string;
    /** Of a second one, by which your end may prove itself as well; absent: there is none. */
    readonly otherSecretDigest?: string;
  };
  readonly ike: {
    readonly version: 2;
    readonly proposals: readonly VendorWords[];
    /** Seconds after which our end makes new keys. */
    readonly rekey: number;
    /** Seconds after which our end proves itself anew; 0: never. */
    readonly reauthenticate: number;
    readonly fragmentation: true;
    readonly mobike: false;
    readonly childless: 'required' | 'allowed';
  };
  readonly esp: {
    readonly mode: 'tunnel';
    readonly proposals: readonly VendorWords[];
    /** Seconds, bytes and packets after which our end makes new keys; 0: no such limit. */
    readonly rekey: number;
    readonly rekeyBytes: number;
    readonly rekeyPackets: number;
    readonly forwardSecrecy: true;
    /** Packets. */
    readonly replayWindow: number;
  };
  /** One CHILD_SA each. */
  readonly children: readonly {
    readonly name: string;
    readonly yours: readonly string[];
    readonly ours: readonly string[];
  }[];
  readonly deadPeerDetection: {
    /** Seconds of silence after which our end asks; 0: never. */
    readonly delay: number;
    /** Seconds within which our end knows that yours is gone; absent: it does not look. */
    readonly noticedWithin?: number;
  };
  readonly natTraversal: {
    readonly udpPorts: readonly [500, 4500];
    readonly encapsulation: 'always' | 'behind NAT';
  };
  /** Bytes of the largest packet inside the tunnel, and of the largest TCP segment in it. */
  readonly mtu: { readonly inner: number; readonly mssIpv4: number; readonly mssIpv6: number };
}

/** What one end of ours asks of the other one. */
export function peerSettings(
  spec: IpsecSpec,
  ends: TunnelEnds,
  surroundings: Surroundings,
): Result<PeerSettings, DriverProblemCode> {
  const mtu = tunnelMtu(spec, ends);
  if (!mtu.ok) return mtu;
  const tunnel = connection(spec, ends, surroundings);
  const { contract, workload } = surroundings.owner;
  return accept({
    name: `${workload.replaceAll('.', '_')}-${contract.toLowerCase()}`,
    ...endsOf(spec, ends),
    initiator: tunnel.initiates ? 'we' : 'you',
    authentication: {
      method: tunnel.localAuth,
      ...(tunnel.secretDigest !== '' && { secretDigest: tunnel.secretDigest }),
      ...(tunnel.otherSecretDigest !== '' && { otherSecretDigest: tunnel.otherSecretDigest }),
    },
    ike: ikeOf(tunnel),
    esp: espOf(tunnel),
    children: childrenOf(tunnel).map(({ name, local, remote }) => ({
      ...{ name, yours: remote, ours: local },
    })),
    deadPeerDetection: livenessOf(tunnel),
    natTraversal: {
      udpPorts: [500, 4500],
      encapsulation: tunnel.udpEncapsulation ? 'always' : 'behind NAT',
    },
    mtu: { inner: mtu.value, mssIpv4: mtu.value - 40, mssIpv6: mtu.value - 60 },
  });
}

function endsOf(
  { authorities, peer }: IpsecSpec,
  { local, remote }: TunnelEnds,
): Pick<PeerSettings, 'yours' | 'ours'> {
  return {
    yours: endOf(remote, peer === undefined ? authorities : (peer.authorities ?? authorities)),
    ours: endOf({ ...local, address: local.seenAs }, authorities),
  };
}

function endOf(
  { name, address, id, subnets, publicKey }: TunnelEnd,
  authorities: string | undefined,
): PeerSheetEnd {
  return {
    ...{ name, address, id: identityText(id), subnets },
    ...(publicKey !== '' && { publicKey }),
    ...(authorities !== undefined && { authorities }),
  };
}

function ikeOf({
  ikeProposals,
  ikeRekey,
  reauthenticate,
  childless,
}: IpsecResource): PeerSettings['ike'] {
  return {
    version: 2,
    proposals: ikeProposals.split(',').map(vendorWords),
    rekey: ikeRekey,
    reauthenticate,
    fragmentation: true,
    mobike: false,
    childless: childless ? 'required' : 'allowed',
  };
}

function espOf(tunnel: IpsecResource): PeerSettings['esp'] {
  const { espProposals, childRekey, rekeyBytes, rekeyPackets, replayWindow } = tunnel;
  return {
    mode: 'tunnel',
    proposals: espProposals.split(',').map(vendorWords),
    rekey: childRekey,
    ...{ rekeyBytes, rekeyPackets, replayWindow },
    forwardSecrecy: true,
  };
}

function livenessOf({ dpdDelay }: IpsecResource): PeerSettings['deadPeerDetection'] {
  const noticedWithin = silenceNoticedWithin(dpdDelay);
  return { delay: dpdDelay, ...(noticedWithin !== undefined && { noticedWithin }) };
}
