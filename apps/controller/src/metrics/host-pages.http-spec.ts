import { execFileSync } from 'node:child_process';
import { flowMeters, type HostMeasures } from '#protocol';
import { sampleContractId } from '../../../../test/support/sample-site.js';
import { TestController } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';
import { withBridge } from '../../test/sample-state.js';
import { exposition } from './exposition.js';
import type { MetricFacts } from './metric-facts.js';
import { metricTable } from './metric-table.js';

const stream = {
  collector: 'collector.example:4739',
  protocol: 'ipfix',
  messages: 12,
  octets: 9000,
  flows: 130,
  notSentFlows: 1,
  waiting: 2,
  failures: 3,
};
const measures: HostMeasures = {
  agent: { startedAt: '2026-11-20T10:00:00.000Z', cpuSeconds: 1.5, residentBytes: 70_000_000 },
  metering: { meter: 'ebpf', streams: [stream] },
  changes: { [sampleContractId]: { changes: 4, failures: 1, seconds: 2.5, lastSeconds: 0.5 } },
  links: {
    'br-lan': {
      receive: ['18446744073709551615', '7', '1', '2'],
      transmit: ['3000', '9', '0', '4'],
    },
  },
  tunnels: [
    {
      contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV',
      workload: 'wan',
      state: 'up',
      establishedAt: '2026-11-20T10:00:00.000Z',
      counts: {
        establishments: 2,
        rekeys: { ike: 1, child: 5 },
        receiveOctets: 1000,
        receivePackets: 10,
        transmitOctets: 2000,
        transmitPackets: 20,
        retransmits: 3,
        failures: { 'peer-silent': 4 },
      },
      notAfter: { own: '2027-01-01T00:00:00.000Z' },
    },
  ],
  xfrmErrors: { XfrmInNoStates: 7, XfrmOutStateModeError: 0 },
};

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
      measures,
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

  it('tells of its links, its meter and its agent what the host has measured', async () => {
    const contract = await report();
    const { text } = await read('/metrics/nodes/host-a');
    const link = `{device="br-lan",contract="${contract}",workload="lan"}`;
    const way = '{collector="collector.example:4739",protocol="ipfix"}';
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        `hercules_network_receive_bytes_total${link} 18446744073709551615`,
        `hercules_network_transmit_drop_total${link} 4`,
        `hercules_reconcile_changes_total{contract="${contract}"} 4`,
        `hercules_reconcile_seconds_total{contract="${contract}"} 2.5`,
        'hercules_flow_meter_info{meter="ebpf"} 1',
        `hercules_flow_export_flows_total${way} 130`,
        `hercules_flow_export_unsent_flows_total${way} 1`,
        `hercules_flow_export_waiting_messages${way} 2`,
        'hercules_agent_resident_memory_bytes 70000000',
        'hercules_agent_start_time_seconds 1795168800',
      ]),
    );
  });

  it.each(flowMeters)('says that %s meters the host', async (meter) => {
    const told = { ...hostReport(), measures: { ...measures, metering: { meter, streams: [] } } };
    const key = controller.site.keys.hostA;
    expect((await controller.asHost(key, 'POST', '/report', told)).status).toBe(204);
    const { text } = await read('/metrics/nodes/host-a');
    expect(text).toContain(`hercules_flow_meter_info{meter="${meter}"} 1\n`);
    expect(text.match(/^hercules_flow_meter_info/gm)).toHaveLength(1);
  });

  it('keeps what was measured when a report of progress has none, and takes no other figures', async () => {
    const contract = await report();
    const key = controller.site.keys.hostA;
    await controller.asHost(key, 'POST', '/report', hostReport());
    const { text } = await read('/metrics/nodes/host-a');
    expect(text).toContain('hercules_flow_meter_info{meter="ebpf"} 1');
    expect(text).toContain(contract);

    const bad = { ...measures, links: { 'br-lan': { receive: ['-1', '0', '0', '0'] } } };
    const refused = { ...hostReport(), measures: bad };
    expect((await controller.asHost(key, 'POST', '/report', refused)).status).toBe(422);
  });

  it('tells of its tunnels, and of none that is gone', async () => {
    await report();
    const own = 'contract="01J9Z3NDEKTSV4RRFFQ69G5FAV",workload="wan"';
    const told = async (): Promise<readonly string[]> =>
      (await read('/metrics/nodes/host-a')).text
        .split('\n')
        .filter((line) => /^hercules_(tunnel|xfrm)_/.test(line));
    expect(await told()).toEqual([
      `hercules_tunnel_up{${own}} 1`,
      `hercules_tunnel_state{${own},state="configured"} 0`,
      `hercules_tunnel_state{${own},state="negotiating"} 0`,
      `hercules_tunnel_state{${own},state="up"} 1`,
      `hercules_tunnel_state{${own},state="degraded"} 0`,
      `hercules_tunnel_state{${own},state="down"} 0`,
      `hercules_tunnel_established_timestamp_seconds{${own}} 1795168800`,
      `hercules_tunnel_establishments_total{${own}} 2`,
      `hercules_tunnel_rekeys_total{${own},sa="ike"} 1`,
      `hercules_tunnel_rekeys_total{${own},sa="child"} 5`,
      `hercules_tunnel_receive_bytes_total{${own}} 1000`,
      `hercules_tunnel_receive_packets_total{${own}} 10`,
      `hercules_tunnel_transmit_bytes_total{${own}} 2000`,
      `hercules_tunnel_transmit_packets_total{${own}} 20`,
      `hercules_tunnel_retransmits_total{${own}} 3`,
      `hercules_tunnel_failures_total{${own},reason="peer-silent"} 4`,
      `hercules_tunnel_certificate_not_after_timestamp_seconds{${own},certificate="own"} 1798761600`,
      'hercules_xfrm_errors_total{error="in_no_states"} 7',
      'hercules_xfrm_errors_total{error="out_state_mode_error"} 0',
    ]);

    const { tunnels: _tunnels, xfrmErrors: _errors, ...rest } = measures;
    const without = { ...hostReport(), measures: rest };
    await controller.asHost(controller.site.keys.hostA, 'POST', '/report', without);
    expect(await told()).toEqual([]);
  });

  it('has series of the table only, with its labels', async () => {
    await report();
    const pages = [await read('/metrics/nodes/host-a'), await read('/metrics')];
    const unknown = pages
      .flatMap(({ text }) => text.split('\n'))
      .filter((line) => line.startsWith('hercules_'))
      .filter((line) => !isInTable(line));
    expect(unknown).toEqual([]);
  });

  it('is as promtool wants it, and the page of the controller too', async () => {
    await report();
    for (const page of ['/metrics/nodes/host-a', '/metrics']) {
      const { text } = await read(page);
      const words = execFileSync('promtool', ['check', 'metrics'], {
        input: ownOf(text),
        encoding: 'utf8',
      });
      expect(words).toBe('');
    }
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

/** Whether a line of a page has a name of the table, and all labels that it gives there. */
function isInTable(line: string): boolean {
  const [, name = '', labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
  const found = [...labels.matchAll(/(\w+)="/g)].map(([, label]) => label).sort();
  const facts = Object.entries<MetricFacts>(metricTable).find(([known, { type }]) =>
    type === 'histogram' ? name.startsWith(known) : name === known,
  );
  const wanted = [...(facts?.[1].labels ?? [])].sort();
  return facts !== undefined && wanted.every((label) => found.includes(label));
}

/** Without prom-client's own, some of whose names promtool finds fault with. */
function ownOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^(# (HELP|TYPE) )?hercules_/.test(line))
    .map((line) => `${line}\n`)
    .join('');
}

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
