import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, sealSecret, serializeEnvelope } from '#contract';
import {
  contractId,
  contractPayload,
  siteNetwork,
  waitUntil,
  type HostStatus,
  type StatusView,
} from '#apps/demo';
import { openDemoSite, type DemoSite } from '../support/demo-site.js';
import { pingedDuring, type PingFigures } from '../support/steady-ping.js';

const hosts = ['host-a', 'host-b'] as const;
type HostName = (typeof hosts)[number];
const way = { namespace: 'host-a', from: '10.1.0.1', to: '10.2.0.1' };

/** A tunnel between networks of the two hosts, 10.<net>1.0.0/24 and 10.<net>2.0.0/24. */
function tunnel(name: string, net: number, version: number, parts: object = {}): object {
  const members = hosts.map((node, place) => ({
    ...{ node, underlay: 'eth0', subnets: [`10.${net * 10 + place + 1}.0.0/24`] },
  }));
  return { name, type: 'ipsec', version, data: { mode: 'policy', members, ...parts } };
}

/** A contract beside the one whose tunnel is watched. */
class OtherContract {
  #version = 0;
  #previous: string | undefined;

  constructor(
    private readonly site: DemoSite,
    private readonly id: string,
  ) {}

  get nextVersion(): number {
    return this.#version + 1;
  }

