import type { RuleResource } from '#drivers';
import type { AddressRecord } from '../src/address-message.js';
import type { HostReader } from '../src/host-reader.js';
import type { FdbRecord, HostRecords } from '../src/host-reading.js';
import type { LinkRecord } from '../src/link-message.js';
import type { LinkAnswer } from '../src/link-reader.js';
import type { MdbRecord } from '../src/mdb-message.js';
import type { RouteRecord } from '../src/route-message.js';
import { address } from './sample-resources.js';

/** The tables of a kernel, to be read as a whole and in parts. */
export class FakeTables implements Omit<HostReader, 'linkTable'> {
  readonly kernelLinks = new Map<number, LinkRecord>();
  kernelAddresses: readonly AddressRecord[] = [];
  kernelRoutes: readonly RouteRecord[] = [];
  kernelFdb: readonly FdbRecord[] = [];
  kernelMdb: readonly MdbRecord[] = [];
  kernelRules: readonly RuleResource[] = [];
  dumps = 0;
  rereads = 0;
  /** What was read, in order: `everything`, `link 7`, `link vx0`, `addresses`, `routes`, `fdb`, `fdb 7`. */
  readings: string[] = [];
  /** Called before every reading of links. */
  beforeLinks: () => void = () => undefined;

  put(...records: readonly LinkRecord[]): void {
    for (const record of records) this.kernelLinks.set(record.index, record);
  }

  /** What was read since the last question. */
  taken(): readonly string[] {
    const taken = this.readings;
    this.readings = [];
    return taken;
  }

  everything(): Promise<HostRecords> {
    this.dumps += 6;
    this.readings.push('everything');
    const links = [...this.kernelLinks.values()];
    return Promise.resolve({
      links,
      addresses: this.kernelAddresses,
      routes: this.kernelRoutes,
      fdb: this.kernelFdb,
      mdb: this.kernelMdb,
      rules: this.kernelRules,
    });
  }

  links(asked: readonly (number | string)[]): Promise<readonly LinkAnswer[]> {
    this.beforeLinks();
    this.rereads += asked.length;
    this.readings.push(...asked.map((link) => `link ${link}`));
    return Promise.resolve(asked.map((link) => ({ asked: link, link: this.find(link) })));
  }

  addresses(): Promise<readonly AddressRecord[]> {
    return this.table('addresses', this.kernelAddresses);
  }

  routes(): Promise<readonly RouteRecord[]> {
    return this.table('routes', this.kernelRoutes);
  }

  rules(): Promise<readonly RuleResource[]> {
    return this.table('rules', this.kernelRules);
  }

  mdb(): Promise<readonly MdbRecord[]> {
    return this.table('mdb', this.kernelMdb);
  }

  fdb(): Promise<readonly FdbRecord[]> {
    return this.table('fdb', this.kernelFdb);
  }

  fdbOf(link: number): Promise<readonly FdbRecord[]> {
    this.rereads += 1;
    this.readings.push(`fdb ${link}`);
    return Promise.resolve(this.kernelFdb.filter((entry) => entry.link === link));
  }

  private table<Entry>(name: string, entries: readonly Entry[]): Promise<readonly Entry[]> {
    this.dumps += 1;
    this.readings.push(name);
    return Promise.resolve(entries);
  }

  private find(link: number | string): LinkRecord | undefined {
    return [...this.kernelLinks.values()].find(
      ({ index, name }) => index === link || name === link,
    );
  }
}

/** A link that is up and of which the kernel tells every change. */
export function linkRecord(
  index: number,
  name: string,
  fields: Partial<LinkRecord> = {},
): LinkRecord {
  return {
    index,
    name,
    mtu: 1500,
    master: 0,
    lower: 0,
    group: 0,
    up: true,
    operStatus: 'up',
    carrier: true,
    ipv6: false,
    kind: 'dummy',
    ...fields,
  };
}

export function bridgeRecord(
  index: number,
  name: string,
  fields: Partial<LinkRecord> = {},
): LinkRecord {
  return linkRecord(index, name, { kind: 'bridge', bridge: { stp: false }, ...fields });
}

/** On the underlay of index 1. */
export function vxlanRecord(
  index: number,
  name: string,
  fields: Partial<LinkRecord> = {},
): LinkRecord {
  const vxlan = {
    vni: index,
    port: 4789,
    underlay: 1,
    local: address('192.0.2.1'),
    learning: false,
    ttl: 64,
    tos: 0,
    df: 'unset',
    udpChecksum: false,
  } as const;
  const lower = fields.vxlan?.underlay ?? vxlan.underlay;
  return linkRecord(index, name, { kind: 'vxlan', vxlan, lower, ...fields });
}
