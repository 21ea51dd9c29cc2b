import { valueOf } from '../test/results.js';
import { sampleContract } from '../test/sample-site.js';
import type { Contract } from './contract-schema.js';
import { parseContract } from './contract.js';
import { silentEditProblems } from './silent-edits.js';

const segment = {
  name: 'segment',
  type: 'vxlan',
  version: 1,
  data: { vni: 100, members: [{ node: 'host-a', port: 1 }] },
};

function contract(version: number, workloads: readonly object[]): Contract {
  const parts = version === 1 ? { version } : { version, previous: `sha256:${'0'.repeat(64)}` };
  const document = { ...sampleContract(), ...parts, workloads };
  return valueOf(parseContract(new TextEncoder().encode(JSON.stringify(document))));
}

const first = contract(1, [segment]);
const reordered = {
  data: { members: [{ port: 1, node: 'host-a' }], vni: 100 },
  version: 1,
  type: 'vxlan',
  name: 'segment',
};
const changed = { ...segment, data: { ...segment.data, vni: 200 } };

it.each<[string, Contract, Contract | undefined, readonly string[]]>([
  ['a first contract says version 1 everywhere', first, undefined, []],
  ['an unchanged workload keeps its version', contract(2, [segment]), first, []],
  ['another order of members is no change', contract(2, [reordered]), first, []],
  [
    'a changed workload takes the new version',
    contract(2, [{ ...changed, version: 2 }]),
    first,
    [],
  ],
  [
    'a new workload takes the new version',
    contract(2, [segment, { ...segment, name: 'b', version: 2 }]),
    first,
    [],
  ],
  ['a workload may go', contract(2, []), first, []],
  ['a change in data is not silent', contract(2, [changed]), first, ['/workloads/0/version']],
  [
    'a change of type is not silent',
    contract(2, [{ ...segment, type: 'vlan' }]),
    first,
    ['/workloads/0/version'],
  ],
  [
    'a new dependency is not silent',
    contract(
      2,
      [segment, { ...segment, name: 'b', version: 2 }].map((w) =>
        w.name === 'segment' ? { ...w, dependsOn: ['b'] } : w,
      ),
    ),
    first,
    ['/workloads/0/version'],
  ],
  [
    'an unchanged workload takes no new version',
    contract(2, [{ ...segment, version: 2 }]),
    first,
    ['/workloads/0/version'],
  ],
  [
    'a new workload takes no old version',
    contract(2, [segment, { ...segment, name: 'b' }]),
    first,
    ['/workloads/1/version'],
  ],
  [
    'a renamed workload is new',
    contract(2, [{ ...segment, name: 'b' }]),
    first,
    ['/workloads/0/version'],
  ],
])('%s', (_what, next, last, paths) => {
  expect(silentEditProblems(next, last)).toStrictEqual(
    paths.map((path) => ({
      code: 'workload-silent-edit',
      path,
      detail: expect.stringContaining('its version must be'),
    })),
  );
});
