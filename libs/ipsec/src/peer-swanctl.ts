import type { PeerFile } from '#drivers';
import type { PeerSettings, PeerSheetEnd } from './peer-settings.js';

/** Our end makes new keys first: who waits longer never makes them at the same moment. */
const longer = 1.25;

type Block = readonly (string | readonly [title: string, block: Block])[];

/**
 * The settings as strongSwan's swanctl reads them (5.9 and later), with the public files that they name. A shared secret is
 * not among them: sections of one name are joined, so that it may stand in a file of its own.
 */
export function swanctlFiles(settings: PeerSettings): readonly PeerFile[] {
  const { name } = settings;
  const blocks: Block = [
    ['connections', [[name, connectionBlock(settings)]]],
    ...(settings.authentication.method === 'psk' ? [secretsBlock(settings)] : []),
  ];
  const text = `${heading(settings)}\n${lines(blocks).join('\n')}\n`;
  return [{ path: 'swanctl.conf', text }, ...publicFiles(settings)];
}

function heading({ name, ours, yours }: PeerSettings): string {
  return [
    `# ${name}: the end '${yours.name}' of an IPsec tunnel whose other end is '${ours.name}'.`,
    '# Load it with: swanctl --load-all',
    ...(yours.address === '%any'
      ? ['# Your address is not known to us: it is whichever the packets leave from.']
      : []),
  ].join('\n');
}

function connectionBlock(settings: PeerSettings): Block {
  const { yours, ours, initiator, ike, children, deadPeerDetection: dpd, natTraversal } = settings;
  return [
    'version = 2',
    ...(yours.address === '%any' ? [] : [`local_addrs = ${yours.address}`]),
    `remote_addrs = ${ours.address}`,
    `proposals = ${ike.proposals.map(({ strongswan }) => strongswan).join(',')}`,
    'mobike = no',
    'fragmentation = yes',
    `encap = ${natTraversal.encapsulation === 'always' ? 'yes' : 'no'}`,
    `dpd_delay = ${dpd.delay}s`,
    `rekey_time = ${Math.ceil(ike.rekey * longer)}s`,
    `reauth_time = 0s`,
    ...(ike.childless === 'required' ? ['childless = force'] : []),
    // Who does not begin must not try again by itself: two that begin leave two tunnels.
    ...(initiator === 'you' ? ['keyingtries = 0'] : []),
    'unique = replace',
    ['local', [...proof(settings, yours), `id = "${yours.id}"`]],
    ['remote', [...trust(settings, ours), `id = "${ours.id}"`]],
    ['children', children.map((child) => [child.name, childBlock(child, settings)] as const)],
  ];
}

function childBlock(
  { yours, ours }: PeerSettings['children'][number],
  { esp, initiator }: PeerSettings,
): Block {
  const begins = initiator === 'you';
  return [
    'mode = tunnel',
    `local_ts = ${yours.join(',')}`,
    `remote_ts = ${ours.join(',')}`,
    `esp_proposals = ${esp.proposals.map(({ strongswan }) => strongswan).join(',')}`,
    `rekey_time = ${Math.ceil(esp.rekey * longer)}s`,
    `replay_window = ${esp.replayWindow}`,
    `start_action = ${begins ? 'start' : 'none'}`,
    `dpd_action = ${begins ? 'restart' : 'clear'}`,
    `close_action = ${begins ? 'start' : 'none'}`,
  ];
}

/** How the reader's end proves itself: what it has for that is its own. */
function proof({ authentication: { method }, name }: PeerSettings, yours: PeerSheetEnd): Block {
  switch (method) {
    case 'psk':
      return ['auth = psk'];
    case 'publicKey':
      return [
        'auth = pubkey',
        `pubkeys = ${keyFile(yours)}`,
        '# its private key stands in the directory private',
      ];
    case 'certificate':
      return [
        'auth = pubkey',
        `# your own certificate, in the directory x509; its private key in private`,
        `certs = ${name}.pem`,
      ];
  }
}

/** By what the reader's end knows ours. */
function trust({ authentication: { method }, name }: PeerSettings, ours: PeerSheetEnd): Block {
  switch (method) {
    case 'psk':
      return ['auth = psk'];
    case 'publicKey':
      return ['auth = pubkey', `pubkeys = ${keyFile(ours)}`];
    case 'certificate':
      return ours.authorities === undefined
        ? ['auth = pubkey', '# the authority that vouches for our end: ask us for its certificate']
        : [
            'auth = pubkey',
            `cacerts = ${authorityFiles(name, ours)
              .map(({ path }) => path.replace('x509ca/', ''))
              .join(',')}`,
          ];
  }
}

function secretsBlock({
  name,
  yours,
  ours,
  authentication: { secretDigest = '' },
}: PeerSettings): readonly [string, Block] {
  return [
    'secrets',
    [
      [
        `ike-${name}`,
        [
          `id-1 = "${yours.id}"`,
          `id-2 = "${ours.id}"`,
          '# The shared secret is no part of this sheet: whoever made it hands it to you by another way. Its digest is',
          `# ${secretDigest} (sha256 of its bytes).`,
          '# secret = 0s<base64 of the secret>',
        ],
      ],
    ],
  ];
}

function publicFiles({
  ours,
  yours,
  name,
  authentication: { method },
}: PeerSettings): readonly PeerFile[] {
  switch (method) {
    case 'psk':
      return [];
    case 'publicKey':
      return [yours, ours].map((end) => ({
        path: `pubkey/${keyFile(end)}`,
        text: end.publicKey ?? '',
      }));
    case 'certificate':
      return authorityFiles(name, ours);
  }
}

function keyFile({ name }: PeerSheetEnd): string {
  return `${name}.pem`;
}

/** One file each: of a file with several swanctl reads the first only. */
function authorityFiles(name: string, { authorities = '' }: PeerSheetEnd): readonly PeerFile[] {
  const found = authorities.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return (found ?? []).map((text, place) => ({
    path: `x509ca/${name}-${place + 1}.pem`,
    text: `${text}\n`,
  }));
}

function lines(block: Block, indent = ''): readonly string[] {
  return block.flatMap((entry) =>
    typeof entry === 'string'
      ? [`${indent}${entry}`]
      : [`${indent}${entry[0]} {`, ...lines(entry[1], `${indent}  `), `${indent}}`],
  );
}
