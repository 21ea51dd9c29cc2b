import { createHash } from 'node:crypto';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import {
  familyOf,
  formatIp,
  ipBytes,
  parseCidr,
  parseIpAddress,
  parseMacAddress,
  splitCidr,
} from './addresses.js';

/** Repeatable bytes that look random. */
function bytesOf(seed: string, length: number): Buffer {
  return createHash('sha256').update(seed).digest().subarray(0, length);
}

/** Many random addresses are rare sights of zeros, so a mask makes some of their groups zero. */
function randomIpv6(index: number): Buffer {
  const bytes = Buffer.from(bytesOf(`address ${index}`, 16));
  const mask = bytesOf(`mask ${index}`, 8);
  for (const [group, byte] of mask.entries())
    if (byte < 128) bytes.fill(0, group * 2, group * 2 + 2);
  return bytes;
}

/** The WHATWG URL serialiser writes IPv6 by RFC 5952, without its section 5. */
function canonicalByUrl(text: string): string {
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

function groupsOf(bytes: Buffer): string {
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':');
}

describe('an IP address', () => {
  it.each([
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4:5:6:c000:201'],
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
  ])('%s is written %s', (text, canonical) => {
    expect(parseIpAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    '192.0.2',
    '192.0.2.1.1',
    '192.0.2.256',
    '192.0.2.01',
    '192.0.2.-1',
    ' 192.0.2.1',
    '0x7f.0.0.1',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    ':1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '::192.0.2.256',
    '192.0.2.1::',
    '::192.0.2.1:1',
    'fe80::1%eth0',
    '2001:db8::1/64',
  ])("'%s' is none", (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });

  it('is read and written as node does, for 5,000 random IPv6 addresses', () => {
    for (let index = 0; index < 5000; index += 1) {
      const bytes = randomIpv6(index);
      const text = groupsOf(bytes);
      expect(parseIpAddress(text)).toBe(canonicalByUrl(text));
      expect(formatIp(bytes)).toBe(canonicalByUrl(text));
    }
  });

  it('means the same to the kernel-like matcher of node, for 2,000 random addresses', () => {
    for (let index = 0; index < 2000; index += 1) {
      const bytes = index % 2 === 0 ? randomIpv6(index) : bytesOf(`${index}`, 4);
      const family = index % 2 === 0 ? 'ipv6' : 'ipv4';
      const canonical = formatIp(bytes);
      const list = new BlockList();
      list.addAddress(index % 2 === 0 ? groupsOf(bytes) : bytes.join('.'), family);
      expect(list.check(canonical, family)).toBe(true);
      expect(familyOf(canonical)).toBe(family);
      expect(ipBytes(canonical)).toEqual(bytes);
    }
  });

  it('is one exactly where node says so, for 5,000 texts with something changed', () => {
    const alphabet = '0129afF:.%g ';
    for (let index = 0; index < 5000; index += 1) {
      const random = bytesOf(`change ${index}`, 8);
      const text = index % 2 === 0 ? formatIp(randomIpv6(index)) : formatIp(bytesOf(`${index}`, 4));
      const at = random.readUInt16BE(0) % (text.length + 1);
      const put = alphabet.charAt(random.readUInt8(2) % alphabet.length);
      const changed = text.slice(0, at) + put + text.slice(at + (random.readUInt8(3) % 2));
      const isAddress = isIPv4(changed) || (isIPv6(changed) && !changed.includes('%'));
      expect([changed, parseIpAddress(changed) !== undefined]).toEqual([changed, isAddress]);
    }
  });
});

describe('an address with a prefix length', () => {
  it.each([
    ['192.0.2.1/24', '192.0.2.1/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0::1/128', '2001:db8::1/128'],
  ])('%s keeps its host bits and is written %s', (text, canonical) => {
    expect(parseCidr(text)).toBe(canonical);
  });

  it.each([
    '192.0.2.1',
    '192.0.2.1/',
    '192.0.2.1/33',
    '2001:db8::1/129',
    '192.0.2.1/024',
    '192.0.2.1/-1',
    '192.0.2.1/24/24',
    '/24',
  ])("'%s' is none", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it('comes apart into address and length', () => {
    const cidr = parseCidr('2001:db8::1/64');
    expect(cidr && splitCidr(cidr)).toEqual({ address: '2001:db8::1', prefixLength: 64 });
  });
});

describe('a MAC address', () => {
  it('is written in lower case', () => {
    expect(parseMacAddress('02:AB:cd:00:00:01')).toBe('02:ab:cd:00:00:01');
  });

  it.each(['02:ab:cd:00:00', '02-ab-cd-00-00-01', '02:ab:cd:00:00:0g', '02:ab:cd:00:00:01:02', ''])(
    "'%s' is none",
    (text) => {
      expect(parseMacAddress(text)).toBeUndefined();
    },
  );
});
