import { scopeOf } from './address-scope.js';
import { parseIpAddress } from './addresses.js';

describe('the scope of an address', () => {
  it.each([
    ['192.0.2.1', 'global'],
    ['10.0.0.1', 'global'],
    ['169.254.1.1', 'global'],
    ['2001:db8::1', 'global'],
    ['fd00::1', 'global'],
    ['::ffff:192.0.2.1', 'global'],
    ['fec0::1', 'global'],
    ['fe80::1', 'link'],
    ['febf::1', 'link'],
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['ff02::1', 'multicast'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
  ])('%s is %s', (text, scope) => {
    const address = parseIpAddress(text);
    expect(address && scopeOf(address)).toBe(scope);
  });
});
