import { fallOf, returningWith, type Fall } from './fall.js';
import { indexHost, type HostIndex } from './host-index.js';
import type { HostState } from './host-state.js';
import type { InterfaceName } from './names.js';
import { identityOf, type LinkResource, type Resource } from './resource.js';
import type { Target } from './target.js';

const contract = '01K9ZX4A1B2C3D4E5F6G7H8J9K';
const owner = { contract, workload: 'lan' };
const lan = link('br-lan', { kind: 'bridge', bridge: { stp: false }, owner });
const segment = link('vx-1', { ...over('eth0'), master: 'br-lan', owner });
const tap = link('tap0', { kind: 'other', kernelKind: 'tun', master: 'br-lan' });
const address = { type: 'address', link: 'br-lan', address: '192.0.2.1/24' } as Resource;

function link(name: string, parts: object): LinkResource {
  return {
    type: 'link',
    name,
    mtu: 1450,
    master: null,
    up: true,
    ipv6: false,
    ...parts,
  } as LinkResource;
}

function over(underlay: string, options: object = {}): object {
  return {
    kind: 'vxlan',
    vxlan: { vni: 7, port: 4789, underlay, local: '198.51.100.1', ...options },
  };
}

function hostWith(...resources: readonly Resource[]): HostIndex {
  return indexHost({
    links: resources
      .filter((entry) => entry.type === 'link')
      .map((resource) => ({ resource, index: 1, operStatus: 'up', carrier: true })),
    addresses: resources.filter((entry) => entry.type === 'address'),
    routes: [],
    fdb: [],
  } as unknown as HostState);
}

function targetOf(...resources: readonly Resource[]): Target {
  return new Map(resources.map((resource) => [identityOf(resource), resource]));
}

function goneAnd(target: Target, ...gone: readonly Resource[]): Target {
  return new Map([...target, ...gone.map((resource) => [identityOf(resource), null] as const)]);
}

describe('the links that fall', () => {
  const rider = link('vx-2', { ...over('vx-1'), owner });
  const theirs = link('vx-3', over('vx-2'));
  const host = hostWith(segment, rider, theirs);
  const anew = link('vx-1', { ...over('eth0', { vni: 8 }), owner });

  it.each([
    ['one that goes, with all on top', goneAnd(targetOf(), segment, rider), 'goes goes goes'],
    ['one that is made anew, with all on top', targetOf(anew, rider), 'returns returns returns'],
    [
      'only one that goes and what is on top of it',
      goneAnd(targetOf(segment), rider),
      '- goes goes',
    ],
    [
      'none that moves to another underlay, and none on top of it',
      targetOf(anew, link('vx-2', { ...over('eth0'), owner })),
      'returns - -',
    ],
    ['none where nothing is to change', targetOf(segment, rider), '- - -'],
  ])('are %s', (_, target, fates) => {
    const fall = fallOf(contract, target, host);
    const found = [segment, rider, theirs].map(({ name }) => fall.get(name) ?? '-');
    expect(found.join(' ')).toBe(fates);
  });

  it('are never those of others alone', () => {
    const foreign = hostWith(link('vx-1', over('eth0')));
    expect(fallOf(contract, goneAnd(targetOf(), segment), foreign).size).toBe(0);
    expect(fallOf(contract, targetOf(anew), foreign).size).toBe(0);
  });
});

describe('with a bridge that is made anew', () => {
  const host = hostWith(lan, segment, tap, address);
  const fall: Fall = new Map([['br-lan' as InterfaceName, 'returns']]);

  it('return the ports and addresses of others, while our segments know their bridge', () => {
    const returning = returningWith(fall, targetOf(lan, segment), host);
    expect([...returning.keys()].sort()).toEqual(['address br-lan 192.0.2.1/24', 'port tap0']);
  });

  it('returns nothing that the target names itself', () => {
    const target = goneAnd(targetOf(lan, segment), address);
    expect([...returningWith(fall, target, host).keys()]).toEqual(['port tap0']);
  });

  it('return no ports to what is no bridge any more', () => {
    const other = link('br-lan', { ...over('eth0', { vni: 9 }), owner });
    const returning = returningWith(fall, targetOf(other, segment), host);
    expect([...returning.keys()]).toEqual(['address br-lan 192.0.2.1/24']);
  });
});
