import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInDrivers } from '#catalog';
import type { Cidr, InterfaceName, Resource, Uplink } from '#drivers';
import { ModelHost, type Clock, type HostPort, type Timers } from '#engine';
import { sampleSite, sampleTime, type SampleSite } from '../../../test/support/sample-site.js';
import { assembleHost, type HostParts } from '../src/host-parts.js';
import { JournalFiles } from '../src/journal-files.js';
import { StateDir } from '../src/state-dir.js';
import { FakeForwarding } from '../../../libs/engine/test/fake-forwarding.js';
import { FakeTraffic } from '../../../libs/engine/test/fake-traffic.js';
import { FakePaths } from '../../../libs/engine/test/fake-paths.js';
import { FakeController } from './fake-controller.js';

/** Time that goes on only when it is told to. */
class HandClock implements Clock, Timers {
  readonly #alarms = new Map<() => void, number>();
  #now = sampleTime.getTime();

  now(): Date {
    return new Date(this.#now);
  }

  set(time: string): void {
    this.#now = Date.parse(time);
  }

  pass(seconds: number): void {
    this.#now += seconds * 1000;
    for (const [ring, at] of this.#alarms) {
      if (at > this.#now) continue;
      this.#alarms.delete(ring);
      ring();
    }
  }

  after(milliseconds: number, callback: () => void): () => void {
    this.#alarms.set(callback, this.#now + milliseconds);
    return () => this.#alarms.delete(callback);
  }
}

/** host-a of the sample site with an agent whose clock and controller are models, and its kernel too unless one is given. */
export class HostFixture<Host extends HostPort = ModelHost> {
  readonly directory = mkdtempSync(join(tmpdir(), 'hercules-agent-'));
  readonly controller = new FakeController();
  readonly paths = new FakePaths();
  readonly forwarding = new FakeForwarding();
  readonly traffic = new FakeTraffic();
  readonly log: string[] = [];
  readonly clock = new HandClock();
  /** Whom the agent knows for its controller's address at its next start. */
  uplink: Uplink | undefined;
  parts!: HostParts;

  private constructor(
    readonly site: SampleSite,
    readonly host: Host,
  ) {}

  static open(): Promise<HostFixture> {
    return HostFixture.on(new ModelHost(bareHost));
  }

  static async on<Host extends HostPort>(
    host: Host,
    site?: SampleSite,
  ): Promise<HostFixture<Host>> {
    const fixture = new HostFixture(site ?? (await sampleSite()), host);
    fixture.controller.offer(fixture.site.charter);
    return fixture;
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** An agent is started, and goes round so often: what it does at a start and at every hint. */
  async goRound(rounds = 1): Promise<void> {
    this.start();
    await this.parts.keeper.start();
    for (let round = 0; round < rounds; round += 1) await this.once();
  }

  /** A new process of the agent; the one before is as good as killed. */
  start(): void {
    const state = new StateDir(this.directory);
    this.parts = assembleHost({
      state,
      anchor: this.site.anchor,
      identity: this.site.keys.hostA,
      drivers: builtInDrivers,
      host: this.host,
      journal: new JournalFiles(this.directory),
      link: this.controller,
      uplink: this.uplink,
      checkTools: { probe: this.paths, forwarding: this.forwarding, traffic: this.traffic },
      clock: this.clock,
      timers: this.clock,
      log: (_level, message) => this.log.push(message),
      pollInterval: 1000,
      random: () => 0.5,
    });
  }

  /** Asks, brings about, tells; and once more when telling has settled a change. */
  async once(): Promise<void> {
    const { talk, keeper, control } = this.parts;
    await talk.pull();
    talk.show(await keeper.round());
    const waited = control.pending.size;
    await talk.report();
    if (control.pending.size === waited) return;
    talk.show(await keeper.round());
    await talk.report();
  }

  links(): Promise<readonly string[]> {
    return this.host.observe().then(({ links }) => links.map(({ resource }) => resource.name));
  }
}

/** The workloads of a bridge and a segment attached to it, on both hosts. */
export function siteNetwork(since = 1): readonly object[] {
  const members = ['host-a', 'host-b'];
  return [
    {
      name: 'lan',
      type: 'bridge',
      version: since,
      data: { members: members.map((node) => ({ node, name: 'br-lan' })) },
    },
    {
      name: 'segment',
      type: 'vxlan',
      version: since,
      data: {
        vni: 100,
        attach: 'lan',
        members: members.map((node) => ({ node, underlay: 'eth0', name: 'vx-lan' })),
      },
    },
  ];
}

const bareHost: readonly Resource[] = [
  {
    type: 'link',
    kind: 'other',
    kernelKind: '',
    name: 'eth0' as InterfaceName,
    mtu: 1500,
    master: null,
    up: true,
    ipv6: true,
  },
  {
    type: 'address',
    link: 'eth0' as InterfaceName,
    address: '198.51.100.1/24' as Cidr,
  },
];
