import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  digestOf,
  generateSigningKey,
  privateKeyObject,
  publicKeyOf,
  sealSecret,
  serializeEnvelope,
  type SigningKey,
} from '#contract';
import { CharonProcess } from '#charon';
import { inNewNetns, ip, withNetns, type Netns } from '../kernel/netns.js';
import {
  sampleCharter,
  sampleContractId,
  sampleSite,
  type SampleSite,
} from '../support/sample-site.js';
import { confText, type ConfSection } from './foreign-gateway.js';
import { marker, PlantedSite } from './planted-site.js';
import { search } from './secret-search.js';
import { Gateway, until } from './tunnel-site.js';

/** Shared secrets of tunnels that come up: any bytes do. */
const working = {
  plain: Buffer.from('planted-plain-J4vW8qTz1LmX0cRb7NyE5uKd'),
  hex: Buffer.from('0x5eC2E7d1Fa4B90863c7A1e2D5f48b6909B71ddF0'),
  utf8: Buffer.from('gepflänzt-Zürich-Übergrößenträger-秘密-ключ'),
  quotes: Buffer.from(`planted"quoted'\\back\\"slash"{brace}#hash;=$x`),
  binary: Buffer.from(Array.from({ length: 40 }, (_, place) => (place * 53 + 250) % 256)),
} as const;

/** Those of tunnels that can't, and where they do not belong. */
const failing = {
  wrongHere: Buffer.from('planted-wrong-on-host-a-PqW3eR5tY7uI9oLk'),
  wrongThere: Buffer.from('planted-wrong-on-gateway-Zx2Cv4Bn6Mq8Ws0E'),
  sealedForOther: Buffer.from('planted-sealed-for-another-Hh5Jj7Kk9Ll1Pp3'),
  weak: Buffer.from('weak-weak-weak-weak-weak-weak-weak-weak-weak'),
  unknownField: Buffer.from('planted-in-unknown-field-Qa1Sw2De3Fr4Gt5H'),
  unsealed: Buffer.from('planted_where_sealed_is_due_Mn6Bv5Cx4Zl3Kj2Hg1'),
  longUnsealed: Buffer.from(`planted_${'Ab3dEf6hIj9lMn2pQr5t'.repeat(4)}`),
  brokenJson: Buffer.from('planted-in-broken-json-Yt6Re5Wq4As3Df2Gh1'),
  header: Buffer.from('hc_0123456789abcdef.planted-bearer-Uu7Yy6Tt5Rr4Ee3Ww2Qq1Zz0'),
  query: Buffer.from('planted-in-query-Oo9Ii8Uu7Yy6Tt5Rr4Ee3'),
  joinGuess: Buffer.from('hj_planted-join-guess-Ll9Kk8Jj7Hh6Gg5Ff4Dd3'),
  webhook: Buffer.from('planted-webhook-Vv5Bb6Nn7Mm8Cc4Xx3Zz2Aa1'),
} as const;

const contracts = ['K', 'M', 'N', 'P'].map((end) => sampleContractId.slice(0, -1) + end);
const names = Object.keys(working) as readonly (keyof typeof working)[];

/** Of every kind of place one, in which the marker stands: the search does look there. */
const markedPlaces = [
  ...['log of controller', 'log of agent', 'output of cli contract', 'process'],
  ...['events', 'webhook', 'metrics 200 GET /metrics', 'metrics 200 GET /metrics/nodes/host-a'],
  ...['agent/charon/charon.log', 'controller/controller.sqlite'].map(
    (path) => `file ${path} withdrawn`,
  ),
  ...['/tokens', '/contracts', '/event-receivers', '/operations'].map(
    (path) => `answer 200 GET /api/v1${path}`,
  ),
  'answer 200 POST /api/v1/plans',
  ...['', '/envelope', '/status', '/handoff', `/workloads/${marker}-plain/peer-sheet`].map(
    (part) => `answer 200 GET /api/v1/contracts/${contracts[0] ?? ''}${part}`,
  ),
];

