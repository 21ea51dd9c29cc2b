import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInDrivers } from '#catalog';
import { createRegistry, type Cidr, type InterfaceName, type Resource } from '#drivers';
import { ModelHost } from '#engine';
import { sampleSite, sampleTime, type SampleSite } from '../../../test/support/sample-site.js';
import { AcceptedDocuments } from '../src/accepted-documents.js';
import { DocumentIntake } from '../src/document-intake.js';
import { HostLoop } from '../src/host-loop.js';
import { Reconciler } from '../src/reconciler.js';
import { StateDir } from '../src/state-dir.js';
import { WakeUp } from '../src/wake-up.js';
import { FakeController } from './fake-controller.js';

/** host-a of the sample site with an agent whose kernel, clock and controller are models. */
export class HostFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'hercules-agent-'));
  readonly controller = new FakeController();
  readonly host = new ModelHost(bareHost);
  readonly log: string[] = [];
  now = sampleTime;

  private constructor(readonly site: SampleSite) {}

  static async open(): Promise<HostFixture> {
    const fixture = new HostFixture(await sampleSite());
    fixture.controller.offer(fixture.site.charter);
    return fixture;
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The agent goes once round: what it does at a start and at every hint. */
  async goRound(rounds = 1): Promise<void> {
    const stop = new AbortController();
    const wakeUp = new WakeUp();
    let left = rounds;
    const loop = this.#loop(wakeUp, () => {
      left -= 1;
      if (left <= 0) stop.abort();
      return 0;
    });
    await loop.run(stop.signal);
  }

  links(): Promise<readonly string[]> {
    return this.host.observe().then(({ links }) => links.map(({ resource }) => resource.name));
  }

  #loop(wakeUp: WakeUp, random: () => number): HostLoop {
    const state = new StateDir(this.directory);
    const memory = new AcceptedDocuments(state);
    const intake = new DocumentIntake(this.site.anchor, memory);
    const clock = { now: (): Date => this.now };
    const identity = this.site.keys.hostA;
    const reconciler = new Reconciler({
      host: this.host,
      registry: createRegistry(builtInDrivers),
      identity,
      clock,
      onProgress: (draft) => {
        loop.reportProgress(draft);
      },
    });
    const loop = new HostLoop({
      link: this.controller,
      intake,
      memory,
      reconciler,
      identity,
      wakeUp,
      clock,
      log: (_level, message) => this.log.push(message),
      pollInterval: 1,
      random,
    });
    return loop;
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
