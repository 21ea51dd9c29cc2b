import { familyOf, ipBytes, ownProtocol, splitCidr, type Cidr, type IpAddress } from '#drivers';
import { familyNumberOf, ipOf } from './address-family.js';
import { Attributes, bytesAttribute, u8Attribute } from './attributes.js';
import { messageFlag, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
export const addressMessage = { new: 20, delete: 21, get: 22 } as const;

/** struct ifaddrmsg: u8 family, u8 prefix length, u8 flags, u8 scope, u32 index. */
const headerLength = 8;

/** IFA_* of include/uapi/linux/if_addr.h. IFA_PROTO came with Linux 5.18; before it is ignored. */
const field = { address: 1, local: 2, protocol: 11 } as const;
/** IFA_F_NODAD. */
const withoutDuplicateDetection = 2;

/** A new address with our protocol number. */
export function createAddress(link: number, address: Cidr, isOurs = true): Request {
  return request(
    addressMessage.new,
    messageFlag.create | messageFlag.exclusive,
    link,
    address,
    isOurs,
  );
}

/** Gives an address that exists our protocol number. */
export function adoptAddress(link: number, address: Cidr): Request {
  return request(addressMessage.new, messageFlag.create | messageFlag.replace, link, address);
}

export function deleteAddress(link: number, address: Cidr): Request {
  return request(addressMessage.delete, 0, link, address);
}

export function dumpAddresses(): Request {
  return dumpRequest(addressMessage.get, [Buffer.alloc(headerLength)]);
}

function request(type: number, flags: number, link: number, cidr: Cidr, isOurs = true): Request {
  const { address, prefixLength } = splitCidr(cidr);
  const bytes = ipBytes(address);
  const isNew = type === addressMessage.new;
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(familyNumberOf(address), 0);
  header.writeUInt8(prefixLength, 1);
  header.writeUInt8(isNew ? flagsOf(address) : 0, 2);
  header.writeUInt32LE(link, 4);
  return changeRequest(
    type,
    [
      header,
      bytesAttribute(field.local, bytes),
      bytesAttribute(field.address, bytes),
      ...(isNew && isOurs ? [u8Attribute(field.protocol, ownProtocol)] : []),
    ],
    flags,
  );
}

/**
 * An IPv6 address goes without duplicate detection (RFC 4862, section 5.4): it must be usable the moment the apply
 * ends, and it is the contract, checked for conflicts, that says that nobody else has it.
 */
function flagsOf(address: IpAddress): number {
  return familyOf(address) === 'ipv6' ? withoutDuplicateDetection : 0;
}

/** An address as one message tells it. */
export interface AddressRecord {
  readonly link: number;
  readonly address: Cidr;
  /** RT_SCOPE_*. */
  readonly scope: number;
  /** Who made it; 0: unknown. */
  readonly protocol: number;
}

/** Undefined for a family that is not IP. */
export function decodeAddress(body: Buffer): AddressRecord | undefined {
  const link = decodeAddressLink(body);
  const fields = new Attributes(body, headerLength);
  const address = ipOf(fields.payload(field.local) ?? fields.payload(field.address));
  if (address === undefined) return undefined;
  return {
    link,
    address: `${address}/${body.readUInt8(1)}` as Cidr,
    scope: body.readUInt8(3),
    protocol: fields.u8(field.protocol) ?? 0,
  };
}

/** The link whose address it is. */
export function decodeAddressLink(body: Buffer): number {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `an address message of ${body.length} bytes is too short`);
  }
  return body.readUInt32LE(4);
}
