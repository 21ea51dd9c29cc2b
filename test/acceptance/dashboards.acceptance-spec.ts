import { readFileSync } from 'node:fs';
import { checkPanels, type PanelOutcome } from '#apps/dashboards';
import { siteNetwork, waitUntil } from '#apps/demo';
import { openDemoSite, type DemoSite } from '../support/demo-site.js';
import { openPrometheus, scrapeInterval, type Prometheus } from '../support/prometheus.js';

interface Group {
  readonly rules: readonly { readonly name: string; readonly lastError?: string }[];
}
interface Target {
  readonly health: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A network inside of each host, and a tunnel between both, keyed by the keys that the charter has of them. */
const tunnel = [
  {
    name: 'inside',
    type: 'bridge',
    version: 1,
    data: {
      members: [
        { node: 'host-a', name: 'br-in', addresses: ['198.18.1.1/24'] },
        { node: 'host-b', name: 'br-in', addresses: ['198.18.2.1/24'] },
      ],
    },
  },
  {
    name: 'wan',
    type: 'ipsec',
    version: 1,
    data: {
      mode: 'policy',
      members: [
        { node: 'host-a', underlay: 'eth0', subnets: ['198.18.1.0/24'] },
        { node: 'host-b', underlay: 'eth0', subnets: ['198.18.2.0/24'] },
      ],
    },
  },
];
const terms = {
  flow: { export: [{ collector: '203.0.113.1:4739', activeTimeout: 2, idleTimeout: 1 }] },
  checks: [{ name: 'cables', workload: 'site-lan', kind: 'carrier' }],
};
/** No certificates here, no kernel that counts for IPsec, and nothing that failed. */
const mayBeEmptyHere = new Set(['First expiry', 'IPsec errors of the kernel', 'Failures']);
/** Four scrapes, as Grafana has it. */
const window = `${4 * scrapeInterval}s`;

/** Only who is root outside of user namespaces may meter flows. */
const mayMeter =
  process.getuid?.() === 0 &&
  /^\s*0\s+0\s+4294967295/.test(readFileSync('/proc/self/uid_map', 'latin1'));

(mayMeter ? describe : describe.skip)(
  'what the dashboards show of a site with a network, flows, usage and a tunnel',
  () => {
    let site: DemoSite;
    let prometheus: Prometheus;

    beforeAll(async () => {
      site = await openDemoSite();
      for (const host of ['host-a', 'host-b']) {
        await site.lab.stopAgent(host);
        const trustAnchor = site.operators.people.alice.kid;
        await site.lab.startAgent({ host, trustAnchor, flags: ['--userspace-esp'] });
      }
      prometheus = await openPrometheus(site);
      const contract = site.operators.next('Site network', [...siteNetwork(1), ...tunnel]);
      await site.operators.submit({ ...contract, ...terms });
      await site.operators.everyHost('applied');
      const ping = { namespace: 'work-a', to: '192.0.2.2', count: 20, size: 100 };
      expect((await site.lab.ping(ping)).lost).toBe(0);
    }, 400_000);

    afterAll(async () => {
      await prometheus.close();
      await site.close();
    }, 120_000);

    it('is something in every panel, as a real Prometheus answers', async () => {
      const lacking = (outcomes: readonly PanelOutcome[]): readonly string[] =>
        outcomes
          .filter(({ series, mayBeEmpty }) => series === 0 && !mayBeEmpty)
          .map(({ dashboard, panel, expr }) => `${dashboard}, ${panel}: ${expr}`);
      const emptyHere = (outcomes: readonly PanelOutcome[]): readonly string[] =>
        outcomes
          .filter(({ series, panel }) => series === 0 && !mayBeEmptyHere.has(panel))
          .map(({ panel }) => panel);
      let last: readonly PanelOutcome[] = [];
      const look = async (): Promise<true | undefined> => {
        last = await checkPanels(prometheus.url, { window });
        return lacking(last).length === 0 && emptyHere(last).length === 0 ? true : undefined;
      };
      await waitUntil('every panel has data', look, { seconds: 120, pause: 1000 }).catch(
        () => undefined,
      );

      expect(lacking(last)).toEqual([]);
      expect(last.length).toBeGreaterThan(80);
      expect(emptyHere(last)).toEqual([]);
    }, 200_000);

    it('comes from pages that Prometheus found, and could read', async () => {
      const { activeTargets } = await prometheus.ask<{ activeTargets: readonly Target[] }>(
        '/api/v1/targets',
      );

      expect(
        activeTargets.map(({ health, labels }) => [health, labels['job'], labels['node']]).sort(),
      ).toEqual([
        ['up', 'hercules', undefined],
        ['up', 'hercules-hosts', 'host-a'],
        ['up', 'hercules-hosts', 'host-b'],
      ]);
    });

    it('is looked at by rules of which none is in error', async () => {
      const { groups } = await prometheus.ask<{ groups: readonly Group[] }>('/api/v1/rules');
      const rules = groups.flatMap((group) => group.rules);

      expect(rules.length).toBeGreaterThan(40);
      expect(rules.filter(({ lastError = '' }) => lastError !== '')).toEqual([]);
    });

    it('tells of a change on the host: somebody takes an interface down', async () => {
      const repairs = async (): Promise<number> => {
        const { result } = await prometheus.ask<{ result: { value: [number, string] }[] }>(
          '/api/v1/query?query=sum(hercules_contract_repairs_total)',
        );
        return Number(result[0]?.value[1] ?? Number.NaN);
      };
      const before = await repairs();

      const command = ['ip', 'link', 'set', 'br-site', 'down'];
      await site.lab.run({ namespace: 'host-a', command });

      const after = await waitUntil('Prometheus knows of the repair', async () => {
        const found = await repairs();
        return found > before ? found : undefined;
      });
      expect(after).toBeGreaterThan(before);
    }, 100_000);
  },
);
