import { serializeEnvelope } from '#contract';
import { bridgeWorkload, sampleState, withBridge } from '../../test/sample-state.js';
import { each, TestController, type TestAnswer } from '../../test/test-controller.js';
import { hostReport, join } from '../../test/test-hosts.js';
import { planView } from './plan-view.js';

describe('plans', () => {
  let controller: TestController;

  beforeEach(async () => {
    controller = await TestController.start();
    const { hostA } = controller.site.keys;
    await controller.submitCharter();
    await join(controller, 'host-a', hostA);
    await controller.asHost(hostA, 'POST', '/report', { ...hostReport(), state: sampleState });
  });

  afterEach(async () => {
    await controller.close();
  });

  const workloads = [bridgeWorkload(['host-a', 'host-b'])];

  async function submit(parts: Readonly<Record<string, unknown>>): Promise<TestAnswer> {
    const { site } = controller;
    return controller.submit(await site.sign(site.contract(parts)));
  }

  it('show what a contract would do to each host, before anybody has signed', async () => {
    const { status, body } = await controller.post(
      '/plans',
      controller.site.contract({ workloads }),
    );

    expect(status).toBe(200);
    expect(planView.strict().safeParse(body).error).toBeUndefined();
    expect(body.hosts).toMatchObject([
      {
        node: 'host-a',
        problems: [],
        summary: { create: 1, adopt: 0, change: 0, recreate: 0, delete: 0 },
        operations: [
          {
            action: 'create',
            identity: 'link br-lan',
            resourceType: 'link',
            effect: 'none',
            workload: 'lan',
            before: null,
            after: { kind: 'bridge' },
          },
        ],
      },
      { node: 'host-b', operations: [], problems: [{ code: 'node-unknown-state' }] },
    ]);
    expect((await controller.get('/contracts')).body.items).toEqual([]);
  });

  it('are the same for the signed document', async () => {
    const { site } = controller;
    const contract = site.contract({ workloads });
    const bare = await controller.post('/plans', contract);
    const signed = await controller.post('/plans', serializeEnvelope(await site.sign(contract)));

    expect(signed.body).toEqual(bare.body);
  });

  it('are refused, as submissions are, where the kernel of a host is known to lack what they need', async () => {
    const capabilities = { 'link:bridge': true, 'bridge:vlan-filtering': false };
    await controller.asHost(controller.site.keys.hostA, 'POST', '/report', {
      ...hostReport(),
      stateDigest: 'sha256:2',
      state: { ...sampleState, capabilities },
    });
    const filtering = [bridgeWorkload(['host-a', 'host-b'], { vlanFiltering: true })];
    const refusal = {
      status: 422,
      body: {
        errors: [
          {
            code: 'capability-missing',
            path: '/workloads/0/data/members/0',
            detail: expect.stringContaining("the kernel of host 'host-a' has no VLAN filtering"),
          },
        ],
      },
    };

    expect(
      await controller.post('/plans', controller.site.contract({ workloads: filtering })),
    ).toMatchObject(refusal);
    expect(await submit({ workloads: filtering })).toMatchObject(refusal);
    expect(await submit({ workloads })).toMatchObject({ status: 202 });
  });

  it('are refused, as submissions are, where a host is known to have nobody who tells flows', async () => {
    const capabilities = { 'flows:ipfix': false, 'flows:netflow9': true };
    await controller.asHost(controller.site.keys.hostA, 'POST', '/report', {
      ...hostReport(),
      stateDigest: 'sha256:2',
      state: { ...sampleState, capabilities },
    });
    const collector = '198.51.100.9';
    const told = { export: [{ collector }] };
    const detail = expect.stringMatching(/^host 'host-a' has no meter .* IPFIX \(flows:ipfix\)/);
    const refusal = {
      status: 422,
      body: { errors: [{ code: 'capability-missing', path: '/flow/export/0', detail }] },
    };

    const plan = await controller.post(
      '/plans',
      controller.site.contract({ workloads, flow: told }),
    );
    expect(plan).toMatchObject(refusal);
    expect(await submit({ workloads, flow: told })).toMatchObject(refusal);
    const other = { export: [{ collector, protocol: 'netflow9' as const }] };
    expect(await submit({ workloads, flow: other })).toMatchObject({ status: 202 });
  });

  it('are empty where the host is as wanted already', async () => {
    const { body: contract } = await submit({ workloads });
    await controller.asHost(controller.site.keys.hostA, 'POST', '/report', {
      ...hostReport(),
      stateDigest: 'sha256:2',
      state: withBridge(contract.contractId),
    });
    const { body } = await controller.get(`/contracts/${contract.contractId}/plan`);
    const changes = each(body.hosts[0].operations, 'action');

    expect(changes).not.toContain('create');
  });

  it('remove what the next version no longer wants', async () => {
    const { body: first } = await submit({ workloads });
    await controller.asHost(controller.site.keys.hostA, 'POST', '/report', {
      ...hostReport(),
      stateDigest: 'sha256:2',
      state: withBridge(first.contractId),
    });
    const second = controller.site.contract({ version: 2, previous: first.digest, workloads: [] });
    const { body } = await controller.post('/plans', second);

    expect(body.hosts[0]).toMatchObject({
      node: 'host-a',
      operations: [{ action: 'delete', identity: 'link br-lan', after: null }],
    });
  });

  it.each<[string, object, string, string]>([
    [
      'a type that nobody drives',
      { name: 'lan', type: 'teleport', version: 1, data: {} },
      'driver-unknown',
      '/workloads/0/type',
    ],
    [
      'data that its driver refuses',
      bridgeWorkload(['host-a'], { stp: 'on' }),
      'value-invalid',
      '/workloads/0/data/stp',
    ],
    [
      'a member outside the audience',
      bridgeWorkload(['host-z']),
      'member-not-in-audience',
      '/workloads/0/data/members/0/node',
    ],
    [
      'a port that the charter does not grant',
      bridgeWorkload([], { members: [{ node: 'host-a', ports: ['eth0'] }] }),
      'port-not-granted',
      '/workloads/0/data/members/0/ports/0',
    ],
  ])('and submissions refuse %s alike', async (_, workload, code, path) => {
    const parts = { workloads: [workload] };
    const planned = await controller.post('/plans', controller.site.contract(parts));
    const submitted = await submit(parts);

    expect(planned).toMatchObject({ status: 422, body: { code, errors: [{ code, path }] } });
    expect(submitted.body.errors).toEqual(planned.body.errors);
  });

  it('refuse what another contract has on the same host', async () => {
    await submit({ workloads });
    const other = { contractId: '01K9ZX4A1B2C3D4E5F6G7H8J9Z', workloads };

    expect(await submit(other)).toMatchObject({
      status: 422,
      body: {
        code: 'interface-name-claimed-twice',
        detail: expect.stringContaining("workload 'lan' of contract 01K9ZX4A1B2C3D4E5F6G7H8J9K"),
      },
    });
  });

  it('let a contract keep what it has itself', async () => {
    const { body: first } = await submit({ workloads });

    expect((await submit({ version: 2, previous: first.digest, workloads })).status).toBe(202);
  });
});

describe('drivers', () => {
  let controller: TestController;

  beforeAll(async () => {
    controller = await TestController.start();
  });

  afterAll(async () => {
    await controller.close();
  });

  it('are listed, each with the schema of its data', async () => {
    const { body } = await controller.get('/drivers');
    expect(body.items).toEqual(
      expect.arrayContaining([
        { type: 'bridge', title: expect.any(String) },
        { type: 'vxlan', title: expect.any(String) },
      ]),
    );

    const schema = await controller.get('/drivers/vxlan/schema');
    expect(schema.body).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { vni: { maximum: 16777215 } },
    });
  });
});
