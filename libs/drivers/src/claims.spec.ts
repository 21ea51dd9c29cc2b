import { claimProblems, claimTable } from './claims.js';
import type { Resource, VxlanOptions, WantedResource } from './resource.js';

const owner = { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'lan' };

function wanted(...resources: readonly unknown[]): readonly WantedResource[] {
  return resources.map((resource, index) => ({
    resource: resource as Resource,
    path: `/${index}`,
  }));
}

function bridge(name: string): unknown {
  return { type: 'link', kind: 'bridge', name, owner };
}

function vxlan(
  name: string,
  vni: number,
  options: Partial<Record<keyof VxlanOptions, unknown>> = {},
): unknown {
  const local = '198.51.100.1';
  return {
    type: 'link',
    kind: 'vxlan',
    name,
    owner,
    vxlan: { vni, port: 4789, local, ...options },
  };
}

function port(link: string, master: string): unknown {
  return { type: 'port', link, master, owner };
}

function route(metric: number): object {
  return { type: 'route', destination: '198.18.0.0/15', table: 254, metric, protocol: 72 };
}

function address(link: string, text: string): unknown {
  return { type: 'address', link, address: text, owner };
}

describe('two claims on one host', () => {
  it.each([
    ['an interface name', bridge('br-1'), vxlan('br-1', 1), 'interface-name-claimed-twice'],
    ['a VNI', vxlan('vx-1', 7), vxlan('vx-2', 7), 'vni-claimed-twice'],
    ['a port', port('eth1', 'br-1'), port('eth1', 'br-2'), 'port-claimed-twice'],
    [
      'a link of a contract as a port',
      vxlan('vx-1', 7),
      port('vx-1', 'br-1'),
      'port-claimed-twice',
    ],
    ['a port as a new link', port('eth1', 'br'), bridge('eth1'), 'interface-name-claimed-twice'],
    [
      'an address',
      address('a', '192.0.2.1/24'),
      address('b', '192.0.2.1/24'),
      'address-claimed-twice',
    ],
    [
      'an address with another prefix length',
      address('a', '192.0.2.1/24'),
      address('a', '192.0.2.1/25'),
      'address-claimed-twice',
    ],
    ['one route', route(0), route(0), 'route-claimed-twice'],
  ])('are refused for %s', (_, first, second, code) => {
    expect(claimProblems(wanted(first, second))).toMatchObject([{ code, path: '/1' }]);
  });

  it.each([
    ['VNIs on two UDP ports', vxlan('vx-1', 7), vxlan('vx-2', 7, { port: 8472 })],
    ['VNIs over two families', vxlan('vx-1', 7), vxlan('vx-2', 7, { local: '2001:db8::1' })],
    ['addresses of one subnet', address('a', '192.0.2.1/24'), address('a', '192.0.2.2/24')],
    ['remotes', { type: 'fdb', link: 'a' }, { type: 'fdb', link: 'a' }],
    ['routes of two metrics', route(0), route(1)],
  ])('are two things: %s', (_, first, second) => {
    expect(claimProblems(wanted(first, second))).toEqual([]);
  });
});

describe('claims of other contracts', () => {
  it('stand against those of a new one, which is told who holds them', () => {
    const held = claimTable(wanted(vxlan('vx-1', 7), port('eth1', 'br-1')));
    const problems = claimProblems(
      wanted(bridge('br-2'), port('eth1', 'br-2'), vxlan('vx-2', 7)),
      held,
    );
    expect(problems).toEqual([
      {
        code: 'port-claimed-twice',
        path: '/1',
        detail: `port 'eth1' is already claimed by workload 'lan' of contract ${owner.contract}`,
      },
      {
        code: 'vni-claimed-twice',
        path: '/2',
        detail: `VNI 7 on UDP port 4789 over IPv4 is already claimed by workload 'lan' of contract ${owner.contract}`,
      },
    ]);
  });
});

describe('a shared device', () => {
  const vnis = (text: string): object => ({ vni: 0, external: true, vniFilter: true, vnis: text });

  it('is told of the VNIs that another has by ranges', () => {
    const held = claimTable(wanted(vxlan('vx-1', 0, vnis('1000-1999, 2500'))));
    const problems = claimProblems(wanted(vxlan('vx-2', 0, vnis('1500-2600'))), held);

    const by = `is already claimed by workload 'lan' of contract ${owner.contract}`;
    expect(problems.map(({ detail }) => detail)).toEqual([
      `each VNI from 1500 to 1999 on UDP port 4789 over IPv4 ${by}`,
      `VNI 2500 on UDP port 4789 over IPv4 ${by}`,
    ]);
  });

  it('is told of each holder', () => {
    const problems = claimProblems(
      wanted(
        vxlan('vx-1', 7),
        { ...(vxlan('vx-2', 8) as object), owner: { ...owner, workload: 'other' } },
        vxlan('vx-3', 0, vnis('6-9')),
      ),
    );

    expect(problems.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^VNI 7 .*'lan'/),
      expect.stringMatching(/^VNI 8 .*'other'/),
    ]);
  });
});