describe('T7: planted secrets', () => {
  it('are found in no log, answer, figure, event, process or file but the two they belong in', async () => {
    await inNewNetns((here) =>
      withNetns(async (there) => {
        furnish(here, there);
        const folder = mkdtempSync(join(tmpdir(), `${marker}-`));
        const gateway = new Gateway('host-b', there, { userspaceEsp: true });
        const site = new PlantedSite(folder);
        try {
          there.enter(() => void gateway.daemon.ensureRunning());
          await gateway.daemon.ensureRunning();
          gateway.load(conf());
          const secrets = await planted(site);
          const { places } = site;
          const hits = search(places, secrets);
          const belongs: Readonly<Record<string, string>> = {
            identity: 'agent/identity.json',
            scalar: 'agent/identity.json',
            pkcs8: 'agent/identity.json',
            adminToken: 'controller/admin-token',
          };

          expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(20);
          expect(
            hits.filter(({ secret, place }) => place.split(' ')[1] !== belongs[secret]),
          ).toEqual([]);
          for (const place of ['agent/identity.json', 'controller/admin-token']) {
            expect(hits.some((hit) => hit.place.startsWith(`file ${place} `))).toBe(true);
            expect(site.mode(place)).toBe(0o600);
          }

          const marked = new Set(
            search(places, { marker: Buffer.from(marker) }).map(({ place }) => place),
          );
          expect(markedPlaces.filter((place) => !marked.has(place))).toEqual([]);
        } finally {
          await site.stop();
          await endDaemon(site);
          gateway.close();
          rmSync(folder, { recursive: true, force: true });
        }
      }),
    );
  }, 120_000);
});

/** Has everything happen to the secrets that happens to secrets; answers with all of them. */
async function planted(site: PlantedSite): Promise<Readonly<Record<string, Buffer>>> {
  await site.run('agent', '--state', site.agentState, '--show-key');
  const identity = JSON.parse(
    readFileSync(join(site.agentState, 'identity.json'), 'utf8'),
  ) as SigningKey;
  await site.startController(failing.webhook.toString());
  const adminToken = site.token;
  const charter = await lastingSite(identity);
  const post = { method: 'POST' } as const;
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await site.call(`/api/v1${path}`, { ...post, body: JSON.stringify(body) }, true);
    return (answer.body as { readonly token: string }).token;
  };
  const operatorToken = await made('/tokens', { name: marker, scopes: ['admin'] });
  const joinToken = await made('/nodes/join-tokens', { node: 'host-a' });
  const spareJoinToken = await made('/nodes/join-tokens', { node: 'host-b' });
  site.token = operatorToken;
  site.watchEvents();
  await site.call('/api/v1/charter', { ...post, body: serializeEnvelope(charter.charter) });
  site.startAgent(joinToken, (charter.anchor as { readonly digest: string }).digest);

  await haveRefused(site, charter);
  const digests = await submitAll(site, charter);
  await until(
    () => standing(site),
    (found) => found.join() === 'up,failed,failed,failed',
    60,
  );
  site.lookAtFiles('in force');
  await site.lookAtAnswers(contracts);
  await site.run('cli', 'contract', 'list');

  await Promise.all(contracts.map((_, place) => withdraw(site, charter, place, digests[place])));
  await until(() => withdrawn(site), Boolean, 60);
  await site.lookAtAnswers(contracts);
  await site.stop();
  site.lookAtFiles('withdrawn');
  const seed = Buffer.from(identity.d, 'base64url');
  return {
    ...working,
    ...failing,
    identity: seed,
    scalar: createHash('sha512').update(seed).digest().subarray(0, 32),
    pkcs8: privateKeyObject(identity).export({ type: 'pkcs8', format: 'der' }),
    ...tokens({ adminToken, operatorToken, joinToken, spareJoinToken }),
  };
}

/** Without the part before the point, which is a name that anybody may see. */
function tokens(all: Readonly<Record<string, string>>): Readonly<Record<string, Buffer>> {
  return Object.fromEntries(
    Object.entries(all).map(([name, token]) => [
      name,
      Buffer.from(token.replace(/^hc_[0-9a-f]+\./, '').replace(/^hj_/, '')),
    ]),
  );
}

const lasting = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2090-01-01T00:00:00Z' };

/** The sample site, whose first host has this key, on whatever day the test runs. */
async function lastingSite(hostA: SigningKey): Promise<SampleSite> {
  const keys = { ...(await sampleSite()).keys, hostA };
  const principals = sampleCharter(keys).principals.map((principal) => ({
    ...principal,
    keys: principal.keys.map((key) => ({ ...key, ...lasting })),
  }));
  return sampleSite({ validity: lasting, principals }, keys);
}

