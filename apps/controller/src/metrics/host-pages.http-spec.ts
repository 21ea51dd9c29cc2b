import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { TestController } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';
import { withBridge } from '../../test/sample-state.js';
import { exposition } from './exposition.js';

describe('the page of a host', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
    await join(controller, 'host-a', controller.site.keys.hostA);
  });

  afterEach(async () => {
    await controller.close();
  });

  const read = (path: string) => controller.send({ method: 'GET', url: path });

  async function report(): Promise<string> {
    const { site } = controller;
    const contract = await site.sign(site.contract());
    const { body } = await controller.submit(contract);
    const document = {
      contractId: String(body.contractId),
      version: 1,
      digest: String(body.digest),
    };
    const drift = { state: 'drifted' as const, items: [], repairs: 3 };
    const said = contractReport(document, 'applied', { seconds: 0.25, writes: 7, drift });
    await controller.asHost(site.keys.hostA, 'POST', '/report', {
      ...hostReport(said),
      state: withBridge(document.contractId),
    });
    return document.contractId;
  }

  it('tells of its contracts and their interfaces', async () => {
    const contract = await report();
    const answer = await read('/metrics/nodes/host-a');
    expect(answer.status).toBe(200);
    expect(answer.text.split('\n')).toEqual(
      expect.arrayContaining([
        `hercules_host_contract_state{contract="${contract}",state="applied"} 1`,
        `hercules_host_contract_state{contract="${contract}",state="failed"} 0`,
        `hercules_contract_drifted{contract="${contract}"} 1`,
        `hercules_contract_repairs_total{contract="${contract}"} 3`,
        `hercules_reconcile_duration_seconds{contract="${contract}"} 0.25`,
        expect.stringMatching(/^hercules_agent_last_report_timestamp_seconds \d+/),
        expect.stringMatching(/^hercules_network_mtu_bytes\{device=/),
      ]),
    );
  });

  it('is as promtool wants it, where that is to be had', async () => {
    await report();
    const { text } = await read('/metrics/nodes/host-a');
    const promtool = ['/usr/bin/promtool', process.env['PROMTOOL'] ?? ''].find((path) =>
      existsSync(path),
    );
    const words =
      promtool === undefined
        ? ''
        : execFileSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(words).toBe('');
  });

  it('is not there while the host is silent, so that Prometheus shows it as down', async () => {
    await report();
    controller.clock.advance(3600);
    expect(await read('/metrics/nodes/host-a')).toMatchObject({
      status: 503,
      body: { code: 'node-silent' },
    });
    expect((await read('/metrics/nodes/nobody')).status).toBe(404);
  });

  it('is found by service discovery', async () => {
    await report();
    expect(JSON.parse((await read('/metrics/targets')).text)).toEqual([
      {
        targets: [expect.any(String)],
        labels: { __metrics_path__: '/metrics/nodes/host-a', node: 'host-a', instance: 'host-a' },
      },
    ]);
  });
});

describe('a page', () => {
  it('of a hundred thousand series lets others in between', async () => {
    const series = Array.from({ length: 100_000 }, (_, index) => ({
      labels: { device: `vx-${index}`, contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV' },
      value: String(2n ** 60n + BigInt(index)),
    }));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const text = await exposition([{ name: 'x_total', help: 'x', type: 'counter', series }]);
    clearInterval(timer);
    expect(text.split('\n')).toHaveLength(100_003);
    expect(turns).toBeGreaterThan(3);
  });

  it('escapes what stands in labels', async () => {
    const series = [{ labels: { device: 'a"b\\c\nd' }, value: 1 }];
    expect(await exposition([{ name: 'x', help: 'x', type: 'gauge', series }])).toContain(
      String.raw`x{device="a\"b\\c\nd"} 1`,
    );
  });
});
