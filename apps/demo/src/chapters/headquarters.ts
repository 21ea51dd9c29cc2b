import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, sealSecret } from '#contract';
import type { Cast } from '../cast.js';
import { hercules } from '../hercules.js';
import { contractId, siteTitle } from '../site.js';
import { cable, interfaceUp } from '../topology.js';
import { waitUntil } from '../wait-until.js';

export interface HeadquartersFigures {
  readonly headquartersPingLost: number;
  /** Between host and headquarters while the workload spoke with a desk there: encrypted, and readable. */
  readonly espPackets: number;
  readonly clearPackets: number;
}

const namespace = 'hq';
const desk = { namespace: 'hq-desk', address: '198.18.8.2' } as const;
const address = '198.51.100.250';
const subnet = '198.18.8.0/24';
const gateway = '192.0.2.254';
const workload = 'headquarters';
const daemon = 'hq-strongswan';
const capture = 'hq-wire';

/** Headquarters, its desk, and the ways between them and the workload of host-a: nothing that a contract is about. */
export async function furnishHeadquarters({ lab }: Cast): Promise<void> {
  await lab.furnish([
    {
      commands: [
        ...[namespace, desk.namespace].map((name) => `netns add ${name}`),
        ...cable('wan', 'w-hq', namespace, 'eth0'),
        `link add name lan0 netns ${namespace} type veth peer name eth0 netns ${desk.namespace}`,
      ],
    },
    {
      namespace,
      commands: [...interfaceUp('eth0', address), ...interfaceUp('lan0', '198.18.8.1')],
    },
    {
      namespace: desk.namespace,
      commands: [...interfaceUp('eth0', desk.address), 'route add default via 198.18.8.1'],
    },
    { namespace, commands: ['route add 192.0.2.0/24 via 198.51.100.1'] },
    { namespace: 'work-a', commands: [`route add ${subnet} via ${gateway}`] },
  ]);
  for (const router of [namespace, 'host-a'])
    await lab.run({ namespace: router, command: ['sysctl', '-qw', 'net.ipv4.ip_forward=1'] });
}

export async function headquarters(cast: Cast): Promise<HeadquartersFigures> {
  const { lab, say, site } = cast;
  say.chapter('A tunnel to headquarters, whose gateway is somebody else’s strongSwan');
  const secret = randomBytes(32);
  await site.submit(site.next(siteTitle, await withTunnel(cast, secret)));
  await site.everyHost('applied');
  say.line(`host-a wants the tunnel, and waits for ${address}`);

  const sheet = await setUpByHand(cast, secret);
  say.line(`headquarters loads ${sheet} lines of swanctl.conf from the peer sheet as they are`);
  await waitUntil('the tunnel is up', () => upTunnel(cast), { tell: say.line.bind(say) });
  await startCapture(cast);
  const probe = { namespace: 'work-a', to: desk.address, count: 20, size: 1000 };
  const { sent, lost } = await lab.ping(probe);
  const { esp, clear } = await captured(cast, sent);
  say.check(lost === 0, `${sent} pings from the workload to a desk at headquarters, ${lost} lost`);
  const how = cast.esp === 'kernel' ? "the kernel's ESP" : "the daemons' own ESP in UDP";
  say.check(
    esp >= 2 * sent && clear === 0,
    `on the wire meanwhile: ${esp} packets of ${how}, ${clear} that can be read`,
  );
  return { headquartersPingLost: lost, espPackets: esp, clearPackets: clear };
}

/** The network so far, its bridge on host-a with an address as the workload's way out, and the tunnel. */
async function withTunnel({ esp, site }: Cast, secret: Buffer): Promise<readonly object[]> {
  const version = site.nextVersion;
  const host = (await site.joinedNodes()).find(({ id }) => id === 'host-a');
  if (host?.publicKey == null) throw new Error('host-a has not joined');
  const member = { node: 'host-a', underlay: 'eth0', subnets: ['192.0.2.0/24'] };
  const tunnel = {
    mode: esp === 'kernel' ? 'xfrm' : 'policy',
    auth: 'psk',
    secretDigest: digestOf(secret),
    members: [{ ...member, secret: sealSecret(secret, host.publicKey) }],
    peer: { address, id: 'hq.example', subnets: [subnet] },
  };
  return [
    ...(site.network as readonly Workload[]).map((one) =>
      one.name === 'site-lan' ? withGateway(one, version) : one,
    ),
    { name: workload, type: 'ipsec', version, data: tunnel },
  ];
}

interface Workload {
  readonly name: string;
  readonly data: { readonly members: readonly { readonly node: string }[] };
}

