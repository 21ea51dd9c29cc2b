import { createHash } from 'node:crypto';
import type { ContractId, WorkloadName } from '#contract';
import type { MacAddress } from './addresses.js';

declare const brand: unique symbol;
/** What `isInterfaceName` accepts. */
export type InterfaceName = string & { readonly [brand]: 'InterfaceName' };

/** IFNAMSIZ less its closing NUL. */
export const longestInterfaceName = 15;

/** The kernel's `isspace` takes this byte for a space of Latin-1 wherever it stands, also within UTF-8 as in 'à'. */
const latin1Space = 0xa0;

/**
 * 1 to 15 bytes of UTF-8, no '/', ':' or white space, neither '.' nor '..' (`dev_valid_name` in net/core/dev.c). Also
 * refused are '%', which asks the kernel for a number, and characters that can't be seen.
 */
export function isInterfaceName(text: string): text is InterfaceName {
  const bytes = Buffer.from(text);
  return (
    bytes.length >= 1 &&
    bytes.length <= longestInterfaceName &&
    !bytes.includes(latin1Space) &&
    !/^\.\.?$|[\s/:%\p{C}]/u.test(text)
  );
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** The name of an interface whose contract gives none: two letters of the driver and 13 base58 characters. */
export function derivedInterfaceName(
  prefix: string,
  contract: ContractId,
  workload: WorkloadName,
): InterfaceName {
  const hash = createHash('sha256').update(`${contract}/${workload}`).digest();
  let number = hash.readBigUInt64BE(0) * 0x10000n + BigInt(hash.readUInt16BE(8));
  let text = prefix;
  while (text.length < longestInterfaceName) {
    text += base58.charAt(Number(number % 58n));
    number /= 58n;
  }
  return text as InterfaceName;
}

/** Names that Zero-OS itself gives its interfaces (zosbase, pkg/network and pkg/netlight). */
const reservedNames = new Set(
  'lo zos br-pub br-ndmz br-ygg br-my br-hmy my0 tozos gw public ndmz npub4 npub6 tonrs pubtestns'.split(
    ' ',
  ),
);
const reservedPrefixes = ['n-', 'b-', 'm-', 'w-', 't-', 'p-'];
/** Zero-OS light: n, r or m and 13 base58 characters. */
const reservedPattern = /^[nrm][1-9A-HJ-NP-Za-km-z]{13}$/;

export function isReservedName(name: string): boolean {
  return (
    reservedNames.has(name) ||
    reservedPrefixes.some((prefix) => name.startsWith(prefix)) ||
    reservedPattern.test(name)
  );
}

/**
 * A locally administered unicast MAC address that stays the same for the life of a contract's interface on a host, so
 * that a bridge keeps its address whatever joins it, and also when its workload is renamed in place.
 */
export function derivedMac(contract: string, name: InterfaceName, node: string): MacAddress {
  const hash = createHash('sha256').update(`${contract}/${name}/${node}`).digest();
  const first = ((hash[0] ?? 0) & 0xfc) | 0x02;
  return [first, ...hash.subarray(1, 6)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':') as MacAddress;
}
