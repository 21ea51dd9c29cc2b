import type { PeerSettings, PeerSheetEnd } from './peer-settings.js';
import type { VendorWords } from './vendor-words.js';

/** The settings in Markdown, for the administrator of the other end. */
export function peerText(title: string, settings: PeerSettings): string {
  const { yours, ours, ike, esp, children, deadPeerDetection: dpd, mtu } = settings;
  return [
    `# ${title}: IPsec tunnel to ${ours.name}`,
    table(
      ['', 'your end', 'our end'],
      [
        ['address', addressOf(yours), addressOf(ours)],
        ['IKE identity', yours.id, ours.id],
        ['networks', yours.subnets.join(', '), ours.subnets.join(', ')],
        ['begins', ...(settings.initiator === 'you' ? ['yes', 'no'] : ['no', 'yes'])],
      ],
    ),
    '## Proof of identity',
    proofText(settings),
    '## Proposals',
    'In order of preference; one of each suffices. Anything else is refused.',
    proposalTable('IKEv2', ike.proposals),
    proposalTable('ESP, tunnel mode, with PFS', esp.proposals),
    '## Networks of each CHILD_SA',
    table(
      ['child', 'your networks', 'our networks'],
      children.map((child) => [child.name, child.yours.join(', '), child.ours.join(', ')]),
    ),
    '## Everything else',
    table(
      ['setting', 'value'],
      [
        ['IKE version', '2 only; fragmentation on, MOBIKE off'],
        ['first CHILD_SA', firstChild(ike.childless)],
        ['new IKE keys', `our end after ${ike.rekey} s; set a longer time at yours`],
        ['new ESP keys', `our end after ${limits(esp)}; set a longer time at yours`],
        ['new proof of identity', ike.reauthenticate === 0 ? 'never' : `${ike.reauthenticate} s`],
        ['dead peer detection', livenessText(dpd)],
        ['firewall', 'UDP 500, UDP 4500 and ESP (IP protocol 50), both ways'],
        ['NAT traversal', natText(settings)],
        ['replay window', `${esp.replayWindow} packets`],
        ['MTU in the tunnel', `${mtu.inner} bytes`],
        ['TCP MSS', `${mtu.mssIpv4} over IPv4, ${mtu.mssIpv6} over IPv6`],
      ],
    ),
  ].join('\n\n');
}

function addressOf({ address }: PeerSheetEnd): string {
  return address === '%any' ? 'any' : address;
}

function proofText({ authentication, ours }: PeerSettings): string {
  const { method, secretDigest, otherSecretDigest } = authentication;
  switch (method) {
    case 'psk':
      return [
        'A shared secret, which is no part of this sheet: whoever made it hands it to you by another way.',
        `SHA-256 of its bytes: \`${secretDigest ?? ''}\`.`,
        ...(otherSecretDigest === undefined
          ? []
          : [`For now your end may also prove itself by another one: \`${otherSecretDigest}\`.`]),
      ].join('\n');
    case 'publicKey':
      return `Raw public keys (RFC 7670). Ours:\n\n\`\`\`\n${(ours.publicKey ?? '').trim()}\n\`\`\``;
    case 'certificate':
      return ours.authorities === undefined
        ? 'X.509 certificates. Ask us for the certificate of the authority that vouches for our end.'
        : `X.509 certificates. For ours vouches:\n\n\`\`\`\n${ours.authorities.trim()}\n\`\`\``;
  }
}

function proposalTable(title: string, proposals: readonly VendorWords[]): string {
  const head = [title, 'Cisco', 'FortiGate', 'Palo Alto'];
  return table(
    head,
    proposals.map(({ strongswan, cisco = '–', fortigate = '–', paloAlto = '–' }) => [
      ...[`\`${strongswan}\``, cisco, fortigate, paloAlto],
    ]),
  );
}

function firstChild(childless: PeerSettings['ike']['childless']): string {
  return childless === 'required'
    ? 'by an exchange of its own (childless IKE_SA, RFC 6023)'
    : 'with IKE_AUTH, or by an exchange of its own';
}

function limits({ rekey, rekeyBytes, rekeyPackets }: PeerSettings['esp']): string {
  return [
    `${rekey} s`,
    ...(rekeyBytes > 0 ? [`${rekeyBytes} bytes`] : []),
    ...(rekeyPackets > 0 ? [`${rekeyPackets} packets`] : []),
  ].join(' or ');
}

function livenessText({ delay, noticedWithin }: PeerSettings['deadPeerDetection']): string {
  return noticedWithin === undefined
    ? 'our end does not ask'
    : `our end asks after ${delay} s of silence and gives up ${noticedWithin} s after the last packet`;
}

function natText({ natTraversal: { encapsulation } }: PeerSettings): string {
  return encapsulation === 'always'
    ? 'ESP always in UDP 4500'
    : 'ESP in UDP 4500 where NAT is found';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
