import { bend } from '../test/bend.js';
import { problemsIn, valueOf } from '../test/results.js';
import { sampleContract } from '../test/sample-site.js';
import { parseContract } from './contract.js';

const workload = { name: 'segment', type: 'vxlan', version: 1, data: { vni: 100 } };
const contract = {
  ...sampleContract(),
  workloads: [workload, { ...workload, name: 'lan', dependsOn: ['segment'] }],
};

function parse(changes: Readonly<Record<string, unknown>>): ReturnType<typeof parseContract> {
  return parseContract(new TextEncoder().encode(JSON.stringify(bend(contract, changes))));
}

it('reads a contract as it was written', () => {
  expect(valueOf(parse({}))).toStrictEqual(contract);
});

it('keeps whatever a driver is to read', () => {
  const data = { constructor: 1, nested: [{ toString: null }], '': '' };
  expect(JSON.stringify(valueOf(parse({ '/workloads/0/data': data })).workloads[0]?.data)).toBe(
    JSON.stringify(data),
  );
});

it.each<[string, Record<string, unknown>, string]>([
  [
    'a document of another kind',
    { '/schema': 'hercules.connect/contract/v2' },
    'value-invalid /schema',
  ],
  ['an unknown member', { '/surcharge': {} }, 'member-unknown /surcharge'],
  ['a missing member', { '/owner': undefined }, 'member-missing /owner'],
  [
    'a contract id that is no ULID',
    { '/contractId': '81K9ZX4A1B2C3D4E5F6G7H8J9K' },
    'identifier-invalid /contractId',
  ],
  ['a title that is too long', { '/title': 'x'.repeat(201) }, 'value-invalid /title'],
  ['a later version without previous', { '/version': 2 }, 'member-missing /previous'],
  [
    'version 1 with previous',
    { '/previous': `sha256:${'0'.repeat(64)}` },
    'previous-mismatch /previous',
  ],
  [
    'a node twice',
    { '/audience/nodes': ['host-a', 'host-a'] },
    'duplicate-entry /audience/nodes/1',
  ],
  ['a node name that is none', { '/audience/nodes': ['-'] }, 'name-invalid /audience/nodes/0'],
  [
    'an empty period',
    { '/validity/notAfter': '2026-11-01T00:00:00Z' },
    'value-invalid /validity/notAfter',
  ],
  [
    'a deadline for signing after the end',
    { '/validity/signBy': '2027-11-01T00:00:01Z' },
    'value-invalid /validity/signBy',
  ],
  ['an unknown way to end', { '/validity/onExpiry': 'block' }, 'value-invalid /validity/onExpiry'],
  ['no way to end', { '/validity/onExpiry': undefined }, 'member-missing /validity/onExpiry'],
  [
    'a requirement that nobody can meet',
    { '/governance/amend/weightRequired': 3 },
    'requirement-impossible /governance/amend/weightRequired',
  ],
  [
    'separation of duties without roles',
    { '/governance/provision/requests/1/role': undefined },
    'member-missing /governance/provision/requests/1/role',
  ],
  [
    'separation of duties with one role',
    { '/governance/provision/requests/1/role': 'network' },
    'requirement-impossible /governance/provision/separationOfDuties',
  ],
  [
    'a workload name twice',
    { '/workloads/1/name': 'segment', '/workloads/1/dependsOn': [] },
    'duplicate-entry /workloads/1',
  ],
  [
    'a workload of a version to come',
    { '/workloads/0/version': 2 },
    'value-invalid /workloads/0/version',
  ],
  [
    'a workload without data',
    { '/workloads/0/data': undefined },
    'member-missing /workloads/0/data',
  ],
  [
    'a dependency that is not there',
    { '/workloads/1/dependsOn/0': 'tunnel' },
    'reference-unknown /workloads/1/dependsOn/0',
  ],
  [
    'a dependency named twice',
    { '/workloads/1/dependsOn/1': 'segment' },
    'duplicate-entry /workloads/1/dependsOn/1',
  ],
  [
    'a workload that depends on itself',
    { '/workloads/1/dependsOn/0': 'lan' },
    'value-invalid /workloads/1/dependsOn/0',
  ],
])('refuses %s', (_what, changes, problem) => {
  expect(problemsIn(parse(changes))).toStrictEqual([problem]);
});

it('tells every workload of a circle, and none that is outside of it', () => {
  const workloads = [
    { ...workload, name: 'a', dependsOn: ['d', 'b'] },
    { ...workload, name: 'b', dependsOn: ['c'] },
    { ...workload, name: 'c', dependsOn: ['a'] },
    { ...workload, name: 'd' },
  ];
  expect(problemsIn(parse({ '/workloads': workloads }))).toStrictEqual([
    'value-invalid /workloads/0/dependsOn/1',
    'value-invalid /workloads/1/dependsOn/0',
    'value-invalid /workloads/2/dependsOn/0',
  ]);
});

it('reads a chain of a thousand workloads', () => {
  const workloads = Array.from({ length: 1000 }, (_, n) => ({
    ...workload,
    name: `w${n}`,
    ...(n === 0 ? {} : { dependsOn: [`w${n - 1}`] }),
  }));
  expect(problemsIn(parse({ '/workloads': workloads.toReversed() }))).toStrictEqual([]);
});

describe('the metering of a contract', () => {
  it('names collectors, and times only where they differ from the usual', () => {
    const flow = {
      export: [{ collector: 'tcp://[2001:db8::9]:4739', protocol: 'ipfix', idleTimeout: 5 }],
      retentionDays: 400,
    };
    expect(problemsIn(parse({ '/flow': flow, '/chargeback': { plan: 'standard' } }))).toStrictEqual(
      [],
    );
  });

  it.each([
    [
      'a collector that is none',
      { collector: 'http://198.51.100.9' },
      'value-invalid /flow/export/0/collector',
    ],
    [
      'a time of zero',
      { collector: '198.51.100.9', activeTimeout: 0 },
      'value-invalid /flow/export/0/activeTimeout',
    ],
    [
      'a protocol that nobody speaks',
      { collector: '198.51.100.9', protocol: 'sflow' },
      'value-invalid /flow/export/0/protocol',
    ],
  ])('does not have %s', (_what, one, problem) => {
    expect(problemsIn(parse({ '/flow': { export: [one] } }))).toStrictEqual([problem]);
  });

  it('has every collector once for each protocol', () => {
    const one = { collector: '198.51.100.9' };
    expect(
      problemsIn(parse({ '/flow': { export: [one, { ...one, protocol: 'ipfix' }] } })),
    ).toStrictEqual(['duplicate-entry /flow/export/1']);
  });
});
