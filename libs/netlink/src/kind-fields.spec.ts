import { bridgeDefaults, portDefaults, vxlanDefaults, type VxlanOptions } from '#drivers';
import { attributeTree } from '../test/attribute-tree.js';
import { address } from '../test/sample-resources.js';
import { Attributes, bytesAttribute, u32Attribute, u8Attribute } from './attributes.js';
import { decodeBridge, encodeBridge } from './bridge-data.js';
import { decodeBridgePort, encodeBridgePort } from './bridge-port-data.js';
import { decodeVxlan, encodeVxlan, type VxlanData } from './vxlan-data.js';

const data = (attributes: readonly Buffer[]): Attributes =>
  new Attributes(Buffer.concat(attributes));

describe('the options of a bridge', () => {
  const { vlans, ...defaults } = bridgeDefaults;

  it.each([
    ['the spanning tree', { stp: true }],
    ['its timers, in whole seconds', { helloTime: 1, maxAge: 40, forwardDelay: 30, ageingTime: 0 }],
    ['VLANs', { vlanFiltering: true, vlanProtocol: '802.1ad', defaultPvid: 4094 }],
    ['groups', { multicastSnooping: false, multicastQuerier: true, igmpVersion: 3, mldVersion: 2 }],
    ['counters', { vlanStatistics: true, multicastStatistics: true, priority: 0 }],
  ] as const)('come back as they went: %s', (_what, options) => {
    expect(decodeBridge(data(encodeBridge(options)))).toMatchObject({ ...defaults, ...options });
  });

  it('count hundredths of seconds, as the kernel does', () => {
    expect(attributeTree(Buffer.concat(encodeBridge({ ageingTime: 300 })))).toEqual({
      4: '30750000',
    });
  });

  it('leave its VLANs to a table of their own, where the kernel knows any', () => {
    expect(decodeBridge(data(encodeBridge({ defaultPvid: 1 })))).toHaveProperty('vlans', '');
    expect(decodeBridge(data(encodeBridge({ stp: true })))).not.toHaveProperty('vlans');
  });

  it('are those of a new bridge where the kernel says nothing', () => {
    expect(decodeBridge(undefined)).toEqual(defaults);
  });

  it('leave out what is not given', () => {
    expect(encodeBridge({})).toEqual([]);
  });
});

describe('the options of a port', () => {
  const { vlans, tunnels, ...defaults } = portDefaults;

  it.each(Object.entries(defaults))('come back as they went: %s is not %s', (name, value) => {
    const options = { [name]: typeof value === 'number' ? value + 1 : !value };
    expect(decodeBridgePort(data(encodeBridgePort(options)))).toEqual({ ...defaults, ...options });
  });

  it('leave their VLANs to a message of its own', () => {
    expect(encodeBridgePort({ vlans: portDefaults.vlans })).toEqual([]);
  });
});

describe('the options of a VXLAN', () => {
  const plain: VxlanData = {
    vni: 100,
    port: 4789,
    underlay: 50,
    local: address('192.0.2.1'),
    learning: false,
    ttl: 64,
    tos: 0,
    df: 'unset',
    udpChecksum: false,
  };
  const six = { local: address('2001:db8::1'), acceptsZeroChecksum: true } as const;

  it.each([
    ['plain ones', {}],
    ['IPv6', six],
    ['a checksum over IPv4', { udpChecksum: true }],
    ['a checksum over IPv6', { ...six, udpChecksum: true }],
    ['no packets without one', { ...six, acceptsZeroChecksum: false }],
    ['a group', { group: address('239.1.1.1') }],
    ['a group over IPv6', { ...six, group: address('ff05::1') }],
    ['many VNIs', { vni: 0, external: true, vniFilter: true }],
    ['no underlay', { underlay: 0 }],
    ['a flow label', { ...six, flowLabel: 0xfedcb }],
    ['source ports', { sourcePorts: '1000-2000' }],
    ['limits', { ageing: 100, maxAddresses: 50 }],
    ['answers and short cuts', { arpProxy: true, shortCircuit: true }],
    ['news of what is missing', { l2Miss: true, l3Miss: true }],
    ['the inner time to live and group policies', { ttlInherit: true, groupPolicy: true }],
    [
      'the ends of all ranges',
      { vni: 16_777_215, port: 65_535, ttl: 255, tos: 252, underlay: 0x7fff_ffff },
    ],
    ['learning', { learning: true }],
    ['the fragment bit', { df: 'set' }],
    ['the fragment bit of the inner packet', { df: 'inherit' }],
  ] satisfies [string, Partial<Omit<VxlanOptions, 'underlay'> & { underlay: number }>][])(
    'come back as they went: %s',
    (_what, fields) => {
      const options = { ...plain, ...fields };

      expect(decodeVxlan(data(encodeVxlan(options)))).toEqual({ ...vxlanDefaults, ...options });
    },
  );

  it('say the checksum over IPv6 by its absence, and always receive without one', () => {
    const tree = (udpChecksum: boolean): unknown =>
      attributeTree(Buffer.concat(encodeVxlan({ local: address('2001:db8::1'), udpChecksum })));

    expect(tree(true)).toMatchObject({ 19: '00', 20: '01' });
    expect(tree(false)).toMatchObject({ 19: '01', 20: '01' });
  });

  it.each([
    ['group', { group: address('239.1.1.1') }, '0.0.0.0'],
    ['group over IPv6', { group: address('ff05::1') }, '::'],
    ['nothing', {}, '0.0.0.0'],
  ])('have an unspecified source of the family of the %s', (_what, fields, source) => {
    const { local, ...others } = plain;

    expect(decodeVxlan(data(encodeVxlan({ ...others, ...fields })))).toMatchObject({
      local: source,
    });
  });

  it.each([
    ['remote checksum offload', u8Attribute(21, 1)],
    ['remote checksum offload on reception', u8Attribute(22, 1)],
    ['the generic protocol extension', bytesAttribute(27, Buffer.alloc(0))],
    ['no local bypass', u8Attribute(31, 0)],
    ['a label policy', u32Attribute(32, 1)],
  ])('are not told of a link with %s, which could not be made anew', (_what, attribute) => {
    expect(decodeVxlan(data([...encodeVxlan(plain), attribute]))).toBeUndefined();
  });

  it('leave out what is not given', () => {
    expect(encodeVxlan({})).toEqual([]);
  });
});