  /** Signs and submits the next version; no workloads: it is withdrawn. */
  async submit(...workloads: readonly object[]): Promise<void> {
    this.#version += 1;
    const edition = {
      ...{ version: this.#version, title: this.id, workloads },
      ...(this.#previous !== undefined && { previous: this.#previous }),
    };
    const payload = { ...contractPayload(edition, this.site.operators.now), contractId: this.id };
    const envelope = await this.site.operators.signed(payload);
    this.#previous = envelope.digest;
    await this.site.api.post('/contracts', serializeEnvelope(envelope));
    await this.#every(workloads.length === 0 ? 'removed' : 'applied');
  }

  /** Waits until both hosts say that these tunnels carry packets. */
  carry(...tunnels: readonly string[]): Promise<true> {
    return carried(this.site, this.id, tunnels);
  }

  #every(state: string): Promise<true> {
    return waitUntil(`every host reports version ${this.#version} as '${state}'`, async () => {
      const fits = (host: HostStatus): boolean =>
        host.state === state && host.version === this.#version;
      return (await statusOf(this.site, this.id)).every(fits) || undefined;
    });
  }
}

async function statusOf({ api }: DemoSite, id: string): Promise<readonly HostStatus[]> {
  const status = await api.get<StatusView>(`/contracts/${id}/status`);
  return status.hosts.length === hosts.length ? status.hosts : Promise.reject(new Error('early'));
}

function carried(site: DemoSite, id: string, tunnels: readonly string[]): Promise<true> {
  return waitUntil(`both hosts say that ${tunnels.join()} works`, async () => {
    const works = ({ workloads }: HostStatus, name: string): boolean =>
      workloads
        .find((workload) => workload.name === name)
        ?.conditions.some(({ type, status }) => type === 'Working' && status === 'True') ?? false;
    const told = await statusOf(site, id);
    return told.every((host) => tunnels.every((name) => works(host, name))) || undefined;
  });
}

describe('a tunnel that carries traffic', () => {
  let site: DemoSite;

  beforeAll(async () => {
    site = await openDemoSite();
    for (const [place, host] of hosts.entries()) {
      const addresses = [0, 1, 2, 3].map(
        (net) => `addr add 10.${net * 10 + place + 1}.0.1/24 dev lo`,
      );
      await site.lab.furnish([{ namespace: host, commands: addresses }]);
      await site.lab.stopAgent(host);
      await start(host);
    }
    await site.operators.submit(site.operators.next('tunnel', [tunnel('wan', 0, 1)]));
    await site.operators.everyHost('applied');
    await carried(site, contractId, ['wan']);
  }, 300_000);
  afterAll(() => site.close(), 120_000);

  const start = (host: HostName): Promise<void> =>
    site.lab.startAgent({
      host,
      trustAnchor: site.operators.people.alice.kid,
      flags: ['--userspace-esp'],
    });
  const charonOf = (host: HostName): string => join(site.directory, host, 'charon');
  const daemons = (): readonly string[] =>
    hosts.map((host) => readFileSync(join(charonOf(host), 'charon.pid'), 'utf8'));
  const swanctl = (host: HostName, ...args: readonly string[]): Promise<string> =>
    site.lab.run({
      namespace: host,
      command: ['swanctl', ...args, '--uri', `unix://${charonOf(host)}/charon.vici`],
    });
  const inboundSpis = async (host: HostName): Promise<readonly string[]> =>
    (await swanctl(host, '--list-sas', '--raw')).match(/spi-in=\w+/g) ?? [];
  const told = (what: string, { sent, lost, longestPause }: PingFigures): void => {
    console.info(
      `${what}: ${sent} packets, ${lost} lost, at most ${longestPause.toFixed(2)} s apart`,
    );
  };

  it('loses no packet while other contracts come, change and go, with tunnels of their own', async () => {
    const [net, more] = [
      new OtherContract(site, '01K9ZZHERC0C0NTRACT0000NET'),
      new OtherContract(site, '01K9ZZHERC0C0NTRACT000M0RE'),
    ];
    const before = daemons();
    const figures = await pingedDuring(site, way, async () => {
      await net.submit(...siteNetwork(1), tunnel('first', 1, 1));
      await net.carry('first');
      await more.submit(await pskTunnel('second', 2));
      await net.submit(
        ...siteNetwork(1),
        tunnel('first', 1, 2, { proposals: 'modern', lifetimes: { child: 1800 } }),
        tunnel('third', 3, 2),
      );
      await net.carry('first', 'third');
      await more.carry('second');
      await net.submit(tunnel('third', 3, 2));
      await more.submit();
      await net.submit();
    });

    told('seven versions of two other contracts', figures);
    expect(daemons()).toEqual(before);
    expect(figures.lost).toBe(0);
  }, 300_000);

  const pskTunnel = async (name: string, net: number): Promise<object> => {
    const secret = randomBytes(32);
    const nodes = await site.operators.joinedNodes();
    const members = hosts.map((node, place) => {
      const key = nodes.find(({ id }) => id === node)?.publicKey;
      if (!key) throw new Error(`${node} has not joined`);
      const subnets = [`10.${net * 10 + place + 1}.0.0/24`];
      return { node, underlay: 'eth0', subnets, secret: sealSecret(secret, key) };
    });
    return tunnel(name, net, 1, { auth: 'psk', secretDigest: digestOf(secret), members });
  };

  it('loses no packet while the agents of both its ends are killed, or told to end, and started', async () => {
    const before = daemons();
    const figures = await pingedDuring(site, way, async () => {
      for (const end of ['killAgent', 'stopAgent', 'killAgent'] as const) {
        for (const host of hosts) {
          const since = new Date().toISOString();
          await site.lab[end](host);
          await start(host);
          await site.operators.everyHost('applied', since);
        }
      }
      await carried(site, contractId, ['wan']);
    });

    told('six restarts of agents', figures);
    expect(daemons()).toEqual(before);
    expect(figures.lost).toBe(0);
  }, 300_000);

  it('loses no packet while it is given new keys fifty times', async () => {
    const figures = await pingedDuring(site, way, async () => {
      for (let count = 0; count < 50; count += 1) {
        const host = hosts[count % 2] ?? 'host-a';
        const before = await inboundSpis(host);
        await swanctl(host, '--rekey', '--child', 'net');
        await waitUntil('there are new keys', async () => {
          const spis = await inboundSpis(host);
          return spis.some((spi) => !before.includes(spi)) || undefined;
        });
      }
    });

    told('fifty forced rekeyings', figures);
    expect(figures.lost).toBe(0);
  }, 300_000);

  it.each(hosts)(
    'carries packets again within 5 s when the daemon of %s is killed',
    async (host) => {
      const before = daemons();
      const figures = await pingedDuring(site, way, async () => {
        const [pid = ''] = before[hosts.indexOf(host)]?.split(' ') ?? [];
        await site.lab.run({ namespace: host, command: ['kill', '-KILL', pid] });
        await waitUntil(
          'another daemon runs',
          async () => daemons()[hosts.indexOf(host)] !== before[hosts.indexOf(host)] || undefined,
        );
      });

      told(`the daemon of ${host} killed`, figures);
      expect(figures.longestPause).toBeLessThan(5);
    },
    120_000,
  );
});
