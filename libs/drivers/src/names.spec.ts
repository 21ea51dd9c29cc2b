import type { ContractId, WorkloadName } from '#contract';
import {
  derivedInterfaceName,
  derivedMac,
  isInterfaceName,
  isReservedName,
  longestInterfaceName,
  type InterfaceName,
} from './names.js';

const contract = '01K9ZX4A1B2C3D4E5F6G7H8J9K' as ContractId;

function derived(prefix: string, workload: string, of: ContractId = contract): string {
  return derivedInterfaceName(prefix, of, workload as WorkloadName);
}

describe('an interface name', () => {
  it.each([
    ['a', 'one byte'],
    ['abcdefghijklmno', '15 bytes'],
    ['eth0.100', 'a dot'],
    ['...', 'more than two dots'],
    ['br-lan_1', 'punctuation'],
    ['äöüß', 'UTF-8 of 8 bytes'],
    ['\u{1f600}\u{1f600}\u{1f600}abc', 'UTF-8 of 15 bytes'],
  ])('may be %j: %s', (name) => {
    expect(isInterfaceName(name)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['abcdefghijklmnop', '16 bytes'],
    ['äöüßäöüß', '8 characters of 16 bytes'],
    ['.', 'the directory'],
    ['..', 'the directory above'],
    ['a/b', 'a slash'],
    ['a:b', 'a colon'],
    ['vx%d', 'a percent sign'],
    ['a b', 'a space'],
    ['a\tb', 'a tab'],
    ['a\n', 'a line feed at the end'],
    ['a\0', 'a NUL'],
    ['a\u001b[2J', 'an escape sequence'],
    ['à', 'a byte that the kernel takes for a space'],
    ['\ud800', 'half a character'],
    ['a\u200b', 'a space of no width'],
  ])('may not be %j: %s', (name) => {
    expect(isInterfaceName(name)).toBe(false);
  });
});

describe('a name of Zero-OS', () => {
  it.each([
    'lo',
    'zos',
    'br-ndmz',
    'tonrs',
    'n-anything',
    'b-1',
    'm7JRBVBTJqCLpM',
    'n7JRBVBTJqCLpM',
  ])('%s is reserved', (name) => {
    expect(isReservedName(name)).toBe(true);
  });

  it.each(['br-lan', 'loop', 'nb-1', 'm0JRBVBTJqCLpM', 'm7JRBVBTJqCLp', 'x7JRBVBTJqCLpM'])(
    '%s is free',
    (name) => {
      expect(isReservedName(name)).toBe(false);
    },
  );
});

describe('a derived name', () => {
  it('is the same again, and stays the same from release to release', () => {
    expect(derived('vx', 'lan')).toBe(derived('vx', 'lan'));
    expect([derived('vx', 'lan'), derived('br', 'lan')]).toMatchInlineSnapshot(`
     [
       "vxjGFHBPYNvszSE",
       "brjGFHBPYNvszSE",
     ]
    `);
  });

  it('is valid, free and distinct for 10,000 workloads', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => derived('vx', `seg-${index}`));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !isInterfaceName(name) || isReservedName(name))).toEqual([]);
    expect(names.filter((name) => name.length !== longestInterfaceName)).toEqual([]);
  });

  it('differs between contracts', () => {
    const other = '01K9ZX4A1B2C3D4E5F6G7H8J9M' as ContractId;
    expect(derived('vx', 'lan', other)).not.toBe(derived('vx', 'lan'));
  });
});

describe('a derived MAC address', () => {
  it('is a locally administered unicast one, distinct for 10,000 workloads and their hosts', () => {
    const macs = Array.from({ length: 10_000 }, (_, index) =>
      derivedMac(contract, `lan-${index >> 1}` as InterfaceName, `host-${index & 1}`),
    );
    expect(new Set(macs).size).toBe(macs.length);
    expect(macs.filter((mac) => !/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/.test(mac))).toEqual([]);
  });
});
