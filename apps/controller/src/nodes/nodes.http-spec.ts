import { withBridge } from '../../test/sample-state.js';
import { each, TestController } from '../../test/test-controller.js';
import { hostReport, join } from '../../test/test-hosts.js';
import { interfaceList, nodeView } from './node-view.js';

describe('hosts', () => {
  let controller: TestController;

  beforeAll(async () => {
    controller = await TestController.start();
    const { hostA } = controller.site.keys;
    await controller.submitCharter();
    await join(controller, 'host-a', hostA);
    const state = {
      ...withBridge('01K9ZX4A1B2C3D4E5F6G7H8J9K'),
      capabilities: { 'link:bridge': true, 'link:vlan': false },
    };
    await controller.asHost(hostA, 'POST', '/report', { ...hostReport(), state });
  });

  afterAll(async () => {
    await controller.close();
  });

  it('are shown as they joined and reported', async () => {
    const { body } = await controller.get('/nodes/host-a');

    expect(nodeView.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      state: 'connected',
      listedInCharter: true,
      charterVersion: 1,
      capabilities: { 'link:bridge': true, 'link:vlan': false },
      lastSeenAt: '2026-11-20T08:00:00.000Z',
    });
  });

  it('are listed page by page', async () => {
    const first = await controller.get('/nodes?limit=1');
    const second = await controller.get(`/nodes?limit=1&cursor=${first.body.nextCursor}`);

    expect([first.body.items, second.body.items]).toMatchObject([
      [{ id: 'host-a' }],
      [{ id: 'host-b' }],
    ]);
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('show their interfaces with what RFC 8343 calls their status', async () => {
    const { body } = await controller.get('/nodes/host-a/interfaces');

    expect(interfaceList.strict().safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      observedAt: '2026-11-20T08:00:00.000Z',
      items: [
        {
          name: 'br-lan',
          kind: 'bridge',
          owner: { contract: '01K9ZX4A1B2C3D4E5F6G7H8J9K', workload: 'lan' },
          adminStatus: 'up',
          operStatus: 'up',
          options: { stp: false },
        },
        { name: 'eth0', owner: null, addresses: ['198.51.100.1/24'] },
        { name: 'eth1', addresses: [] },
      ],
    });
  });

  it.each([
    ['ours', ['br-lan']],
    ['foreign', ['eth0', 'eth1']],
  ])('show only %s when asked', async (owned, names) => {
    const { body } = await controller.get(`/nodes/host-a/interfaces?owned=${owned}`);

    expect(each(body.items, 'name')).toEqual(names);
  });
});
