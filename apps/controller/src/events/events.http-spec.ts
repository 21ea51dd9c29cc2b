import { STORE } from '../core/tokens.js';
import type { Store } from '#store';
import { EventReader } from '../../test/event-reader.js';
import { TestController } from '../../test/test-controller.js';
import { eventView } from './event-view.js';

describe('event stream', () => {
  let controller: TestController;
  const readers: EventReader[] = [];

  beforeEach(async () => {
    controller = await TestController.start({ heartbeatSeconds: 1 });
  });

  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await controller.close();
  });

  async function watch(query = '', headers = {}): Promise<EventReader> {
    const reader = await EventReader.open(`${controller.running.url}/api/v1/events${query}`, {
      ...controller.authorization,
      ...headers,
    });
    readers.push(reader);
    return reader;
  }

  it('tells what happens from the moment of watching', async () => {
    const reader = await watch();
    await reader.next();
    await controller.submitCharter();
    const event = await reader.nextEvent();

    expect(event).toMatchObject({ event: 'charter.accepted', data: { data: { version: 1 } } });
    expect(eventView.strict().safeParse(event?.data).error).toBeUndefined();
    expect(event?.data).toMatchObject({ actor: 'token first', seq: Number(event?.id) });
  });

  it('tells all of a submission in order', async () => {
    const { site } = controller;
    await controller.submitCharter();
    const reader = await watch('?after=1');
    await controller.submit(await site.sign(site.contract()));
    const events = [await reader.nextEvent(), await reader.nextEvent(), await reader.nextEvent()];

    expect(events.map((event) => [event?.id, event?.event])).toEqual([
      ['2', 'contract.received'],
      ['3', 'contract.approved'],
      ['4', 'operation.updated'],
    ]);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['Last-Event-ID', '', { 'last-event-id': '1' }],
    ['the parameter after', '?after=1', {}],
    ['Last-Event-ID rather than the parameter', '?after=3', { 'last-event-id': '1' }],
  ])('continues where %s says', async (_, query, headers) => {
    const { site } = controller;
    await controller.submitCharter();
    await controller.submit(await site.sign(site.contract()));
    const reader = await watch(query, headers);

    expect(await reader.nextEvent()).toMatchObject({ id: '2', event: 'contract.received' });
  });

  it('sends more than one page of old events', async () => {
    const store = controller.running.app.get<Store>(STORE);
    const time = controller.clock.now().toISOString();
    for (let count = 0; count < 250; count += 1) {
      await store.events.append({
        time,
        type: 'node.seen',
        subject: `node ${count}`,
        actor: '',
        data: {},
      });
    }
    const reader = await watch('?after=0');
    const ids: (string | undefined)[] = [];
    while (ids.length < 250) ids.push((await reader.nextEvent())?.id);

    expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => String(index + 1)));
  });

  it('says that events are gone when they are', async () => {
    const store = controller.running.app.get<Store>(STORE);
    const { site } = controller;
    await controller.submitCharter();
    await controller.submit(await site.sign(site.contract()));
    await store.events.compact(2);

    expect(await controller.get('/events', { 'last-event-id': '1' })).toMatchObject({
      status: 410,
      body: { code: 'events-compacted' },
    });
    expect((await watch('?after=2')).status).toBe(200);
  });

  it('sends a heartbeat while nothing happens', async () => {
    const reader = await watch();

    expect([await reader.next(), await reader.next()]).toEqual([
      { comment: 'heartbeat' },
      { comment: 'heartbeat' },
    ]);
  });

  it('ends when the controller stops', async () => {
    const own = await TestController.start();
    const reader = await EventReader.open(`${own.running.url}/api/v1/events`, own.authorization);
    await reader.next();
    await own.close();

    expect(await reader.next()).toBeUndefined();
  });
});
