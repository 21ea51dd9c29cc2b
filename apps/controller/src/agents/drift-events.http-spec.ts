import type { Drift } from '#protocol';
import type { Store } from '#store';
import { STORE } from '../core/tokens.js';
import { TestController, type TestAnswer } from '../../test/test-controller.js';
import { contractReport, hostReport, join } from '../../test/test-hosts.js';

const items = [{ kind: 'missing', identity: 'link vx-lan', fields: [] }] as const;

describe('events of drift', () => {
  let controller: TestController;
  let submitted: TestAnswer;

  beforeEach(async () => {
    controller = await TestController.start();
    await controller.submitCharter();
    await join(controller, 'host-a', controller.site.keys.hostA);
    submitted = await controller.submit(await controller.site.sign(controller.site.contract()));
  });

  afterEach(async () => {
    await controller.close();
  });

  const say = (drift: Drift): Promise<TestAnswer> =>
    controller.asHost(
      controller.site.keys.hostA,
      'POST',
      '/report',
      hostReport(contractReport(submitted.body, 'applied', { drift })),
    );
  const told = async (type: string): Promise<readonly unknown[]> => {
    const all = await controller.running.app.get<Store>(STORE).events.after(0, 100);
    return all.filter((event) => event.type === type).map(({ data }) => data);
  };

  it('tell a departure once, when it begins', async () => {
    const drift = {
      state: 'drifted',
      since: '2026-11-20T08:00:00.000Z',
      items,
      repairs: 0,
    } as const;
    await say(drift);
    await say(drift);

    expect(await told('contract.drifted')).toEqual([
      { node: 'host-a', version: 1, since: '2026-11-20T08:00:00.000Z', departures: 1, items },
    ]);
  });

  it('tell every repair, and what was repaired', async () => {
    const at = (time: string): Drift => ({
      state: 'in-sync',
      items: [],
      repairs: 1,
      repaired: { at: time, items },
    });
    await say(at('2026-11-20T08:00:00.000Z'));
    await say(at('2026-11-20T08:00:00.000Z'));
    await say(at('2026-11-20T08:00:05.000Z'));

    expect(await told('contract.repaired')).toMatchObject([
      { node: 'host-a', at: '2026-11-20T08:00:00.000Z', items },
      { node: 'host-a', at: '2026-11-20T08:00:05.000Z', items },
    ]);
  });
});
