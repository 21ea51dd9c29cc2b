import { setTimeout as sleep } from 'node:timers/promises';
import { siteNetwork, waitUntil, type HostStatus } from '#apps/demo';
import { openDemoSite, type DemoSite } from '../support/demo-site.js';

/** Seconds that a change has to be confirmed. */
const confirmWithin = 6;
const brief = { seconds: 30, pause: 20 };

/** On host-a a bridge with an address whose network holds the controller, 203.0.113.1: the way there ends in the bridge. */
function cuttingBridge(since: number): object {
  const member = { node: 'host-a', name: 'br-cut', addresses: ['203.0.113.100/25'] };
  return { name: 'cut', type: 'bridge', version: since, data: { members: [member] } };
}

describe('a network that carries traffic', () => {
  let site: DemoSite;

  beforeAll(async () => {
    site = await openDemoSite();
    await submit('site network', siteNetwork(1));
    await site.operators.everyHost('applied');
  }, 300_000);
  afterAll(() => site.close(), 120_000);

  const submit = async (title: string, workloads: readonly object[]): Promise<void> => {
    const payload = {
      ...site.operators.next(title, workloads),
      change: { confirmWithin, mayCutUplink: true },
    };
    await site.operators.submit(payload);
  };
  const hasLink = async (link: string): Promise<boolean> =>
    (await site.lab.run({ namespace: 'host-a', command: ['ip', '-o', 'link'] })).includes(
      ` ${link}:`,
    );
  const hostA = (state: string): Promise<HostStatus> =>
    waitUntil(`host-a reports '${state}'`, async () => {
      const { hosts } = await site.operators.status();
      return hosts.find((host) => host.node === 'host-a' && host.state === state);
    });
  const restart = async (host: string): Promise<void> => {
    await site.lab.killAgent(host);
    await site.lab.startAgent({ host, trustAnchor: site.operators.people.alice.kid });
  };
  /** Every 10 ms a packet from one workload to the other for as long as something happens; tells how many did not arrive. */
  const lostDuring = async (work: () => Promise<void>): Promise<number> => {
    let [isDone, all] = [false, 0];
    const pinging = async (): Promise<void> => {
      while (!isDone) {
        const { sent, lost } = await site.lab.ping({
          ...{ namespace: 'work-a', to: '192.0.2.2', count: 200, size: 100 },
          interval: 0.01,
        });
        expect(sent).toBe(200);
        all += lost;
      }
    };
    const pings = pinging();
    await sleep(500);
    await work().finally(() => {
      isDone = true;
    });
    await pings;
    return all;
  };

  it('loses no packet while a contract is extended on its hosts and shrinks again', async () => {
    const more = { node: 'host-a', name: 'br-more', addresses: ['198.18.5.1/24'] };
    const lost = await lostDuring(async () => {
      const version = site.operators.nextVersion;
      await submit('more', [
        ...siteNetwork(1),
        { name: 'more', type: 'bridge', version, data: { members: [more] } },
      ]);
      await site.operators.everyHost('applied');
      await submit('as before', siteNetwork(1));
      await site.operators.everyHost('applied');
    });

    expect(lost).toBe(0);
  }, 60_000);

  it('loses no packet while the agent is killed and started five times', async () => {
    const lost = await lostDuring(async () => {
      for (let round = 0; round < 5; round += 1) {
        const since = new Date().toISOString();
        await restart('host-a');
        await site.operators.everyHost('applied', since);
      }
    });

    expect(lost).toBe(0);
  }, 60_000);

  it('loses no packet, and has its host back on time, when a change cuts the agent off its controller', async () => {
    let stood = 0;
    const lost = await lostDuring(async () => {
      await submit('cut', [...siteNetwork(1), cuttingBridge(site.operators.nextVersion)]);
      await waitUntil(
        'the change stands',
        async () => (await hasLink('br-cut')) || undefined,
        brief,
      );
      const begin = performance.now();
      await waitUntil('it is gone', async () => !(await hasLink('br-cut')) || undefined, brief);
      stood = (performance.now() - begin) / 1000;
      await hostA('reverted');
    });

    console.info(`the cutting change stood for ${stood.toFixed(2)} s of ${confirmWithin}`);
    expect(Math.abs(stood - confirmWithin)).toBeLessThan(1);
    expect(lost).toBe(0);
  }, 90_000);

  it('has its host back on time, when the agent is killed while its change waits and the controller is away', async () => {
    await submit('once more', siteNetwork(1));
    await site.operators.everyHost('applied');
    await submit('cut again', [...siteNetwork(1), cuttingBridge(site.operators.nextVersion)]);
    await waitUntil('the change stands', async () => (await hasLink('br-cut')) || undefined, brief);
    const begin = performance.now();
    await site.lab.killController();
    await restart('host-a');
    await waitUntil('it is gone', async () => !(await hasLink('br-cut')) || undefined, brief);
    const stood = (performance.now() - begin) / 1000;
    await site.lab.startController();
    await hostA('reverted');

    console.info(`over a restart the change stood for ${stood.toFixed(2)} s of ${confirmWithin}`);
    expect(Math.abs(stood - confirmWithin)).toBeLessThan(1);
  }, 120_000);
});
