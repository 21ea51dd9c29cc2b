import type { ContractReport } from '#protocol';
import { sampleContractId } from '../../../test/support/sample-site.js';
import { HostFixture, siteNetwork } from '../test/host-fixture.js';

const far = '203.0.113.2';
const addressedBridge = {
  name: 'lan',
  type: 'bridge',
  version: 1,
  data: {
    members: [
      { node: 'host-a', name: 'br-lan', addresses: ['203.0.113.1/24'] },
      { node: 'host-b', name: 'br-lan', addresses: [`${far}/24`] },
    ],
  },
};
const workloads = [addressedBridge, ...siteNetwork().slice(1)];
const checks = [
  { name: 'cable', workload: 'segment', kind: 'carrier' },
  { name: 'far', workload: 'segment', kind: 'neighbour', address: far },
  { name: 'self', workload: 'lan', kind: 'neighbour', address: '203.0.113.1' },
  { name: 'elsewhere', workload: 'lan', kind: 'carrier', nodes: ['host-b'] },
  { name: 'size', workload: 'lan', kind: 'pathMtu', address: far },
];

describe('the checks of a contract', () => {
  let host: HostFixture;

  beforeEach(async () => {
    host = await HostFixture.open();
  });
  afterEach(() => {
    host.close();
  });

  const report = (): ContractReport | undefined =>
    host.controller.reports
      .at(-1)
      ?.contracts.find(({ contractId }) => contractId === sampleContractId);

  /** 'far False NoAnswer', in the order of the report. */
  const found = (): readonly string[] =>
    (report()?.workloads ?? []).flatMap(({ conditions }) =>
      conditions
        .filter(({ type }) => type.startsWith('Check/'))
        .map(({ type, status, reason }) => `${type.slice(6)} ${status} ${reason}`),
    );

  async function offer(parts: object = {}): Promise<void> {
    const contract = host.site.contract({ workloads, checks, ...parts });
    host.controller.offer(await host.site.sign(contract));
    await host.goRound();
  }

  async function checkedRound(seconds = 0): Promise<void> {
    host.clock.pass(seconds);
    await host.once();
    await host.parts.checks.settled();
    await host.once();
  }

  it('are not known before they were tried', async () => {
    await offer();
    const reported = host.controller.reports.flatMap(({ contracts }) => contracts);
    expect(reported.find(({ state }) => state === 'confirming')?.workloads).toMatchObject([
      {},
      {
        conditions: [
          { type: 'Ready' },
          { type: 'Check/cable' },
          { type: 'Check/far', status: 'Unknown', reason: 'NotTriedYet' },
        ],
      },
    ]);
    expect(report()?.state).toBe('applied');
  });

  it('pass, each on the hosts and links that it concerns', async () => {
    host.paths.open(far, 1450);
    await offer();
    await checkedRound();

    expect(found()).toEqual([
      'size True PathMtuProven',
      'cable True CarrierUp',
      'far True Answers',
    ]);
    expect(host.paths.sent).toEqual([
      `${far} 84 br-lan`,
      `${far} 1450 br-lan`,
      `${far} 1451 br-lan`,
    ]);
  });

  it('fail when the far end goes, pass when it comes back, and say since when', async () => {
    host.paths.open(far, 1450);
    await offer();
    await checkedRound();
    const sinceOf = (): string | undefined =>
      report()
        ?.workloads.flatMap(({ conditions }) => conditions)
        .find(({ type }) => type === 'Check/far')?.lastTransitionTime;
    const first = sinceOf();
    host.paths.close(far);
    await checkedRound(30);

    expect(found()).toContain('far False NoAnswer');
    expect(found()).toContain('size False NoAnswer');
    expect(report()?.state).toBe('applied');
    const lost = sinceOf();
    expect(Date.parse(lost ?? '') - Date.parse(first ?? '')).toBe(30_000);
    await checkedRound(30);
    expect(sinceOf()).toBe(lost);
    host.paths.open(far, 1450);
    await checkedRound(30);
    expect(found()).toContain('far True Answers');
  });

  it.each([
    [1400, 'size False PathMtuSmaller'],
    [1500, 'size False PathMtuLarger'],
  ])('find a path that takes %i bytes where the MTU is 1450', async (mtu, finding) => {
    host.paths.open(far, mtu);
    await offer();
    await checkedRound();
    expect(found()).toContain(finding);
  });

  it('are carried out no more often than every few seconds, however often the host is looked at', async () => {
    host.paths.open(far, 1450);
    await offer();
    for (let round = 0; round < 10; round += 1) await checkedRound();
    expect(host.paths.sent).toHaveLength(3);
    await checkedRound(5);
    expect(host.paths.sent).toHaveLength(6);
  });

  it('say where no link of the workload leads to the address', async () => {
    const astray = { name: 'astray', workload: 'lan', kind: 'neighbour', address: '192.0.2.77' };
    await offer({ checks: [astray] });
    await checkedRound();
    expect(found()).toEqual(['astray False NoWay']);
    expect(host.paths.sent).toEqual([]);
  });

  it('tell whether frames find their way, and whether packets move', async () => {
    const asked = [
      { name: 'station', workload: 'lan', kind: 'forwarding', mac: '02:00:5E:00:00:07' },
      { name: 'end', workload: 'segment', kind: 'forwarding', vtep: '198.51.100.2' },
      { name: 'own-end', workload: 'segment', kind: 'forwarding', vtep: '198.51.100.1' },
      { name: 'moves', workload: 'segment', kind: 'counters' },
      {
        name: 'hears',
        workload: 'segment',
        kind: 'counters',
        direction: 'receive',
        seconds: 10,
        packets: 100,
      },
    ];
    await offer({ checks: asked });
    await checkedRound();
    expect(found()).toEqual([
      'station False StationUnknown',
      'end False EndUnknown',
      'moves False PacketsStill',
      'hears False PacketsStill',
    ]);

    const { links } = await host.host.observe();
    const segment = links.find(({ resource }) => resource.name === 'vx-lan')?.index ?? 0;
    host.forwarding.learn('02:00:5e:00:00:07', segment, '198.51.100.2');
    host.traffic.flow('vx-lan', 10, 0);
    await checkedRound(30);
    expect(found()).toEqual([
      'station True StationKnown',
      'end False EndSilent',
      'moves False PacketsStill',
      'hears True PacketsMove',
    ]);
    expect(host.traffic.windows).toEqual([5, 10, 5, 10]);

    host.traffic.flow('vx-lan', 10, 1);
    host.paths.open('198.51.100.2', 1500);
    await checkedRound(30);
    expect(found()).toEqual([
      'station True StationKnown',
      'end True EndAnswers',
      'moves True PacketsMove',
      'hears True PacketsMove',
    ]);
    expect(host.paths.sent.at(-1)).toBe('198.51.100.2 84 eth0');
  });

  describe('where a change requires them', () => {
    const change = { requireChecks: true, confirmWithin: 60 };

    it('hold the change up until they pass', async () => {
      await offer({ change });
      await checkedRound();
      expect(report()).toMatchObject({
        state: 'confirming',
        conditions: [{}, { reason: 'AwaitingChecks', message: expect.stringContaining("'far'") }],
      });
      host.paths.open(far, 1450);
      await checkedRound(1);
      await host.once();
      expect(report()?.state).toBe('applied');
      expect(await host.links()).toContain('br-lan');
    });

    it('have the change taken back when they have not passed in time, and say which', async () => {
      await offer({ change });
      await checkedRound(30);
      await checkedRound(31);
      await host.once();
      expect(await host.links()).toEqual(['eth0']);
      expect(report()).toMatchObject({
        state: 'reverted',
        conditions: [{}, { reason: 'ChecksFailed', message: expect.stringContaining(far) }],
      });
    });

    it("hold up an operator's word as well, which counts as soon as they pass", async () => {
      const manual = { ...change, confirm: 'manual' };
      await offer({ change: manual });
      await checkedRound();
      host.controller.confirmations = [
        { contractId: sampleContractId, digest: report()?.digest ?? '' },
      ];
      host.controller.changed();
      await checkedRound(1);
      expect(report()?.state).toBe('confirming');
      host.paths.open(far, 1450);
      await checkedRound(1);
      await host.once();
      expect(report()?.state).toBe('applied');
    });
  });
});
