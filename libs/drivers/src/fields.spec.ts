import type { z } from 'zod';
import { parseWith } from '#contract';
import { cidr, ipAddress, linkAddress, linkName, mtu, newLinkName } from './fields.js';

function codesOf(schema: z.ZodType, value: unknown): readonly string[] {
  const result = parseWith(schema, value);
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

describe('a field of a contract', () => {
  it.each([
    ['a link name', linkName, 'eth0', 'eth0'],
    ['the name of a reserved link that stands', linkName, 'zos', 'zos'],
    ['a new link name', newLinkName, 'br-lan', 'br-lan'],
    ['an address', ipAddress, '2001:DB8::0:1', '2001:db8::1'],
    ['an address with its prefix', cidr, '::/0', '::/0'],
    ['an address for a link', linkAddress, '2001:DB8::0:1/64', '2001:db8::1/64'],
    ['the least MTU', mtu, 68, 68],
    ['the largest MTU', mtu, 65535, 65535],
  ])('takes %s', (_, schema, value, parsed) => {
    expect(parseWith(schema as z.ZodType, value)).toEqual({ ok: true, value: parsed });
  });

  it.each([
    ['a name of 16 bytes', linkName, 'abcdefghijklmnop', 'interface-name-invalid'],
    ['a new name of 16 bytes', newLinkName, 'abcdefghijklmnop', 'interface-name-invalid'],
    ['a new name of Zero-OS', newLinkName, 'zos', 'interface-name-reserved'],
    ['a name that is a number', linkName, 7, 'value-invalid'],
    ['half an address', ipAddress, '192.0.2', 'address-invalid'],
    ['an address with a prefix', ipAddress, '192.0.2.1/24', 'address-invalid'],
    ['an address without one', cidr, '192.0.2.1', 'address-invalid'],
    ['half an address for a link', linkAddress, '192.0.2/24', 'address-invalid'],
    ['a link-local address', linkAddress, 'fe80::1/64', 'address-invalid'],
    ['a loopback address', linkAddress, '127.0.0.1/8', 'address-invalid'],
    ['a group', linkAddress, '224.0.0.1/4', 'address-invalid'],
    ['no address at all', linkAddress, '0.0.0.0/0', 'address-invalid'],
    ['an MTU of 67', mtu, 67, 'mtu-out-of-range'],
    ['an MTU of 65536', mtu, 65536, 'mtu-out-of-range'],
    ['a fraction of a byte', mtu, 1400.5, 'value-invalid'],
  ])('refuses %s once', (_, schema, value, code) => {
    expect(codesOf(schema, value)).toEqual([code]);
  });
});
