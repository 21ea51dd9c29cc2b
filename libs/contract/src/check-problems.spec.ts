import { bend } from '../test/bend.js';
import { problemsIn, valueOf } from '../test/results.js';
import { sampleContract } from '../test/sample-site.js';
import { parseContract } from './contract.js';

const checks = [
  { name: 'cable', workload: 'segment', kind: 'carrier' },
  { name: 'far', workload: 'segment', kind: 'neighbour', address: '192.0.2.2', nodes: ['host-a'] },
  { name: 'size', workload: 'segment', kind: 'pathMtu', address: '2001:db8::2', mtu: 1450 },
  { name: 'station', workload: 'segment', kind: 'forwarding', mac: '02:00:5E:00:00:01' },
  { name: 'end', workload: 'segment', kind: 'forwarding', vtep: '2001:db8::2' },
  {
    name: 'moves',
    workload: 'segment',
    kind: 'counters',
    direction: 'receive',
    packets: 9,
    seconds: 30,
  },
];
const contract = {
  ...sampleContract(),
  workloads: [{ name: 'segment', type: 'vxlan', version: 1, data: {} }],
  checks,
  change: { requireChecks: true },
};

function parse(changes: Readonly<Record<string, unknown>>): ReturnType<typeof parseContract> {
  return parseContract(new TextEncoder().encode(JSON.stringify(bend(contract, changes))));
}

it('reads checks as they were written', () => {
  expect(valueOf(parse({})).checks).toStrictEqual(checks);
});

it.each<[string, Record<string, unknown>, string]>([
  [
    'a check of a workload that is not there',
    { '/checks/0/workload': 'lan' },
    'reference-unknown /checks/0/workload',
  ],
  [
    'a check on a host that the contract does not name',
    { '/checks/1/nodes/0': 'host-z' },
    'reference-unknown /checks/1/nodes/0',
  ],
  ['two checks of one name', { '/checks/1/name': 'cable' }, 'duplicate-entry /checks/1'],
  ['an unknown kind of check', { '/checks/0/kind': 'hope' }, 'value-invalid /checks/0/kind'],
  ['an address that is none', { '/checks/1/address': 'far' }, 'value-invalid /checks/1/address'],
  [
    'a check without its address',
    { '/checks/2/address': undefined },
    'member-missing /checks/2/address',
  ],
  ['an MTU that no link has', { '/checks/2/mtu': 67 }, 'value-invalid /checks/2/mtu'],
  ['a MAC address that is none', { '/checks/3/mac': '02:00' }, 'value-invalid /checks/3/mac'],
  [
    'a station that is a tunnel end too',
    { '/checks/3/vtep': '192.0.2.2' },
    'value-invalid /checks/3',
  ],
  ['neither of both', { '/checks/4/vtep': undefined }, 'value-invalid /checks/4'],
  ['no packets', { '/checks/5/packets': 0 }, 'value-invalid /checks/5/packets'],
  ['a window that holds others up', { '/checks/5/seconds': 31 }, 'value-invalid /checks/5/seconds'],
  [
    'a direction that is none',
    { '/checks/5/direction': 'up' },
    'value-invalid /checks/5/direction',
  ],
  ['a member of another kind', { '/checks/0/mtu': 1500 }, 'member-unknown /checks/0/mtu'],
  [
    'required checks where there are none',
    { '/checks': undefined },
    'value-invalid /change/requireChecks',
  ],
  [
    'more checks than a host carries out',
    { '/checks': Array.from({ length: 65 }, (_, index) => ({ ...checks[0], name: `c${index}` })) },
    'value-invalid /checks',
  ],
])('refuses %s', (_what, changes, problem) => {
  expect(problemsIn(parse(changes))).toContain(problem);
});
