import { requestSignatureHeader } from '#protocol';
import { TestController } from '../../test/test-controller.js';
import { join } from '../../test/test-hosts.js';

describe('metrics', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
  });

  afterEach(async () => {
    await controller.close();
  });

  async function metrics(): Promise<readonly string[]> {
    const answer = await controller.send({ method: 'GET', url: '/metrics' });
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    return answer.text.split('\n');
  }

  it('count contracts, operations and hosts by state, with zeros', async () => {
    const { site } = controller;
    await controller.submitCharter();
    await join(controller, 'host-a', site.keys.hostA);
    await controller.submit(await site.sign(site.contract()));

    expect(await metrics()).toEqual(
      expect.arrayContaining([
        'hercules_contract_state{state="approved"} 1',
        'hercules_contract_state{state="degraded"} 0',
        'hercules_operations{state="running"} 1',
        'hercules_operations{state="failed"} 0',
        'hercules_nodes{state="connected"} 1',
        'hercules_nodes{state="pending"} 1',
        'hercules_nodes{state="silent"} 0',
        expect.stringMatching(
          /^hercules_controller_build_info\{version="[\d.]+",node_version="24[\d.]+"\} 1$/,
        ),
      ]),
    );
  });

  it('tell of each contract and each host, and count events', async () => {
    const { site } = controller;
    await controller.submitCharter();
    await join(controller, 'host-a', site.keys.hostA);
    const { body } = await controller.submit(await site.sign(site.contract()));
    const contract = String(body.contractId);

    expect(await metrics()).toEqual(
      expect.arrayContaining([
        `hercules_contract_in_state{contract="${contract}",state="approved"} 1`,
        expect.stringContaining(`hercules_contract_info{contract="${contract}",tenant="`),
        expect.stringMatching(
          /^hercules_node_info\{node="host-a",site=".*",state="connected"\} 1$/,
        ),
        expect.stringMatching(/^hercules_node_last_seen_timestamp_seconds\{node="host-a"\} \d+$/),
        'hercules_events_total{type="node.joined"} 1',
        'hercules_events_total{type="contract.drifted"} 0',
      ]),
    );
  });

  it('show how far the clock of a host is away, also where its requests are refused for that', async () => {
    const { site, clock } = controller;
    await controller.submitCharter();
    await join(controller, 'host-a', site.keys.hostA);
    const ahead = await controller.sign(site.keys.hostA, 'GET', '/api/v1/agent/desired');
    clock.advance(-100);

    const url = '/api/v1/agent/desired';
    const refused = await controller.send({
      method: 'GET',
      url,
      headers: { [requestSignatureHeader]: ahead },
    });

    expect(refused.status).toBe(401);
    expect(await metrics()).toContain('hercules_node_clock_offset_seconds{node="host-a"} 100');
  });

  it('count requests by route, whatever the addresses', async () => {
    await controller.get('/contracts/a');
    await controller.get('/contracts/b');
    await controller.get('/no/such/thing');
    await controller.get('/no/other/thing');

    expect(await metrics()).toEqual(
      expect.arrayContaining([
        'hercules_http_requests_total{method="GET",route="/api/v1/contracts/:id",status="404"} 2',
        'hercules_http_requests_total{method="GET",route="unmatched",status="404"} 2',
        'hercules_http_request_duration_seconds_count{method="GET",route="/api/v1/contracts/:id"} 2',
      ]),
    );
  });

  it('can be read by two controllers of one process', async () => {
    const other = await TestController.start();
    const answer = await other.send({ method: 'GET', url: '/metrics' });
    await other.close();

    expect(answer.text).toContain('process_cpu_seconds_total');
  });
});
