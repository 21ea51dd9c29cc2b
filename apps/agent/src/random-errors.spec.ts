import { setImmediate } from 'node:timers/promises';
import { randomFrom } from '../../../libs/engine/test/random.js';
import { HostFixture } from '../test/host-fixture.js';

const seconds = 300;
const errnos = ['EBUSY', 'ENOMEM', 'ENOBUFS', 'EAGAIN', 'EINTR'] as const;
/** What the pace of changes allows: five at once, then one in half a minute. */
const mostTries = 5 + seconds / 30 + 1;
const segments = [0, 1, 2, 3, 4, 5, 6, 7] as const;

describe.each([1, 2, 3])(
  'R22: a host on which every tenth operation fails by chance (seed %i)',
  (seed) => {
    const random = randomFrom(seed);
    let host: HostFixture;

    beforeEach(async () => {
      host = await HostFixture.open();
      host.start();
      await host.parts.keeper.start();
    });

    afterEach(() => {
      host.close();
    });

    /** The time that a round waits passes meanwhile. */
    const round = async (): Promise<void> => {
      const ended = { is: false };
      const work = host.once().finally(() => (ended.is = true));
      while (!ended.is) {
        await setImmediate();
        if (host.parts.control.pending.size === 0) host.clock.pass(0.01);
      }
      return work;
    };
    const lastReport = (): unknown => host.controller.reports.at(-1)?.contracts[0];
    const fails = (): string | undefined => (random.chance(0.1) ? random.oneOf(errnos) : undefined);

    it('gets to what the contract says, and freezes nothing', async () => {
      const offer = newVersions(host);
      host.host.fault = fails;
      let changes = 0;
      for (let second = 0; second < seconds; second += 1) {
        if (second % 15 === 0) await offer();
        const { writes } = host.host;
        await round();
        if (host.host.writes > writes) changes += 1;
        host.clock.pass(1);
      }
      const { control } = host.parts;
      expect([...control.frozen.keys()]).toEqual([]);
      expect(control.triesAgain).toBeGreaterThan(0);
      expect(control.triesAgain).toBeLessThanOrEqual(5 * changes);

      host.host.fault = () => undefined;
      host.clock.pass(60);
      await round();
      await round();
      const { writes } = host.host;
      await round();
      expect(lastReport()).toMatchObject({ state: 'applied', version: 20 });
      expect(await host.links()).toEqual([
        ...segments.map((index) => `br${index}`),
        'eth0',
        ...segments.map((index) => `vx${index}`),
      ]);
      expect(host.host.writes).toBe(writes);
    });

    it('tells how often a version that always fails was tried, and tries it ever less often', async () => {
      await newVersions(host)();
      host.host.fault = ({ identity }) => (identity.startsWith('fdb') ? 'ENOBUFS' : undefined);
      let tries = 0;
      for (let second = 0; second < seconds; second += 1) {
        const { writes } = host.host;
        await round();
        if (host.host.writes > writes) tries += 1;
        host.clock.pass(1);
      }
      expect(tries).toBeGreaterThan(5);
      expect(tries).toBeLessThanOrEqual(mostTries);
      expect(lastReport()).toMatchObject({
        state: 'waiting',
        conditions: [
          {},
          {
            reason: 'RetryLater',
            message: `${tries} tries failed; it is tried again after a pause`,
          },
        ],
      });
      expect(await host.links()).toEqual(['eth0']);
    });
  },
);

/** Offers the next version at every call, of which every segment has another VNI than in the one before. */
function newVersions({ site, controller }: HostFixture): () => Promise<void> {
  let version = 0;
  let previous = {};
  return async () => {
    version += 1;
    const workloads = segments.flatMap((index) => network(version, index));
    const signed = await site.sign(site.contract({ version, ...previous, workloads }));
    previous = { previous: signed.digest };
    controller.offer(signed);
  };
}

function network(version: number, index: number): readonly object[] {
  const nodes = ['host-a', 'host-b'];
  const members = nodes.map((node) => ({ node, underlay: 'eth0', name: `vx${index}` }));
  const segment = { vni: 100 * version + index + 1, attach: `lan-${index}`, members };
  const bridge = { members: nodes.map((node) => ({ node, name: `br${index}` })) };
  return [
    { name: `lan-${index}`, type: 'bridge', version: 1, data: bridge },
    { name: `segment-${index}`, type: 'vxlan', version, data: segment },
  ];
}
