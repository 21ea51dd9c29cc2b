import { ipBytes, splitCidr, type Cidr, type InterfaceName, type RuleResource } from '#drivers';
import { addressFamily, ipOf } from './address-family.js';
import {
  Attributes,
  bytesAttribute,
  textAttribute,
  u32Attribute,
  u8Attribute,
} from './attributes.js';
import { messageFlag, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
export const ruleMessage = { new: 32, delete: 33, get: 34 } as const;

/**
 * struct fib_rule_hdr of include/uapi/linux/fib_rules.h: u8 family, u8 destination length, u8 source length, u8 tos, u8
 * table, 2 reserved bytes, u8 action, u32 flags.
 */
const headerLength = 12;
/** FRA_*. */
const field = {
  to: 1,
  from: 2,
  iif: 3,
  priority: 6,
  fwmark: 10,
  suppressedGroup: 13,
  suppressedLength: 14,
  table: 15,
  fwmask: 16,
  oif: 17,
  protocol: 21,
} as const;
const known: ReadonlySet<number> = new Set(Object.values(field));
/** FR_ACT_*. */
const actions = { lookup: 1, blackhole: 6, unreachable: 7, prohibit: 8 } as const;
/** FIB_RULE_INVERT. */
const invert = 2;
/** RTPROT_KERNEL. */
const kernelProtocol = 2;
/** What is always told and means none. */
const nothing = 0xffff_ffff;

export function createRule(rule: RuleResource): Request {
  return request(ruleMessage.new, messageFlag.create | messageFlag.exclusive, rule);
}

/** Only a rule of the same protocol goes (`rule_find` in net/core/fib_rules.c). */
export function deleteRule(rule: RuleResource): Request {
  return request(ruleMessage.delete, 0, rule);
}

/** Of all families; those of multicast routing are left out when they are decoded. */
export function dumpRules(): Request {
  return dumpRequest(ruleMessage.get, [Buffer.alloc(headerLength)]);
}

function request(type: number, flags: number, rule: RuleResource): Request {
  const { family, action, from, to, table = 0 } = rule;
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(family === 'ipv4' ? addressFamily.inet : addressFamily.inet6, 0);
  header.writeUInt8(to === undefined ? 0 : splitCidr(to).prefixLength, 1);
  header.writeUInt8(from === undefined ? 0 : splitCidr(from).prefixLength, 2);
  header.writeUInt8(table < 256 ? table : 0, 4);
  header.writeUInt8(actions[action], 7);
  return changeRequest(type, [header, ...attributesOf(rule)], flags);
}

function attributesOf(rule: RuleResource): readonly Buffer[] {
  const { priority, protocol, from, to, iif, oif, fwmark, fwmask = 0, table } = rule;
  return [
    u32Attribute(field.priority, priority),
    u8Attribute(field.protocol, protocol),
    ...(to === undefined ? [] : [prefixAttribute(field.to, to)]),
    ...(from === undefined ? [] : [prefixAttribute(field.from, from)]),
    ...(iif === undefined ? [] : [textAttribute(field.iif, iif)]),
    ...(oif === undefined ? [] : [textAttribute(field.oif, oif)]),
    ...(fwmark === undefined
      ? []
      : [u32Attribute(field.fwmark, fwmark), u32Attribute(field.fwmask, fwmask)]),
    ...(table === undefined ? [] : [u32Attribute(field.table, table)]),
  ];
}

function prefixAttribute(type: number, prefix: Cidr): Buffer {
  return bytesAttribute(type, ipBytes(splitCidr(prefix).address));
}

/** Undefined for the kernel's own rules, and for those that ask or do what no contract can. */
export function decodeRule(body: Buffer): RuleResource | undefined {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `a rule message of ${body.length} bytes is too short`);
  }
  const fields = new Attributes(body, headerLength);
  const protocol = fields.u8(field.protocol) ?? 0;
  const family = familyOf(body.readUInt8(0));
  const action = actionOf(body.readUInt8(7));
  if (family === undefined || action === undefined || protocol === kernelProtocol) return undefined;
  if (!isPlain(body, fields)) return undefined;
  const table = fields.u32(field.table) ?? body.readUInt8(4);
  return {
    type: 'rule',
    family,
    priority: fields.u32(field.priority) ?? 0,
    ...selectorsOf(body, fields),
    action,
    ...(action === 'lookup' && { table }),
    protocol,
  };
}

function familyOf(number: number): RuleResource['family'] | undefined {
  if (number === addressFamily.inet) return 'ipv4';
  return number === addressFamily.inet6 ? 'ipv6' : undefined;
}

function actionOf(number: number): RuleResource['action'] | undefined {
  return (Object.keys(actions) as RuleResource['action'][]).find(
    (action) => actions[action] === number,
  );
}

function isPlain(body: Buffer, fields: Attributes): boolean {
  const suppressed = [field.suppressedGroup, field.suppressedLength].map((type) =>
    fields.u32(type),
  );
  return (
    body.readUInt8(3) === 0 &&
    (body.readUInt32LE(8) & invert) === 0 &&
    fields.types.every((type) => known.has(type)) &&
    suppressed.every((value) => value === undefined || value === nothing)
  );
}

function selectorsOf(
  body: Buffer,
  fields: Attributes,
): Pick<RuleResource, 'from' | 'to' | 'iif' | 'oif' | 'fwmark' | 'fwmask'> {
  const [to, from] = [prefixOf(fields, field.to, body, 1), prefixOf(fields, field.from, body, 2)];
  const [iif, oif] = [fields.text(field.iif), fields.text(field.oif)];
  const [fwmark, fwmask] = [fields.u32(field.fwmark), fields.u32(field.fwmask)];
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(iif !== undefined && { iif: iif as InterfaceName }),
    ...(oif !== undefined && { oif: oif as InterfaceName }),
    ...(fwmask !== undefined && { fwmark: fwmark ?? 0, fwmask }),
  };
}

function prefixOf(
  fields: Attributes,
  type: number,
  body: Buffer,
  lengthAt: number,
): Cidr | undefined {
  const address = ipOf(fields.payload(type));
  return address === undefined ? undefined : (`${address}/${body.readUInt8(lengthAt)}` as Cidr);
}
