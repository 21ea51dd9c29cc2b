import type { ContractReport } from '#protocol';
import type { Store } from '#store';
import { TestController, type TestAnswer } from '../../test/test-controller.js';
import { STORE } from '../core/tokens.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';

describe('outcomes of a roll-out', () => {
  let controller: TestController;
  let submitted: TestAnswer;

  beforeEach(async () => {
    controller = await TestController.start();
    const { site } = controller;
    await controller.submitCharter();
    await join(controller, 'host-a', site.keys.hostA);
    await join(controller, 'host-b', site.keys.hostB);
    submitted = await controller.submit(await site.sign(site.contract()));
  });

  afterEach(async () => {
    await controller.close();
  });

  const say = (
    host: 'hostA' | 'hostB',
    state: ContractReport['state'],
    more: Partial<ContractReport> = {},
  ): Promise<TestAnswer> =>
    controller.asHost(
      controller.site.keys[host],
      'POST',
      '/report',
      hostReport(contractReport(submitted.body, state, more)),
    );

  const address = (): string => `/contracts/${submitted.body.contractId}`;
  const operation = async (): Promise<TestAnswer> =>
    controller.get(`/operations/${submitted.body.operation.id}`);

  it('is open while a host waits for what it lacks, and says for what', async () => {
    const carrier = {
      ...({ type: 'Carrier', status: 'False', reason: 'NoCarrier' } as const),
      ...{ message: "parent no-carrier: 'bond0'", lastTransitionTime: '2026-11-20T08:00:00Z' },
    };
    await say('hostA', 'applied');
    await say('hostB', 'waiting', { conditions: [carrier] });

    expect((await operation()).body.state).toBe('running');
    expect((await controller.get(`${address()}/status`)).body).toMatchObject({
      state: 'waiting',
      conditions: [
        {
          status: 'False',
          reason: 'Waiting',
          message: "host 'host-b': waiting: parent no-carrier: 'bond0'",
        },
      ],
    });
    const events = await controller.running.app.get<Store>(STORE).events.after(0, 100);
    expect(events.map(({ type }) => type)).toContain('contract.waiting');

    await say('hostB', 'applied');
    expect((await controller.get(address())).body.state).toBe('active');
  });

  it('is a failure that names the hosts and their reasons', async () => {
    const problem = { code: 'port-unknown', path: '/workloads/0', detail: "there is no 'eth7'" };
    await say('hostA', 'applied');
    await say('hostB', 'refused', { problems: [problem] });

    expect((await operation()).body).toMatchObject({
      state: 'failed',
      progress: { done: 2, total: 2 },
      finishedAt: expect.any(String),
      error: { code: 'rollout-failed', detail: "host 'host-b': refused: there is no 'eth7'" },
    });
    expect((await controller.get(`${address()}/status`)).body).toMatchObject({
      state: 'degraded',
      conditions: [
        { status: 'False', reason: 'HostsFailed', message: expect.stringContaining('host-b') },
      ],
      hosts: [
        { node: 'host-a', state: 'applied' },
        { node: 'host-b', state: 'refused', problems: [problem] },
      ],
    });
  });

  it('stays a failure as an operation when the host succeeds later, while the contract becomes active', async () => {
    await say('hostA', 'applied');
    await say('hostB', 'failed');
    await say('hostB', 'applied');

    expect((await operation()).body.state).toBe('failed');
    expect((await controller.get(address())).body.state).toBe('active');
  });

  it('is open while a host is still at work', async () => {
    await say('hostA', 'applied');
    await say('hostB', 'waiting', {
      conditions: [
        {
          type: 'Applied',
          status: 'False',
          reason: 'NotYet',
          message: 'begins tomorrow',
          lastTransitionTime: '2026-11-20T08:00:00Z',
        },
      ],
    });

    expect((await operation()).body).toMatchObject({
      state: 'running',
      steps: [
        { node: 'host-a', state: 'succeeded' },
        { node: 'host-b', state: 'running', message: 'waiting: begins tomorrow' },
      ],
    });
  });

  it('is not changed by a repair: an active contract stays active', async () => {
    await say('hostA', 'applied');
    await say('hostB', 'applied');
    await say('hostA', 'applying');

    expect((await controller.get(address())).body.state).toBe('active');
  });

  it('does not come from reports on another document', async () => {
    const { hostA } = controller.site.keys;
    const other = { ...submitted.body, digest: `sha256:${'0'.repeat(64)}` };
    await controller.asHost(hostA, 'POST', '/report', hostReport(contractReport(other, 'applied')));

    expect((await operation()).body.progress).toEqual({ done: 0, total: 2 });
  });

  it('does not come from hosts that the contract never named', async () => {
    const { body } = await controller.get('/nodes');
    const stranger = { ...submitted.body, contractId: '01K9ZX4A1B2C3D4E5F6G7H8J9Z' };
    await controller.asHost(
      controller.site.keys.hostA,
      'POST',
      '/report',
      hostReport(contractReport(stranger, 'applied')),
    );

    expect(body.items).toHaveLength(2);
    expect((await controller.get(address())).body.state).toBe('approved');
  });

  it('includes the clearing up on hosts that are named no longer', async () => {
    const { site } = controller;
    await say('hostA', 'applied');
    await say('hostB', 'applied');
    const audience = { ...site.contract().audience, nodes: ['host-b'] };
    submitted = await controller.submit(
      await site.sign({
        ...site.contract(),
        version: 2,
        previous: submitted.body.digest,
        audience,
      }),
    );
    await say('hostB', 'applied');
    const before = await operation();
    await say('hostA', 'removed');

    expect(before.body).toMatchObject({ state: 'running', progress: { done: 1, total: 2 } });
    expect((await operation()).body.state).toBe('succeeded');
    expect((await controller.get(`${address()}/status`)).body).toMatchObject({
      state: 'active',
      observedVersion: 2,
    });
  });

  it('becomes unknown when a host falls silent, and known again when it is back', async () => {
    const applied = {
      type: 'Applied',
      status: 'True',
      reason: 'Verified',
      message: 'as wanted',
      lastTransitionTime: '2026-11-20T08:00:00Z',
    } as const;
    await say('hostA', 'applied', { conditions: [applied] });
    await say('hostB', 'applied', { conditions: [applied] });
    controller.clock.advance(76);
    await say('hostB', 'applied', { conditions: [applied] });

    expect((await controller.get(`${address()}/status`)).body).toMatchObject({
      conditions: [
        { status: 'Unknown', reason: 'HostsSilent', message: 'nothing is heard of host-a' },
      ],
      hosts: [
        { conditions: [{ type: 'Applied', status: 'Unknown', reason: 'HostSilent' }] },
        { conditions: [applied] },
      ],
    });
    expect((await controller.get('/nodes/host-a')).body.state).toBe('silent');

    await controller.asHost(controller.site.keys.hostA, 'GET', '/desired');
    expect((await controller.get(`${address()}/status`)).body.conditions).toMatchObject([
      { status: 'True' },
    ]);
  });

  it('can be waited for', async () => {
    const waiting = controller.get(`/operations/${submitted.body.operation.id}`, {
      prefer: 'wait=20',
    });
    await say('hostA', 'applied');
    await say('hostB', 'applied');

    expect((await waiting).body.state).toBe('succeeded');
  });

  it('is told as it is when the time to wait is over', async () => {
    const answer = await controller.get(`/operations/${submitted.body.operation.id}`, {
      prefer: 'wait=1',
    });

    expect(answer.body.state).toBe('running');
  });
});
