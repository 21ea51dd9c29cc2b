import { handoffOf } from './handoff-sheet.js';
import { handoffText } from './handoff-text.js';
import type { Resource } from './resource.js';
import { vlanTable } from './vlan-table.js';

function sheetOf(...resources: readonly object[]): ReturnType<typeof handoffOf> {
  return handoffOf(resources.map((resource) => ({ resource: resource as Resource, path: '' })));
}

const link = (kind: string, name: string, parts: object = {}): object => ({
  ...{ type: 'link', kind, name, up: true, ipv6: false, [kind]: {} },
  ...parts,
});
const vlan = (
  name: string,
  parent: string,
  id: number,
  protocol = '802.1Q',
  mtu?: number,
): object =>
  link('vlan', name, { vlan: { id, protocol, parent }, ...(mtu !== undefined && { mtu }) });
const port = (name: string, master: string, parts: object = {}): object => ({
  ...{ type: 'port', link: name, master },
  ...parts,
});
const flood = (destination: string): object => ({ type: 'fdb', link: 'vx-a', destination });

describe('what a contract asks of the other end of a cable', () => {
  it('are the VLANs over an interface, stacked ones with all their tags, and the largest MTU', () => {
    const sheet = sheetOf(
      vlan('vl-b', 'vl-a', 10, '802.1Q', 1400),
      vlan('vl-a', 'eth1', 200, '802.1ad', 1500),
      vlan('vl-c', 'eth1', 101),
    );
    expect(sheet.ports).toEqual([
      { link: 'eth1', frames: ['802.1Q 101', '802.1ad 200', '802.1ad 200, 802.1Q 10'], mtu: 1500 },
    ]);
  });

  it('are the VLANs of a port as ranges, and no tag where a bridge takes all that comes', () => {
    const vlans = vlanTable([
      { first: 5, last: 5, pvid: true, untagged: true },
      { first: 100, last: 199, pvid: false, untagged: false },
    ]);
    const sheet = sheetOf(
      link('bridge', 'br-a'),
      port('eth1', 'br-a', { port: { vlans } }),
      port('eth2', 'br-a'),
    );
    expect(sheet.ports).toEqual([
      { link: 'eth1', frames: ['802.1Q 100-199', 'untagged'] },
      { link: 'eth2', frames: ['untagged'] },
    ]);
  });

  it('are the VLANs over a bridge at each of its ports', () => {
    const sheet = sheetOf(link('bridge', 'br-a'), port('eth1', 'br-a'), vlan('vl-a', 'br-a', 7));
    expect(sheet.ports).toEqual([{ link: 'eth1', frames: ['802.1Q 7', 'untagged'] }]);
  });

  it('is the bundle with its cables', () => {
    const sheet = sheetOf(
      link('bond', 'bo-a', { bond: { mode: '802.3ad' } }),
      port('eth2', 'bo-a'),
      port('eth1', 'bo-a'),
      vlan('vl-a', 'bo-a', 7),
    );
    expect(sheet.ports).toEqual([
      {
        link: 'bo-a',
        bundle: { mode: '802.3ad', links: ['eth1', 'eth2'] },
        frames: ['802.1Q 7'],
      },
    ]);
  });

  it('are the peers and ports of its tunnels', () => {
    const vxlan = { vni: 7, port: 4789, local: '198.51.100.1', learning: true };
    const sheet = sheetOf(
      link('vxlan', 'vx-a', { vxlan, mtu: 1450 }),
      ...['198.51.100.3', '198.51.100.2', '198.51.100.2'].map(flood),
    );
    expect(sheet).toEqual({
      ports: [],
      tunnels: [
        {
          name: 'vx-a',
          kind: 'vxlan',
          mtu: 1450,
          options: { vni: 7, port: 4789, local: '198.51.100.1' },
          peers: ['198.51.100.2', '198.51.100.3'],
        },
      ],
    });
  });

  it('can be read by people', () => {
    const sheet = sheetOf(link('bridge', 'br-a', { mtu: 1400 }), port('eth|1', 'br-a'));
    const hosts = [
      { node: 'host-a', ...sheet },
      { node: 'host-b', ports: [], tunnels: [] },
    ];
    expect(handoffText('office', hosts)).toBe(`# office

## host-a

| port | bundle | frames | MTU |
| --- | --- | --- | --- |
| eth\\|1 |  | untagged | 1400 |

Who is at the other ends is not known: the host has not listened for LLDP, for which its agent needs the package koffi and CAP_NET_RAW.

## host-b

Nothing is asked of the outside.
`);
  });
});
