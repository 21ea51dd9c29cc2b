import { z } from 'zod';
import { coded } from '#contract';
import { scopeOf } from './address-scope.js';
import {
  parseCidr,
  parseIpAddress,
  parseMacAddress,
  splitCidr,
  type Cidr,
  type IpAddress,
  type MacAddress,
} from './addresses.js';
import { isInterfaceName, isReservedName, type InterfaceName } from './names.js';
import type { DriverProblemCode } from './problem-codes.js';

/** A schema check with one of this library's problem codes. */
export function driverCheck(code: DriverProblemCode, detail: string): ReturnType<typeof coded> {
  return coded(code, detail);
}

/** A problem that a schema's own code has found, for `context.addIssue`. */
export function driverIssue(
  code: DriverProblemCode,
  message: string,
): { code: 'custom'; message: string; params: { code: DriverProblemCode } } {
  return { code: 'custom', message, params: { code } };
}

/** The name of a link that exists or that the contract makes. */
export const linkName = z
  .string()
  .refine(
    isInterfaceName,
    driverCheck(
      'interface-name-invalid',
      "an interface name has 1 to 15 bytes and no '/', ':', '%' or white space",
    ),
  )
  .meta({ minLength: 1, maxLength: 15 }) as unknown as z.ZodType<InterfaceName>;

/** A name for an interface that the contract makes. */
export const newLinkName = linkName.refine(
  (name) => !isReservedName(name),
  driverCheck('interface-name-reserved', 'Zero-OS uses this name for an interface of its own'),
);

export const ipAddress = z
  .string()
  .transform((text, context): IpAddress => {
    const address = parseIpAddress(text);
    if (address !== undefined) return address;
    context.addIssue(
      driverIssue(
        'address-invalid',
        'an IPv4 or IPv6 address without a prefix length is needed here',
      ),
    );
    return z.NEVER;
  })
  .meta({ type: 'string' });

export const cidr = z
  .string()
  .transform((text, context): Cidr => {
    const parsed = parseCidr(text);
    if (parsed !== undefined) return parsed;
    context.addIssue(
      driverIssue(
        'address-invalid',
        "an address with its prefix length is needed here, as in '192.0.2.1/24'",
      ),
    );
    return z.NEVER;
  })
  .meta({ type: 'string' });

/** An address that a link can be given. The kernel makes those of scope link itself, and we don't look at them. */
export const linkAddress = cidr.refine(
  (address) => scopeOf(splitCidr(address).address) === 'global',
  driverCheck(
    'address-invalid',
    'link-local, loopback, multicast and unspecified addresses can not be given to an interface',
  ),
);

/** An address that an interface can be given: of one station, not all zero. */
export const macAddress = z
  .string()
  .transform((text, context): MacAddress => {
    const mac = parseMacAddress(text);
    if (mac !== undefined && isOfOneStation(mac)) return mac;
    context.addIssue(
      driverIssue(
        'address-invalid',
        "the MAC address of one interface is needed here, as in '02:00:00:00:00:01'",
      ),
    );
    return z.NEVER;
  })
  .meta({ type: 'string' });

/** The lowest bit of the first byte marks a group (IEEE 802, 8.2.2). */
function isOfOneStation(mac: MacAddress): boolean {
  return mac !== '00:00:00:00:00:00' && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0;
}

/** The id of one VLAN. IEEE 802.1Q, table 9-2: 0 means none, 4095 is kept for implementations. */
export const vlanId = z
  .int()
  .refine(
    (id) => id >= 0 && id <= 4095,
    driverCheck('vlan-id-out-of-range', 'a VLAN id is 1 to 4094'),
  )
  .refine(
    (id) => id !== 0 && id !== 4095,
    driverCheck('vlan-id-reserved', 'IEEE 802.1Q reserves the VLAN ids 0 and 4095'),
  )
  .meta({ minimum: 1, maximum: 4094 });

/** IPv4's least MTU is 68 (RFC 791); a link below 1280 can't carry IPv6 (RFC 8200, section 5). */
export const mtu = z
  .int()
  .refine(
    (bytes) => bytes >= 68 && bytes <= 65535,
    driverCheck('mtu-out-of-range', 'an MTU is 68 to 65535 bytes'),
  )
  .meta({ minimum: 68, maximum: 65535 });
