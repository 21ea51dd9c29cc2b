import { bridgeDefaults, portDefaults, type VxlanOptions } from '#drivers';
import { attributeTree } from '../test/attribute-tree.js';
import { address } from '../test/sample-resources.js';
import { Attributes } from './attributes.js';
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
  const { vlans, ...defaults } = portDefaults;

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

  it.each([
    ['plain ones', {}],
    ['IPv6', { local: address('2001:db8::1') }],
    ['a checksum over IPv4', { udpChecksum: true }],
    ['a checksum over IPv6', { local: address('2001:db8::1'), udpChecksum: true }],
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

      expect(decodeVxlan(data(encodeVxlan(options)))).toEqual(options);
    },
  );

  it('say the checksum over IPv6 by its absence, and always receive without one', () => {
    const tree = (udpChecksum: boolean): unknown =>
      attributeTree(Buffer.concat(encodeVxlan({ local: address('2001:db8::1'), udpChecksum })));

    expect(tree(true)).toMatchObject({ 19: '00', 20: '01' });
    expect(tree(false)).toMatchObject({ 19: '01', 20: '01' });
  });

  it.each([
    ['without a source', { ...plain, local: undefined }],
    ['without an underlay', { ...plain, underlay: 0 }],
  ])('are none of ours %s', (_what, { local, ...fields }) => {
    const encoded = encodeVxlan(local === undefined ? fields : { ...fields, local });

    expect(decodeVxlan(data(encoded))).toBeUndefined();
  });

  it('leave out what is not given', () => {
    expect(encodeVxlan({})).toEqual([]);
  });
});
