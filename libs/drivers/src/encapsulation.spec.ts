import { largestInside, largestInsideAll, type EspSuite } from './encapsulation.js';

describe('the largest packet inside', () => {
  it.each([
    ['aead-16', 1446, 1438, 1426, 1418],
    ['cbc-sha256', 1438, 1422, 1406, 1406],
    ['cbc-sha384', 1422, 1422, 1406, 1390],
    ['cbc-sha512', 1422, 1406, 1390, 1390],
  ] as const)('ESP with %s on a path of 1500 bytes', (suite: EspSuite, ...most) => {
    const found = (['ipv4', 'ipv6'] as const).flatMap((outer) =>
      [false, true].map((udp) => largestInside(1500, { kind: 'esp', outer, suite, udp })),
    );
    expect(found).toEqual(most);
  });

  it.each([
    ['VLAN', { kind: 'vlan' }, 1500],
    ['VXLAN over IPv4', { kind: 'vxlan', outer: 'ipv4' }, 1450],
    ['VXLAN over IPv6', { kind: 'vxlan', outer: 'ipv6' }, 1430],
    ['GENEVE over IPv4', { kind: 'geneve', outer: 'ipv4' }, 1450],
    ['GENEVE over IPv6 with options', { kind: 'geneve', outer: 'ipv6', options: 12 }, 1418],
  ] as const)('%s on a path of 1500 bytes', (_what, layer, most) => {
    expect(largestInside(1500, layer)).toBe(most);
  });

  it('goes through a whole stack: a card of 1500, ESP, VXLAN and two tags', () => {
    const esp = { kind: 'esp', outer: 'ipv4', suite: 'aead-16', udp: true } as const;
    const vxlan = { kind: 'vxlan', outer: 'ipv6' } as const;
    const vlan = { kind: 'vlan' } as const;
    expect(largestInsideAll(1500, [esp, vxlan, vlan, vlan])).toBe(1438 - 70);
  });
});
