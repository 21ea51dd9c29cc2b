import { createHash } from 'node:crypto';
import { digestOf, publicKeyOf, sealSecret, type SigningKey } from '#contract';
import {
  childrenOf,
  identityOf,
  ipsecChildren,
  ipsecName,
  noProofs,
  type IpAddress,
  type IpsecResource,
  type Operation,
} from '#drivers';

const contract = '01J9Z3NDEKTSV4RRFFQ69G5FAV';

/** So many ends of tunnels, each with networks, names and a secret of its own, which wait for their peers. */
export function benchTunnels(count: number, identity: SigningKey): readonly IpsecResource[] {
  return Array.from({ length: count }, (_, place) => tunnel(place, identity));
}

/** The same between 198.51.100.1, which begins them, and 198.51.100.2: both ends of each. */
export function benchPairs(
  count: number,
  identity: SigningKey,
): readonly (readonly [near: IpsecResource, far: IpsecResource])[] {
  return benchTunnels(count, identity).map((end) => {
    const near = { ...end, remoteAddress: '198.51.100.2' as IpAddress, initiates: true };
    const [child] = childrenOf(near);
    const far = {
      ...near,
      localAddress: near.remoteAddress,
      remoteAddress: near.localAddress,
      localId: near.remoteId,
      remoteId: near.localId,
      children: ipsecChildren(
        child === undefined ? [] : [{ ...child, local: child.remote, remote: child.local }],
      ),
      initiates: false,
    };
    return [near, far];
  });
}

export function creationOf(after: IpsecResource): Operation {
  return {
    action: 'create',
    identity: identityOf(after),
    before: null,
    after,
    fields: [],
    effect: 'none',
    dependsOn: [],
  };
}

/** Its keys for packets last so many seconds from now on; those that it has go on. */
export function lifetimeChange(before: IpsecResource, childRekey: number): Operation {
  const change = creationOf({ ...before, childRekey });
  return { ...change, action: 'change', before, fields: ['childRekey'] };
}

/** The same tunnels in the words of `swanctl.conf`. */
export function swanctlFile(tunnels: readonly IpsecResource[]): string {
  const connections = tunnels.map(connectionText).join('\n');
  const secrets = tunnels.map((entry, place) => secretText(entry, place)).join('\n');
  return `connections {\n${connections}\n}\nsecrets {\n${secrets}\n}\n`;
}

function tunnel(place: number, identity: SigningKey): IpsecResource {
  const secret = secretOf(place);
  const [high, low] = [place >> 8, place & 255];
  return {
    type: 'ipsec',
    name: ipsecName({ contract, workload: `wan-${place}` }),
    ifId: place + 1,
    localAddress: '198.51.100.1' as IpAddress,
    remoteAddress: `198.18.${high}.${low}` as IpAddress,
    localId: `a-${place}.example`,
    remoteId: `b-${place}.example`,
    localAuth: 'psk',
    remoteAuth: 'psk',
    ...noProofs,
    secretDigest: digestOf(secret),
    sealedSecret: sealSecret(secret, publicKeyOf(identity)),
    secretWindow: 900,
    ikeProposals: 'aes256gcm16-prfsha384-ecp384',
    espProposals: 'aes256gcm16-ecp384',
    children: ipsecChildren([
      { name: 'net', local: ['10.1.0.0/24'], remote: [`10.${128 + high}.${low}.0/24`] },
    ]),
    initiates: false,
    ikeRekey: 14_400,
    childRekey: 3_600,
    reauthenticate: 0,
    rekeyBytes: 0,
    rekeyPackets: 0,
    replayWindow: 32,
    dpdDelay: 15,
    udpEncapsulation: false,
    childless: false,
    rekeyProbe: true,
  };
}

function secretOf(place: number): Buffer {
  return createHash('sha256').update(`bench ${place}`).digest();
}

function connectionText(entry: IpsecResource): string {
  const [child] = childrenOf(entry);
  return `  c${entry.ifId} {
    version = 2
    local_addrs = ${entry.localAddress}
    remote_addrs = ${entry.remoteAddress}
    proposals = ${entry.ikeProposals}
    mobike = no
    dpd_delay = 15s
    rekey_time = 14400s
    keyingtries = 0
    unique = replace
    if_id_in = ${entry.ifId}
    if_id_out = ${entry.ifId}
    local { auth = psk\n id = fqdn:${entry.localId}\n }
    remote { auth = psk\n id = fqdn:${entry.remoteId}\n }
    children { net {
      local_ts = ${child?.local.join() ?? ''}
      remote_ts = ${child?.remote.join() ?? ''}
      esp_proposals = ${entry.espProposals}
      rekey_time = 3600s
      life_time = 3960s
      ${entry.initiates ? 'start_action = start' : ''}
      dpd_action = ${entry.initiates ? 'restart' : 'clear'}
    } }
  }`;
}

function secretText({ ifId, localId, remoteId }: IpsecResource, place: number): string {
  const secret = secretOf(place).toString('hex');
  return `  ike-${ifId} { secret = 0x${secret}\n id-a = fqdn:${localId}\n id-b = fqdn:${remoteId}\n }`;
}
