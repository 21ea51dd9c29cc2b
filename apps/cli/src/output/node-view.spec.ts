import { interfaceTable, nodeTable, nodeView } from './node-view.js';
import { plain } from './paint.js';

describe('nodeTable', () => {
  it('shows hosts that joined and hosts that did not yet', () => {
    const nodes = [
      {
        ...{ id: 'host-a', keyId: 'k1', state: 'connected', lastSeenAt: '2026-11-20T07:59:58Z' },
        ...{ agentVersion: '0.1.0', charterVersion: 2, listedInCharter: true },
      },
      { id: 'host-b', state: 'pending', listedInCharter: false },
    ];
    expect(nodeTable(nodes, new Date('2026-11-20T08:00:00Z'), plain)).toBe(
      [
        'NODE    STATE      LAST SEEN  AGENT  CHARTER     KEY',
        'host-a  connected  2 s ago    0.1.0  version 2   k1',
        'host-b  pending    never      -      not listed  -',
        '',
      ].join('\n'),
    );
  });
});

describe('nodeView', () => {
  it('shows what the kernel of a host can do, and what it lacks', () => {
    const capabilities = { 'link:vlan': false, 'link:bridge': true, 'link:vrf': false };
    const shown = nodeView({ id: 'host-a', state: 'connected', capabilities }, new Date(), plain);

    expect(shown).toMatch(/kernel can: +link:bridge\n/);
    expect(shown).toMatch(/kernel lacks: +link:vlan, link:vrf\n/);
  });
});

describe('the meter of a host', () => {
  const host = { id: 'host-a', state: 'connected' };

  it('is shown where there is something to meter', () => {
    const shown = nodeView({ ...host, flowMeter: 'pmacctd' }, new Date(), plain);
    expect(shown).toMatch(/flows metered by: +pmacctd\n/);
    expect(nodeView({ ...host, flowMeter: null }, new Date(), plain)).not.toContain('metered');
  });
});

describe('interfaceTable', () => {
  it('shows which contract made an interface', () => {
    const interfaces = [
      {
        name: 'eth0',
        kind: 'other',
        mtu: 1500,
        adminStatus: 'up',
        operStatus: 'up',
        addresses: ['192.0.2.1/24'],
      },
      { name: 'br1', kind: 'bridge', owner: { contract: '01JD', workload: 'lan' }, addresses: [] },
    ];
    expect(interfaceTable(interfaces)).toBe(
      [
        'NAME  KIND    STATE  MTU   MASTER  ADDRESSES     OWNER',
        'eth0  other   up/up  1500  -       192.0.2.1/24  -',
        'br1   bridge  -/-    -     -       -             01JD/lan',
        '',
      ].join('\n'),
    );
  });
});