function withGateway(lan: Workload, version: number): object {
  const members = lan.data.members.map((member) =>
    member.node === 'host-a' ? { ...member, addresses: [`${gateway}/24`] } : member,
  );
  return { ...lan, version, data: { ...lan.data, members } };
}

/** What the administrator over there does with the sheet and the secret; answers with the lines of the sheet's file. */
async function setUpByHand(cast: Cast, secret: Buffer): Promise<number> {
  const { directory, esp, lab } = cast;
  const home = join(directory, 'hq');
  mkdirSync(home, { mode: 0o700 });
  const socket = `unix://${home}/charon.vici`;
  const settings = join(home, 'strongswan.conf');
  writeFileSync(settings, daemonSettings(socket, esp));
  const environment = { STRONGSWAN_CONF: settings };
  const command = ['/usr/sbin/charon-systemd'];
  await lab.startProgram({ name: daemon, namespace, command, environment });

  await hercules(cast, 'contract', 'peer-sheet', contractId, workload, '--out', home);
  const sheet = readFileSync(join(home, 'swanctl.conf'), 'utf8');
  const said = await hercules(cast, 'contract', 'peer-sheet', contractId, workload, '-o', 'json');
  const { settings: facts } = JSON.parse(said) as { readonly settings: { readonly name: string } };
  const value = `0s${secret.toString('base64')}`;
  writeFileSync(
    join(home, 'all.conf'),
    `include swanctl.conf\nsecrets { ike-${facts.name} { secret = ${value} } }\n`,
    { mode: 0o600 },
  );
  const load = ['--load-all', '--noprompt', '--file', join(home, 'all.conf'), '--uri', socket];
  await waitUntil('the daemon of headquarters takes its settings', async () => {
    await lab.run({ namespace, command: ['env', `SWANCTL_DIR=${home}`, 'swanctl', ...load] });
    return true;
  });
  return sheet.trimEnd().split('\n').length;
}

/** Nothing of the machine's own settings is read. */
function daemonSettings(socket: string, esp: Cast['esp']): string {
  const userspace = esp === 'userspace' ? 'kernel-libipsec ' : '';
  return `charon-systemd {
  load_modular = no
  load = random nonce openssl curve25519 pem pkcs1 pkcs8 pubkey x509 constraints kdf hmac sha2 aes gcm ${userspace}kernel-netlink socket-default vici
  plugins {
    vici {
      socket = ${socket}
    }
  }
}
`;
}

async function upTunnel({ site }: Cast): Promise<true | undefined> {
  const { hosts } = await site.status();
  const conditions = hosts
    .flatMap(({ workloads }) => workloads)
    .find(({ name }) => name === workload)?.conditions;
  const working = conditions?.find(({ type }) => type === 'Working');
  return working?.status === 'True' ? true : undefined;
}

/** Between the two gateways, where nobody has decrypted anything. */
async function startCapture({ directory, lab }: Cast): Promise<void> {
  const file = join(directory, 'wire.pcap');
  const command = [
    'tcpdump',
    '-Z',
    'root',
    '-U',
    '-n',
    '-i',
    'w-hq',
    '-w',
    file,
    'ip and not igmp',
  ];
  await lab.startProgram({ name: capture, command });
  await waitUntil('tcpdump looks on', () => {
    const log = readFileSync(join(directory, `${capture}.log`), 'utf8');
    return Promise.resolve(log.includes('listening on') ? true : undefined);
  });
}

/** Waits for as many encrypted packets as there were pings and answers, then looks at all that tcpdump has seen. */
async function captured(cast: Cast, pings: number): Promise<Capture> {
  const enough = async (): Promise<true | undefined> =>
    (await readCapture(cast)).esp >= 2 * pings || undefined;
  await waitUntil('tcpdump has seen the pings', enough, { seconds: 20 }).catch(() => undefined);
  await cast.lab.stopProgram(capture);
  return readCapture(cast);
}

interface Capture {
  readonly esp: number;
  /** Neither ESP nor IKE. */
  readonly clear: number;
}

async function readCapture({ directory, lab }: Cast): Promise<Capture> {
  const command = ['tcpdump', '-n', '-r', join(directory, 'wire.pcap')];
  const lines = (await lab.run({ namespace, command })).split('\n').filter((line) => line !== '');
  const esp = lines.filter((line) => line.includes('ESP(')).length;
  const ike = lines.filter((line) => /isakmp|NONESP-encap|isakmp-nat-keep-alive/.test(line)).length;
  return { esp, clear: lines.length - esp - ike };
}
