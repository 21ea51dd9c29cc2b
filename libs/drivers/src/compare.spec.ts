import { changedFields, needsRecreation } from './compare.js';
import type { Resource } from './resource.js';

const owner = { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'lan' };

const segment = {
  type: 'link',
  kind: 'vxlan',
  name: 'vx-1',
  owner,
  mtu: 1450,
  mac: '02:00:00:00:00:01',
  master: null,
  up: true,
  ipv6: false,
  vxlan: { vni: 7, port: 4789, underlay: 'eth0', local: '198.51.100.1', ttl: 0, udpChecksum: true },
} as const;

function changes(observed: object, wanted: object): readonly string[] {
  return changedFields(observed as Resource, wanted as Resource);
}

describe('comparing a link', () => {
  it('finds nothing where all that is asked for is there', () => {
    const unasked = { mac: undefined, mtu: undefined, master: undefined };
    expect(changes(segment, { ...segment, ...unasked })).toEqual([]);
    expect(changes(segment, segment)).toEqual([]);
  });

  it('names every field that differs, in alphabetical order', () => {
    const wanted = {
      ...segment,
      up: false,
      master: 'br-1',
      mtu: 1400,
      owner: { ...owner, workload: 'dmz' },
      vxlan: { ...segment.vxlan, ttl: 64 },
    };
    expect(changes(segment, wanted)).toEqual([
      'master',
      'mtu',
      'owner.workload',
      'up',
      'vxlan.ttl',
    ]);
  });

  it('finds both parts of an owner on a link that has none', () => {
    expect(changes({ ...segment, owner: undefined }, segment)).toEqual([
      'owner.contract',
      'owner.workload',
    ]);
  });

  it('tells "no bridge" from "whatever bridge"', () => {
    const port = { ...segment, master: 'br-1' };
    expect(changes(port, segment)).toEqual(['master']);
    expect(changes(port, { ...segment, master: undefined })).toEqual([]);
  });

  it('asks for everything of a kind when the kind is another one', () => {
    const bridge = { ...segment, kind: 'bridge', vxlan: undefined, bridge: { stp: false } };
    expect(changes(bridge, segment)).toContain('kind');
    expect(changes(segment, bridge)).toEqual(['bridge.stp', 'kind']);
  });

  it('compares nothing that is told for people only', () => {
    const { vxlan: _, ...common } = segment;
    const read = { ...common, kind: 'generic', kernelKind: 'geneve', fixed: {}, generic: {} };
    const over = { link: 'eth0', less: 50, title: 'GENEVE' };
    expect(changes(read, { ...read, claim: 'geneve link with vni 7', over })).toEqual([]);
  });

  it('takes an unknown kind for another one than ours', () => {
    const other = { ...segment, kind: 'other', kernelKind: 'vxlan', vxlan: undefined };
    expect(needsRecreation(changes(other, segment))).toBe(true);
  });
});

describe('a link has to be made anew', () => {
  it.each([
    ['its VNI', { vni: 8 }],
    ['its UDP port', { port: 8472 }],
    ['its checksum', { udpChecksum: false }],
    ['the family of its addresses', { local: '2001:db8::1' }],
  ])('to change %s', (_, options) => {
    const fields = changes(segment, { ...segment, vxlan: { ...segment.vxlan, ...options } });
    expect(needsRecreation(fields)).toBe(true);
  });

  it.each([
    ['its local address', { local: '198.51.100.2' }],
    ['its underlay', { underlay: 'eth1' }],
    ['its time to live', { ttl: 64 }],
  ])('but not to change %s', (_, options) => {
    const fields = changes(segment, { ...segment, vxlan: { ...segment.vxlan, ...options } });
    expect([fields.length, needsRecreation(fields)]).toEqual([1, false]);
  });
});

describe('comparing anything else', () => {
  const route = {
    type: 'route',
    destination: '203.0.113.0/24',
    table: 254,
    metric: 0,
    protocol: 72,
  };

  it('leaves the owner out, which follows the link', () => {
    const address = { type: 'address', link: 'br-1', address: '192.0.2.1/24' };
    expect(changes(address, { ...address, owner })).toEqual([]);
    expect(changes({ ...address, owner }, address)).toEqual([]);
  });

  it('takes an absent field for one that shall be absent', () => {
    expect(changes({ ...route, via: '192.0.2.9' }, route)).toEqual(['via']);
    expect(changes(route, { ...route, via: '192.0.2.9' })).toEqual(['via']);
  });

  it('finds a port of another bridge', () => {
    const port = { type: 'port', link: 'eth1', master: 'br-1' };
    expect(changes(port, { ...port, master: 'br-2', owner })).toEqual(['master']);
  });
});
