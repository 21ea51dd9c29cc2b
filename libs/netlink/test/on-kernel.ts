import { KernelHost } from '../src/kernel-host.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { bridge, inNewNetns, ip, withNetns } from '../../../test/kernel/netns.js';

/** Runs a test on a host of its own that has the underlay `up0`, up, with 192.0.2.1/24 and 2001:db8::1/64. */
export function onKernel(test: (host: KernelHost) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(async () => {
      ip('link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'far0');
      ip('link', 'set', 'far0', 'up');
      ip('link', 'set', 'up0', 'up');
      ip('address', 'add', '192.0.2.1/24', 'dev', 'up0');
      ip('address', 'add', '2001:db8::1/64', 'dev', 'up0', 'nodad');
      const host = await KernelHost.open();
      try {
        await test(host);
      } finally {
        host.close();
      }
    });
}

/** What we look at of iproute2's JSON for a link. */
export interface SeenLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly ifalias?: string;
  readonly mtu: number;
  readonly group: string;
  readonly address: string;
  readonly master?: string;
  readonly flags: readonly string[];
  readonly operstate: string;
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: Readonly<Record<string, unknown>>;
  };
}

export interface SeenAddress {
  readonly scope: string;
  readonly tentative?: true;
}

export interface SeenFdbEntry {
  readonly mac: string;
  readonly dst?: string;
  readonly state: string;
}

export function seenLinks(): readonly SeenLink[] {
  return ip('link', 'show') as readonly SeenLink[];
}

export function seenLink(name: string): SeenLink {
  const [seen] = ip('link', 'show', name) as readonly SeenLink[];
  if (seen === undefined) throw new Error(`ip shows no link ${name}`);
  return seen;
}

/** Those of scope global. */
export function seenAddresses(link: string): readonly SeenAddress[] {
  const seen = ip('address', 'show', link) as readonly {
    readonly addr_info: readonly SeenAddress[];
  }[];
  return seen.flatMap(({ addr_info }) => addr_info).filter(({ scope }) => scope === 'global');
}

/** Those with a destination. */
export function seenFdb(link: string): readonly SeenFdbEntry[] {
  const seen = bridge('fdb', 'show', 'dev', link) as readonly SeenFdbEntry[];
  return seen.filter(({ dst }) => dst !== undefined);
}

export { bridge, ip, withNetns };
