import { openDemoSite, type DemoSite } from '../support/demo-site.js';

const nodes = ['host-a', 'host-b'];

/** A bridge on both hosts, in which the workload behind it is, and a GENEVE tunnel between the bridges. */
const network: readonly object[] = [
  {
    name: 'lan',
    type: 'bridge',
    version: 1,
    data: { members: nodes.map((node) => ({ node, name: 'br-site', ports: ['wl0'] })) },
  },
  {
    name: 'tunnel',
    type: 'geneve',
    version: 1,
    data: {
      vni: 7,
      attach: 'lan',
      members: nodes.map((node) => ({ node, underlay: 'eth0', name: 'gn-site' })),
    },
  },
];

describe('the programs with a driver package that their settings name', () => {
  let site: DemoSite;

  beforeAll(async () => {
    const environment = { HERCULES_DRIVERS: './examples/driver-geneve' };
    site = await openDemoSite(undefined, environment);
  }, 300_000);
  afterAll(() => site.close(), 120_000);

  it('let the workloads of two hosts reach each other through its tunnel', async () => {
    await site.operators.submit(site.operators.next('a tunnel', network));
    await site.operators.everyHost('applied');

    const shown = await site.lab.run({
      namespace: 'host-a',
      command: ['ip', '-d', 'link', 'show', 'gn-site'],
    });
    expect(shown).toContain('geneve id 7 remote 198.51.100.2');
    const ping = { namespace: 'work-a', to: '192.0.2.2', count: 3, size: 100, interval: 0.3 };
    expect(await site.lab.ping(ping)).toMatchObject({ sent: 3, lost: 0 });
  }, 120_000);

  it('offer its schema', async () => {
    expect(await site.api.get('/drivers/geneve/schema')).toMatchObject({ title: 'GENEVE tunnel' });
  });
});
