import type { Envelope } from '#contract';
import type { ContractReport } from '#protocol';
import { TestController, type TestAnswer } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';

describe('a newer version while a change is pending', () => {
  let controller: TestController;
  let first: TestAnswer;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
    await join(controller, 'host-a', controller.site.keys.hostA);
    first = await controller.submit(await controller.site.sign(controller.site.contract()));
  });

  afterEach(async () => {
    await controller.close();
  });

  const say = (state: ContractReport['state'], more: Partial<ContractReport> = {}): unknown =>
    controller.asHost(
      controller.site.keys.hostA,
      'POST',
      '/report',
      hostReport(contractReport(first.body, state, more)),
    );

  it('is refused, naming the pending version, its operation and the hosts', async () => {
    await say('confirming', { deadline: '2026-11-20T08:02:00.000Z' });

    const refused = await controller.submit(await nextVersion());

    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'change-pending',
        retryable: true,
        detail: expect.stringMatching(
          new RegExp(
            `version 1 .*operation ${first.body.operation.id}.*host-a waits until 2026-11-20T08:02`,
          ),
        ),
      },
    });
    expect((await controller.get(`/contracts/${first.body.contractId}`)).body.version).toBe(1);
  });

  it.each(['applied', 'reverted', 'failed', 'frozen'] as const)(
    'is taken once the host says %s',
    async (state) => {
      await say('applying');
      await say(state);

      expect((await controller.submit(await nextVersion())).status).toBe(202);
    },
  );

  it('is no matter of other contracts', async () => {
    await say('confirming');
    const { site } = controller;
    const other = await controller.submit(
      await site.sign(site.contract({ contractId: '01K9ZX4A1B2C3D4E5F6G7H8J9M' })),
    );
    expect(other.status).toBe(202);
  });

  async function nextVersion(): Promise<Envelope<'contract'>> {
    const { site } = controller;
    return site.sign(site.contract({ version: 2, previous: first.body.digest, title: 'newer' }));
  }
});
