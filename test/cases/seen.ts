import { ip } from '../kernel/netns.js';

/** What we look at of iproute2's JSON for a link. */
export interface SeenLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly ifalias?: string;
  readonly link?: string;
  readonly master?: string;
  readonly mtu: number;
  readonly address: string;
  readonly flags: readonly string[];
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: Readonly<Record<string, unknown>>;
    readonly info_slave_data?: Readonly<Record<string, unknown>>;
  };
}

/** Undefined where there is none of that name. */
export function seenLink(name: string): SeenLink | undefined {
  return seenLinks().find(({ ifname }) => ifname === name);
}

export function seenLinks(): readonly SeenLink[] {
  return ip('link', 'show') as readonly SeenLink[];
}

/** Those of scope global, as '192.0.2.1/24'. */
export function seenAddresses(link: string): readonly string[] {
  const seen = ip('address', 'show', link) as readonly {
    readonly addr_info: readonly {
      readonly scope: string;
      readonly local: string;
      readonly prefixlen: number;
    }[];
  }[];
  return seen
    .flatMap(({ addr_info }) => addr_info)
    .filter(({ scope }) => scope === 'global')
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

/** What iproute2 printed, without the clocks of bridges and their ports, which go on by themselves. */
export function withoutTimers(seen: unknown): unknown {
  return JSON.parse(
    JSON.stringify(seen, (name, value: unknown) => (name.endsWith('_timer') ? undefined : value)),
  );
}
