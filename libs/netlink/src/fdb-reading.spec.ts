import { vlanTable, type VlanTable } from '#drivers';
import { linkRecord, vxlanRecord } from '../test/fake-tables.js';
import { linksAskedForFdb } from './fdb-reading.js';
import type { LinkRecord } from './link-message.js';

const all = vlanTable([{ first: 2, last: 4094, pvid: false, untagged: false }]);
const one = vlanTable([{ first: 1, last: 1, pvid: true, untagged: true }]);

function port(index: number, vlans: VlanTable): LinkRecord {
  const { port: options, ...link } = linkRecord(index, `nic${index}`, { master: 1 });
  return { ...link, port: { ...options, vlans } };
}

const segments = (count: number): readonly LinkRecord[] =>
  Array.from({ length: count }, (_, at) => vxlanRecord(100 + at, `vx${at}`));

it.each<[string, readonly LinkRecord[], readonly number[] | undefined]>([
  ['all in one where no bridge filters VLANs', segments(2), undefined],
  ['all in one where ports are in few VLANs', [port(2, one), ...segments(1)], undefined],
  ['segments alone beside a trunk', [port(2, all), ...segments(2)], [100, 101]],
  ['nobody where there are trunks only', [port(2, all), port(3, all)], []],
  [
    'all in one where there are more segments than a trunk has VLANs',
    [port(2, all), ...segments(600)],
    undefined,
  ],
])('asks %s', (_what, links, asked) => {
  expect(linksAskedForFdb(links)).toEqual(asked);
});