/** What people send by mistake, and what strangers try. */
async function haveRefused(site: PlantedSite, charter: SampleSite): Promise<void> {
  const post = async (body: string, path = '/api/v1/contracts'): Promise<void> => {
    expect((await site.call(path, { method: 'POST', body })).status).toBeGreaterThanOrEqual(400);
  };
  const envelopeWith = async (parts: object, member: object = {}): Promise<string> => {
    const workload = tunnel(charter, marker, working.plain, 9, parts, member);
    return serializeEnvelope(await charter.sign(contractOf(charter, 0, [workload])));
  };
  await post(await envelopeWith({ psk: failing.unknownField.toString() }));
  await post(await envelopeWith({}, { psk: failing.unknownField.toString() }));
  await post(await envelopeWith({}, { secret: failing.unsealed.toString() }));
  await post(
    await envelopeWith(
      { secretDigest: digestOf(failing.longUnsealed) },
      { secret: failing.longUnsealed.toString() },
    ),
  );
  await post(await envelopeWith({ secretDigest: failing.unsealed.toString() }));
  await post(`{"psk": ${failing.brokenJson.toString()}}`);
  await post(`{"psk": "${failing.brokenJson.toString()}`, '/api/v1/plans');
  const field = { node: 'host-b', psk: failing.unknownField.toString() };
  await post(JSON.stringify(field), '/api/v1/nodes/join-tokens');
  await post(JSON.stringify({ token: failing.joinGuess.toString() }), '/api/v1/agent/join');
  const token = failing.header.toString();
  for (const path of ['/api/v1/contracts', '/metrics', '/nowhere'])
    await site.call(path, { token });
  await site.call('/api/v1/nodes', { headers: { authorization: `Basic ${token}` } });
  const query = failing.query.toString();
  for (const path of ['/api/v1/contracts', '/api/v1/usage', '/api/v1/nodes/host-z', '/nowhere'])
    await site.call(`${path}?token=${query}&limit=${query}`);
}

/** The digests of what was submitted: tunnels that come up, and three contracts with one that can't. */
async function submitAll(site: PlantedSite, charter: SampleSite): Promise<readonly string[]> {
  const wrong = (name: string, secret: Buffer, place: number, key?: SigningKey): object =>
    tunnel(
      charter,
      name,
      secret,
      place,
      {},
      key && { secret: sealSecret(secret, publicKeyOf(key)) },
    );
  const plain = await sealedByProgram(site, charter);
  const workloads = [
    names.map((name, place) =>
      tunnel(charter, name, working[name], place, {}, name === 'plain' ? plain : {}),
    ),
    [wrong('wrong', failing.wrongHere, 5)],
    [wrong('other', failing.sealedForOther, 6, generateSigningKey())],
    [wrong('weak', failing.weak, 7)],
  ];
  const digests: string[] = [];
  for (const [place, asked] of workloads.entries()) {
    const envelope = await charter.sign(contractOf(charter, place, asked));
    const body = serializeEnvelope(envelope);
    const plan = await site.call('/api/v1/plans', { method: 'POST', body });
    expect(plan).toMatchObject({ status: 200 });
    const answer = await site.call('/api/v1/contracts', { method: 'POST', body });
    expect(answer).toMatchObject({ status: 202 });
    digests.push(envelope.digest);
  }
  return digests;
}

/** As an operator does it. */
async function sealedByProgram(site: PlantedSite, { keys }: SampleSite): Promise<object> {
  const files = [
    site.input('plain.psk', working.plain),
    site.input('host-a.json', JSON.stringify(publicKeyOf(keys.hostA))),
  ] as const;
  const said = await site.run('cli', 'secret', 'seal', files[0], '--for', files[1], '-o', 'json');
  const { secret, secretDigest } = JSON.parse(said) as Readonly<Record<string, string>>;
  expect(secretDigest).toBe(digestOf(working.plain));
  await site.run('cli', 'secret', 'seal', site.input('weak.psk', failing.weak), '--for', files[1]);
  return { secret };
}

function contractOf(
  charter: SampleSite,
  place: number,
  workloads: readonly object[],
  parts: object = {},
): object {
  return charter.contract({
    contractId: contracts[place],
    title: `${marker} ${place}`,
    workloads,
    validity: { ...lasting, notAfter: '2089-01-01T00:00:00Z', onExpiry: 'remove' },
    ...parts,
  });
}

