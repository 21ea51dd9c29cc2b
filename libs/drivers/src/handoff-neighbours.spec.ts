import { withNeighbours } from './handoff-neighbours.js';
import type { PortHandoff } from './handoff-sheet.js';
import { handoffText } from './handoff-text.js';
import type { LldpNeighbour } from './lldp-neighbour.js';

const trunk: PortHandoff = {
  link: 'bo-up',
  bundle: { mode: '802.3ad', links: ['eth1', 'eth2'] },
  frames: ['802.1Q 101', '802.1Q 200-202', 'untagged'],
  mtu: 9000,
};
const heard: LldpNeighbour = {
  ...{ link: 'eth1', chassis: '02:00:5e:00:53:aa', port: 'Ethernet1/7', systemName: 'leaf_1' },
  ...{ nativeVlan: 99, vlans: [101, 200, 201, 202], isBundled: true, largestFrame: 9234 },
  heardAt: '2026-11-20T08:00:00Z',
};

function differences(neighbour: object, port: PortHandoff = trunk): unknown {
  const [seen] = withNeighbours([port], [{ ...heard, ...neighbour }]);
  return seen?.neighbours?.map(({ differs }) => differs);
}

describe('neighbours on a hand-off sheet', () => {
  it.each<[string, object, readonly string[]]>([
    ['all as it should be', {}, []],
    ['a VLAN that lacks', { vlans: [200, 201, 202] }, ['VLAN 101 is not announced']],
    ['a part of a range that lacks', { vlans: [101, 200, 202] }, ['VLAN 200-202 is not announced']],
    ['somebody who says little', { vlans: [], isBundled: undefined, largestFrame: undefined }, []],
    ['a bundle that is none', { isBundled: false }, ['its port is in no link aggregation']],
    [
      'frames that do not fit',
      { largestFrame: 1522 },
      ['frames of 9018 bytes do not fit: at most 1522'],
    ],
  ])('tell of %s', (_what, neighbour, differs) => {
    expect(differences(neighbour)).toEqual([differs]);
  });

  it('stand at the port on whose cables they were heard, a single one of which is in no bundle', () => {
    const single: PortHandoff = { link: 'eth1', frames: ['untagged'] };
    expect(differences({}, single)).toEqual([['its port is in a link aggregation']]);
    expect(differences({ link: 'eth9' })).toEqual([]);
    expect(withNeighbours([trunk], undefined)).toEqual([trunk]);
  });

  it('are not known of a host that did not listen, and people are told why', () => {
    const lines = (heardThere?: readonly LldpNeighbour[]): string =>
      handoffText('t', [
        { node: 'host-a', ports: withNeighbours([trunk], heardThere), tunnels: [] },
      ]);
    expect(lines()).toContain('its agent needs the package koffi and CAP_NET_RAW.');
    expect(lines([])).not.toContain('koffi');
  });

  it('are told to people in words that make no Markdown', () => {
    const evil = { ...heard, port: '<b>|1|</b>', portDescription: '[x](y)' };
    const ports = withNeighbours([trunk], [evil]);
    const text = handoffText('t', [{ node: 'host-a', ports, tunnels: [] }]);
    expect(text.split('\n').slice(8)).toEqual([
      '| heard on | other end | its port | native VLAN | VLANs | largest frame | differs |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      String.raw`| eth1 | leaf\_1 (02:00:5e:00:53:aa) | \<b\>\|1\|\</b\> (\[x\](y)) | 99 | 101, 200, 201, 202 | 9234 |  |`,
      '',
    ]);
  });
});
