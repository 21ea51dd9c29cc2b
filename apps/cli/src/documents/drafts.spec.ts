import {
  envelopeOf,
  generateSigningKey,
  parseCharter,
  parseContract,
  publicKeyOf,
  type Charter,
} from '#contract';
import { draftText } from './draft.js';
import { draftCharter } from './draft-charter.js';
import { draftContract } from './draft-contract.js';
import { extendCharter } from './extend-charter.js';
import { nextVersion } from './next-version.js';
import { taken } from './read-document.js';

const now = new Date('2026-11-20T08:00:00.123Z');
const validFor = 86_400_000;
const key = (): ReturnType<typeof publicKeyOf> => publicKeyOf(generateSigningKey());
const host = (
  id: string,
  address: string,
): Parameters<typeof draftCharter>[0]['nodes'][number] => ({
  id,
  key: key(),
  underlays: [{ link: 'eth0', addresses: [address] }],
  parents: [],
});

const charterDraft = draftCharter({
  charterId: '01ARYZ6S410000000000000000',
  title: 'Site',
  principals: ['alice', 'bob'].map((id) => ({ id, roles: [], keys: [key()] })),
  nodes: [host('host-a', '192.0.2.1'), host('host-b', '192.0.2.2')],
  now,
  validFor,
});

function charter(): Charter {
  return taken(parseCharter(Buffer.from(draftText(charterDraft))), 'the draft');
}

function contractText(changes: Partial<Parameters<typeof draftContract>[0]> = {}): Buffer {
  const [hostA, hostB] = charter().nodes;
  const draft = draftContract({
    contractId: '01ARYZ6S41ZZZZZZZZZZZZZZZZ',
    title: 'Office',
    tenant: 'acme',
    charter: charter(),
    vni: 100,
    members: [hostA, hostB].flatMap((node) => (node ? [{ node, addresses: [] }] : [])),
    now,
    validFor,
    ...changes,
  });
  return Buffer.from(draftText(draft));
}

describe('draftCharter', () => {
  it('makes a valid charter that all principals together decide on', () => {
    expect(charter()).toMatchObject({
      version: 1,
      validity: { notBefore: '2026-11-20T08:00:00Z', notAfter: '2026-11-21T08:00:00Z' },
      rules: {
        amend: { weightRequired: 2, requests: [{ principal: 'alice' }, { principal: 'bob' }] },
      },
      governance: { provision: { weightRequired: 2 }, amend: { weightRequired: 2 } },
    });
  });
});

describe('extendCharter', () => {
  it('adds a host, replaces one that is listed and keeps the rest', () => {
    const moved = host('host-b', '192.0.2.9');
    const extended = extendCharter(charterDraft, {
      ...{ title: undefined, principals: [], now, validFor },
      nodes: [moved, host('host-c', '192.0.2.3')],
    });
    expect(extended).toMatchObject({ title: 'Site', principals: charterDraft['principals'] });
    expect(extended['nodes']).toMatchObject([{ id: 'host-a' }, moved, { id: 'host-c' }]);
  });
});

describe('draftContract', () => {
  it('joins a bridge on each host by a segment and asks for what the charter asks', () => {
    const contract = taken(parseContract(contractText()), 'the draft');
    expect(contract.governance).toEqual(charter().governance);
    expect(contract.workloads).toMatchObject([
      { name: 'lan', type: 'bridge', data: { members: [{ node: 'host-a' }, { node: 'host-b' }] } },
      {
        name: 'segment',
        type: 'vxlan',
        data: { vni: 100, attach: 'lan', members: [{ underlay: 'eth0' }, { underlay: 'eth0' }] },
      },
    ]);
  });

  it('asks all principals where the charter asks for nothing', () => {
    const silent = { ...charter(), governance: undefined };
    const contract = taken(parseContract(contractText({ charter: silent })), 'the draft');
    expect(contract.governance.amend).toMatchObject({ weightRequired: 2 });
  });

  it('writes down only what was wished', () => {
    const contract = taken(parseContract(contractText({ mtu: 1400 })), 'the draft');
    expect(contract.workloads[0]?.data).toHaveProperty('mtu', 1400);
    expect(contract.workloads[1]?.data).not.toHaveProperty('port');
  });
});

describe('nextVersion', () => {
  it('chains to the version before and keeps the workloads', () => {
    const payload = contractText();
    const envelope = envelopeOf('contract', payload);
    const next = nextVersion(envelope, taken(parseContract(payload), 'the draft'));
    expect(next).toMatchObject({ version: 2, previous: envelope.digest });
    expect(parseContract(Buffer.from(draftText(next)))).toMatchObject({ ok: true });
    expect(next['workloads']).toEqual(JSON.parse(payload.toString()).workloads);
  });

  it('replaces the digest that version 2 had', () => {
    const payload = contractText();
    const second = nextVersion(
      envelopeOf('contract', payload),
      taken(parseContract(payload), 'v1'),
    );
    const bytes = Buffer.from(draftText(second));
    const envelope = envelopeOf('contract', bytes);
    const third = nextVersion(envelope, taken(parseContract(bytes), 'v2'));
    expect(third).toMatchObject({ version: 3, previous: envelope.digest });
  });
});
