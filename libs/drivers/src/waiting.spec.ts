import { lackIn } from './waiting.js';
import { carriersOf } from './carriers.js';
import type { InterfaceName } from './names.js';
import type { VlanLink } from './vlan-link.js';

const missing = { code: 'parent-unknown', path: '/a/parent', detail: "no interface 'eth1'" };
const name = (text: string): InterfaceName => text as InterfaceName;

describe('a plan that was refused', () => {
  it('waits where the host lacks only what it may come to have', () => {
    expect(lackIn([missing, { ...missing, code: 'local-address-unknown' }])).toEqual({
      what: 'parent missing',
      detail: "no interface 'eth1' (/a/parent)",
    });
  });

  it('does not wait where anything else is wrong too', () => {
    expect(lackIn([missing, { ...missing, code: 'mtu-above-parent' }])).toBeUndefined();
    expect(lackIn([])).toBeUndefined();
  });
});

describe('the carriers of a contract', () => {
  const vlan = (own: string, parent: string): VlanLink => ({
    ...({ type: 'link', kind: 'vlan', up: true, ipv6: false } as const),
    name: name(own),
    vlan: { id: 7, protocol: '802.1Q', parent: name(parent) },
  });
  const bridge = {
    ...({ type: 'link', kind: 'bridge', up: true, ipv6: false } as const),
    ...{ name: name('br-1'), bridge: { stp: false } },
  };
  const port = { type: 'port', link: name('eth2'), master: name('br-1') } as const;

  it('are what its links stand on in the end, and the ports of its bridges', () => {
    const resources = [vlan('c', 's'), vlan('s', 'eth1'), bridge, vlan('v', 'br-1'), port];
    const wanted = resources.map((resource) => ({ path: '', resource }));

    expect(carriersOf(wanted)).toEqual({ parents: ['eth1'], ports: ['eth2'] });
  });
});
