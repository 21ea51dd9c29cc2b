import type { Cidr, Family } from './addresses.js';
import type { Owner } from './link-fields.js';
import type { InterfaceName } from './names.js';

/**
 * A policy rule: which routing table packets of a kind go by. The kernel changes no rule in place: all that is said of it is
 * what it is known by.
 */
export interface RuleResource {
  readonly type: 'rule';
  readonly family: Family;
  /** Rules are asked in this order; 0, 32766 and 32767 are the kernel's own. */
  readonly priority: number;
  /** An absent selector is met by any packet. */
  readonly from?: Cidr;
  readonly to?: Cidr;
  /** Packets that come in by this interface; 'lo': those of the host itself. */
  readonly iif?: InterfaceName;
  /** Packets of sockets that are bound to this interface. */
  readonly oif?: InterfaceName;
  /** Of the packet's mark, those bits that `fwmask` has; both or none. */
  readonly fwmark?: number;
  readonly fwmask?: number;
  readonly action: 'lookup' | 'blackhole' | 'unreachable' | 'prohibit';
  /** Of `lookup` alone. */
  readonly table?: number;
  /** rtnetlink protocol number: who installed the rule. */
  readonly protocol: number;
  readonly owner?: Owner;
}

/** `rule ipv4 1000 from 192.0.2.0/24 iif br-lan lookup 100`. */
export function ruleKey(rule: RuleResource): string {
  const { family, priority, from, to, iif, oif, fwmark, fwmask, action, table } = rule;
  const mark = fwmark === undefined ? undefined : `${hex(fwmark)}/${hex(fwmask ?? 0)}`;
  return [
    `rule ${family} ${priority}`,
    ...Object.entries({ from, to, iif, oif, fwmark: mark }).flatMap(([word, value]) =>
      value === undefined ? [] : [`${word} ${value}`],
    ),
    action,
    ...(table === undefined ? [] : [table]),
  ].join(' ');
}

function hex(bits: number): string {
  return `0x${bits.toString(16)}`;
}