/** A tunnel from host-a to an address of the foreign gateway. */
function tunnel(
  { keys }: SampleSite,
  name: string,
  secret: Buffer,
  place: number,
  parts: object = {},
  member: object = {},
): object {
  const own = {
    ...{ node: 'host-a', underlay: 'eth0', id: `${name}.host-a.example` },
    subnets: ['10.1.0.0/24'],
    secret: sealSecret(secret, publicKeyOf(keys.hostA)),
    ...member,
  };
  const peer = {
    address: `198.51.100.${place + 2}`,
    id: `${name}.${marker}.example`,
    subnets: [`10.2.${place}.0/24`],
  };
  const proposals = { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes256gcm16-ecp384'] };
  const data = {
    ...{ mode: 'policy', auth: 'psk', secretDigest: digestOf(secret), proposals },
    ...{ members: [own], peer, ...parts },
  };
  return { name: `${marker}-${name}`, type: 'ipsec', version: 1, data };
}

/** What the administrator of the foreign gateway writes. */
function conf(): string {
  const ends = [
    ...names.map((name) => [name, working[name]] as const),
    ['wrong', failing.wrongThere] as const,
  ];
  const connections: Record<string, ConfSection> = {};
  const secrets: Record<string, ConfSection> = {};
  for (const [place, [name, secret]] of ends.entries()) {
    const id = `${name}.host-a.example`;
    connections[name] = {
      version: 2,
      local_addrs: `198.51.100.${place + 2}`,
      remote_addrs: '198.51.100.1',
      proposals: 'aes256gcm16-prfsha384-ecp384',
      local: { auth: 'psk', id: `${name}.${marker}.example` },
      remote: { auth: 'psk', id },
      children: {
        theirs: {
          local_ts: `10.2.${place}.0/24`,
          remote_ts: '10.1.0.0/24',
          esp_proposals: 'aes256gcm16-ecp384',
        },
      },
    };
    secrets[`ike-${name}`] = { id, secret: `0x${secret.toString('hex')}` };
  }
  return confText({ connections, secrets });
}

interface Status {
  readonly hosts: readonly {
    readonly node: string;
    readonly state: string;
    readonly problems: readonly object[];
    readonly workloads: readonly {
      readonly conditions: readonly { readonly type: string; readonly status: string }[];
    }[];
  }[];
}

/** How each contract stands on host-a: up, failed, or something between. */
async function standing(site: PlantedSite): Promise<readonly string[]> {
  return Promise.all(contracts.map((contract) => statusOf(site, contract)));
}

async function statusOf(site: PlantedSite, contract: string): Promise<string> {
  const { body } = await site.call(`/api/v1/contracts/${contract}/status`);
  const host = (body as Status).hosts.find(({ node }) => node === 'host-a');
  const works = host?.workloads.map(
    ({ conditions }) => conditions.find(({ type }) => type === 'Working')?.status,
  );
  if (host === undefined || works === undefined) return 'none';
  if (host.state === 'applied' && works.every((status) => status === 'True')) return 'up';
  return host.problems.length > 0 || works.includes('False') ? 'failed' : host.state;
}

async function withdraw(
  site: PlantedSite,
  charter: SampleSite,
  place: number,
  previous: string | undefined,
): Promise<void> {
  const envelope = await charter.sign(contractOf(charter, place, [], { version: 2, previous }));
  const body = serializeEnvelope(envelope);
  const answer = await site.call('/api/v1/contracts', { method: 'POST', body });
  expect(answer).toMatchObject({ status: 202 });
}

async function withdrawn(site: PlantedSite): Promise<boolean> {
  const all = await Promise.all(
    contracts.map((contract) => site.call(`/api/v1/contracts/${contract}/status`)),
  );
  return all.every(({ body }) => (body as Status).hosts[0]?.state === 'removed');
}

async function endDaemon(site: PlantedSite): Promise<void> {
  const directory = join(site.agentState, 'charon');
  await new CharonProcess({ directory }).stop();
}

function furnish(here: Netns, there: Netns): void {
  ip('link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', there.path);
  [here, there].forEach((ns, place) => {
    ns.enter(() => {
      ip('link', 'set', 'lo', 'up');
      ip('link', 'set', 'eth0', 'up');
      const addresses = place === 0 ? [1] : [2, 3, 4, 5, 6, 7, 8, 9];
      for (const last of addresses) ip('address', 'add', `198.51.100.${last}/24`, 'dev', 'eth0');
    });
  });
  ip('address', 'add', '10.1.0.1/24', 'dev', 'lo');
  there.enter(() => {
    for (const place of names.keys()) ip('address', 'add', `10.2.${place}.1/24`, 'dev', 'lo');
  });
}
