import { createHash } from 'node:crypto';
import { childrenOf, identityText, type IpsecChild, type IpsecResource } from '#drivers';
import { sectionOf, type PlainSection, type ViciSection } from '#vici';

/** The `load-conn` of one end of a tunnel. @param ownKey this host's public key in PEM */
export function connectionMessage(tunnel: IpsecResource, ownKey: string): ViciSection {
  const { name, ikeProposals, ikeRekey, reauthenticate, ifId } = tunnel;
  const tenth = Math.ceil(shortestLife(tunnel) / 10);
  const connection = sectionOf({
    version: 2,
    local_addrs: [tunnel.localAddress],
    remote_addrs: [tunnel.remoteAddress],
    proposals: ikeProposals.split(','),
    mobike: false,
    fragmentation: true,
    encap: tunnel.udpEncapsulation,
    dpd_delay: `${tunnel.dpdDelay}s`,
    rekey_time: `${ikeRekey}s`,
    rand_time: `${tenth}s`,
    over_time: `${tenth + variation(tunnel)}s`,
    // Both at once would each add an IKE_SA, and each of these two more the next time.
    reauth_time: `${tunnel.initiates ? reauthenticate : Math.ceil(reauthenticate * 1.25)}s`,
    // What a silent peer needs; one that refuses is asked again by the keeper of tunnels, and less and less often.
    keyingtries: 0,
    // The keeper ends what is superfluous, after what replaces it stands; but where both ends prove themselves anew
    // again and again, each of them would add an IKE_SA every time.
    unique: reauthenticate > 0 ? 'replace' : 'no',
    childless: tunnel.childless ? 'force' : 'allow',
    ...(ifId > 0 && { if_id_in: ifId, if_id_out: ifId }),
    local: { ...localAuth(tunnel, ownKey), id: identityText(tunnel.localId) },
    remote: { ...remoteAuth(tunnel), id: identityText(tunnel.remoteId) },
    children: new Map(
      childrenOf(tunnel).map((child) => [child.name, sectionOf(childMembers(child, tunnel))]),
    ),
  });
  return new Map([[name, connection]]);
}

/** The `load-shared`; owners always, for without them it would be everybody's. */
export function secretMessage(
  tunnel: Pick<IpsecResource, 'name' | 'secretDigest' | 'localId' | 'remoteId'>,
  data: Buffer,
): ViciSection {
  const owners = [identityText(tunnel.localId), identityText(tunnel.remoteId)];
  return sectionOf({ id: secretIdOf(tunnel), type: 'IKE', data, owners });
}

/** What the daemon calls a secret: two of one tunnel are two. */
export function secretIdOf({
  name,
  secretDigest,
}: Pick<IpsecResource, 'name' | 'secretDigest'>): string {
  return `${name}#${secretDigest.slice(-16)}`;
}

/** Of those in the daemon the ones of this tunnel. */
export function secretIdsOf(name: string, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => id.startsWith(`${name}#`));
}

/**
 * Seconds, another number for other children: a daemon that finds an IKE_SA of the same settings begins children within
 * it (`checkout_by_config` of strongSwan's ike_sa_manager.c), and would take that of former ones.
 */
function variation(tunnel: IpsecResource): number {
  const text = [tunnel.children, tunnel.espProposals, tunnel.replayWindow].join();
  const most = Math.min(250, Math.ceil(shortestLife(tunnel) / 10));
  return createHash('sha256').update(text).digest().readUInt16BE() % (most + 1);
}

/**
 * Seconds. The end that begins is told when the other one wants it to prove itself anew, and does so `over_time` before
 * (RFC 4478; `set_auth_lifetime` of strongSwan's ike_sa.c): at once, and again and again, where `over_time` is longer than that.
 */
function shortestLife({ ikeRekey, reauthenticate }: IpsecResource): number {
  return reauthenticate > 0 ? Math.min(ikeRekey, reauthenticate) : ikeRekey;
}

function childMembers(child: IpsecChild, tunnel: IpsecResource): PlainSection {
  const { childRekey, rekeyBytes, rekeyPackets, initiates } = tunnel;
  return {
    mode: 'tunnel',
    local_ts: child.local,
    remote_ts: child.remote,
    esp_proposals: tunnel.espProposals.split(','),
    rekey_time: `${childRekey}s`,
    life_time: `${Math.ceil(childRekey * 1.1)}s`,
    rekey_bytes: rekeyBytes,
    rekey_packets: rekeyPackets,
    ...(rekeyBytes > 0 && { life_bytes: Math.ceil(rekeyBytes * 1.1) }),
    ...(rekeyPackets > 0 && { life_packets: Math.ceil(rekeyPackets * 1.1) }),
    replay_window: tunnel.replayWindow,
    start_action: 'none',
    dpd_action: initiates ? 'restart' : 'clear',
    close_action: initiates ? 'start' : 'none',
  };
}

function localAuth(
  { localAuth: auth, localCertificates }: IpsecResource,
  ownKey: string,
): PlainSection {
  switch (auth) {
    case 'psk':
      return { auth: 'psk' };
    case 'publicKey':
      return { auth: 'pubkey', pubkeys: [ownKey] };
    case 'certificate':
      return { auth: 'pubkey', certs: certificatesIn(localCertificates).slice(0, 1) };
  }
}

function remoteAuth({
  remoteAuth: auth,
  remoteKey,
  authorities,
  revocationLists,
  onlineRevocation,
}: IpsecResource): PlainSection {
  switch (auth) {
    case 'psk':
      return { auth: 'psk' };
    case 'publicKey':
      return { auth: 'pubkey', pubkeys: [remoteKey] };
    case 'certificate':
      return {
        auth: 'pubkey',
        cacerts: certificatesIn(authorities),
        ...((revocationLists !== '' || onlineRevocation) && { revocation: 'strict' }),
      };
  }
}

/** Each certificate of a text of several, in their order. */
export function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

export function revocationListsIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? [];
}
