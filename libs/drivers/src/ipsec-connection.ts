import { markOf, ownerOfMark } from './mark.js';
import type { IpAddress } from './addresses.js';
import type { InterfaceName } from './names.js';
import type { Owner } from './link-fields.js';

declare const brand: unique symbol;
/** The mark, as the daemon knows the connection: `hercules/<contract>/<workload>`. */
export type IpsecName = string & { readonly [brand]: 'IpsecName' };

/** How an end proves who it is. */
export type IpsecAuth = 'publicKey' | 'psk' | 'certificate';

/** One CHILD_SA: what may travel between which networks. */
export interface IpsecChild {
  readonly name: string;
  /** Prefixes, or `<prefix>[protocol/port]`, at this end; sorted. */
  readonly local: readonly string[];
  readonly remote: readonly string[];
}

/**
 * One host's end of an IPsec tunnel: a connection of the IKE daemon, with its children and what authenticates it. All
 * fields compare by `===`; a secret is never among them, only its digest and what the host's own key opens.
 */
export interface IpsecResource {
  readonly type: 'ipsec';
  readonly name: IpsecName;
  /** The XFRM interface, which must stand before the first packet; absent: policies catch packets of every interface. */
  readonly link?: InterfaceName;
  /** The id that ties SAs and interface together, above 0; 0: no interface. */
  readonly ifId: number;
  readonly localAddress: IpAddress;
  /** A peer whose address is not known is `%any`: it must be the one that begins. */
  readonly remoteAddress: IpAddress | '%any';
  readonly localId: string;
  readonly remoteId: string;
  readonly localAuth: IpsecAuth;
  readonly remoteAuth: IpsecAuth;
  /** The peer's public key in PEM; '' where it does not prove itself by one. */
  readonly remoteKey: string;
  /** Certificates in PEM: this end's own, and those of the authorities that may vouch for the peer; '' for none. */
  readonly localCertificates: string;
  readonly authorities: string;
  /**
   * Lists of revoked certificates (CRLs) in PEM, of each authority up to the first one: a peer whom they do not clear is
   * refused. '': nobody asks whether a certificate was revoked.
   */
  readonly revocationLists: string;
  /** Whom a certificate names for it is asked whether it was revoked; a peer whom nobody clears is refused. */
  readonly onlineRevocation: boolean;
  /** The digest of the shared secret, and it itself as only this host can read it; '' for none. */
  readonly secretDigest: string;
  readonly sealedSecret: string;
  /** A second secret, by which the peer may prove itself as well while the ends go from one to the other; '' for none. */
  readonly otherSecretDigest: string;
  readonly otherSealedSecret: string;
  /**
   * Seconds for which this end still proves itself by the former secret once it has a new one, and then for as long takes
   * the former one from the peer.
   */
  readonly secretWindow: number;
  /** In order of preference, as strongSwan writes them, separated by commas. */
  readonly ikeProposals: string;
  readonly espProposals: string;
  /** JSON of the list of `IpsecChild`. */
  readonly children: string;
  /** Exactly one end of a tunnel begins. */
  readonly initiates: boolean;
  /** Seconds. */
  readonly ikeRekey: number;
  readonly childRekey: number;
  /** Seconds until both ends prove themselves anew; 0: never. */
  readonly reauthenticate: number;
  /** Bytes and packets after which a child is rekeyed; 0: no such limit. */
  readonly rekeyBytes: number;
  readonly rekeyPackets: number;
  /** Packets. */
  readonly replayWindow: number;
  /** Seconds of silence after which the peer is asked whether it lives; 0: never. */
  readonly dpdDelay: number;
  /** Whether ESP goes in UDP also where no NAT is found. */
  readonly udpEncapsulation: boolean;
  /** Whether the child's first keys come from an exchange of their own, so that its proposals are tried at once. */
  readonly childless: boolean;
  /** Whether the end that begins asks for new keys as soon as the tunnel stands, where `childless` did not try the group. */
  readonly rekeyProbe: boolean;
  readonly owner?: Owner;
}

/** By what an end proves itself and knows its peer. */
export type IpsecProofs = Pick<
  IpsecResource,
  | 'remoteKey'
  | 'localCertificates'
  | 'authorities'
  | 'revocationLists'
  | 'onlineRevocation'
  | 'secretDigest'
  | 'sealedSecret'
  | 'otherSecretDigest'
  | 'otherSealedSecret'
  | 'secretWindow'
>;

/** What does not belong to the way that an end proves itself, so that all of it compares. */
export const noProofs: IpsecProofs = {
  remoteKey: '',
  localCertificates: '',
  authorities: '',
  revocationLists: '',
  onlineRevocation: false,
  secretDigest: '',
  sealedSecret: '',
  otherSecretDigest: '',
  otherSealedSecret: '',
  secretWindow: 0,
};

export function ipsecName(owner: Owner): IpsecName {
  return markOf(owner).replace(':', '/') as IpsecName;
}

/** Undefined: the connection is not ours. */
export function ownerOfIpsecName(name: string): Owner | undefined {
  return ownerOfMark(name.replace('/', ':'));
}

/** The children of a connection; sorted by name, so that the same ones make the same text. */
export function ipsecChildren(children: readonly IpsecChild[]): string {
  return JSON.stringify(children.toSorted((left, right) => (left.name < right.name ? -1 : 1)));
}

export function childrenOf({ children }: Pick<IpsecResource, 'children'>): readonly IpsecChild[] {
  return JSON.parse(children) as readonly IpsecChild[];
}

/** Fields whose change lets what is established stand: they count from the next exchange of keys. */
const quietFields: ReadonlySet<string> = new Set<keyof IpsecResource>([
  'childRekey',
  'childless',
  'dpdDelay',
  'ikeRekey',
  'initiates',
  'otherSealedSecret',
  'otherSecretDigest',
  'reauthenticate',
  'rekeyBytes',
  'rekeyPackets',
  'rekeyProbe',
  'sealedSecret',
  'secretDigest',
  'secretWindow',
  'authorities',
]);

/** Whether a change of these fields needs other SAs than those that are established. */
export function needsNewAssociations(fields: readonly string[]): boolean {
  return fields.some((field) => !quietFields.has(field));
}
