import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type EventReceiverRecord, type Store } from '#store';
import { sampleTime } from '../../../../test/support/sample-site.js';
import { TestClock } from '../../test/test-clock.js';
import { TestController } from '../../test/test-controller.js';
import { Doorbell } from '../core/doorbell.js';
import { eventBell } from '../core/journal.js';
import { STORE } from '../core/tokens.js';
import type { ControllerSettings } from '../index.js';
import { EventReceivers } from './event-receivers.js';
import { receiverList } from './receiver-settings.js';
import { receiverViews } from './receiver-view.js';

interface Heard {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Someone who is told by webhook, and may be busy or refuse. */
class Hook {
  readonly heard: Heard[] = [];
  /** Answers to the next calls; 204 when there are none. */
  answers: number[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'hook-'));
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      const status = this.answers.shift() ?? 204;
      if (status === 204) this.heard.push(JSON.parse(body) as Heard);
      response.writeHead(status).end();
    });
  });

  async start(): Promise<void> {
    writeFileSync(join(this.folder, 'secret'), 'what both know\n');
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  settings(types?: readonly string[]): ControllerSettings {
    const { port } = this.server.address() as AddressInfo;
    return {
      eventReceivers: [
        {
          kind: 'webhook',
          name: 'ops',
          url: `http://127.0.0.1:${port}/`,
          secretFile: join(this.folder, 'secret'),
          ...(types && { types: types as never }),
        },
      ],
    };
  }

  async types(count: number): Promise<readonly string[]> {
    while (this.heard.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.heard.map(({ type }) => type);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
    rmSync(this.folder, { recursive: true });
  }
}

describe('those who are told what happens', () => {
  let hook: Hook;
  let controller: TestController | undefined;

  beforeEach(async () => {
    hook = new Hook();
    await hook.start();
  });

  afterEach(async () => {
    await controller?.close();
    hook.close();
  });

  async function start(types?: readonly string[]): Promise<TestController> {
    controller = await TestController.start(hook.settings(types));
    return controller;
  }

  async function view(own: TestController): Promise<Record<string, unknown>> {
    const { body } = await own.get('/event-receivers');
    expect(receiverViews.safeParse(body).error).toBeUndefined();
    return (body.items as Record<string, unknown>[])[0] ?? {};
  }

  /** What the store remembers when it is said that the event was told. */
  async function told(own: TestController, seq: number): Promise<EventReceiverRecord> {
    return toldIn(own.running.app.get<Store>(STORE), seq);
  }

  async function toldIn(
    { eventReceivers }: Pick<Store, 'eventReceivers'>,
    seq: number,
  ): Promise<EventReceiverRecord> {
    for (;;) {
      const record = await eventReceivers.find('ops');
      if (record?.toldSeq === seq) return record;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('hear everything in order', async () => {
    const own = await start();
    await own.submitCharter();
    await own.submit(await own.site.sign(own.site.contract()));

    expect(await hook.types(4)).toEqual([
      'hercules.charter.accepted',
      'hercules.contract.received',
      'hercules.contract.approved',
      'hercules.operation.updated',
    ]);
    expect(await view(own)).toMatchObject({ name: 'ops', kind: 'webhook', failing: null });
  });

  it('hear only what they want, and count as told of the rest', async () => {
    const own = await start(['contract.approved']);
    await own.submitCharter();
    await own.submit(await own.site.sign(own.site.contract()));

    expect(await hook.types(1)).toEqual(['hercules.contract.approved']);
  });

  it('hear what they were too busy for when they are not any more', async () => {
    hook.answers = [503];
    const own = await start();
    await own.submitCharter();

    expect(await hook.types(1)).toEqual(['hercules.charter.accepted']);
    const isToldAgain = /can not be told.*answered 503[^]*told again/;
    while (!isToldAgain.test(own.log.join('\n'))) await new Promise(setImmediate);
  });

  it('that refuse an event are not told it again, and that is shown', async () => {
    hook.answers = [422];
    const own = await start();
    await own.submitCharter();
    await own.submit(await own.site.sign(own.site.contract()));
    await hook.types(3);

    expect(hook.heard.map(({ id }) => id)).toEqual(['2', '3', '4']);
    while ((await view(own))['refused'] !== 1) await new Promise(setImmediate);
    expect(await view(own)).toMatchObject({
      lastRefusal: expect.stringMatching(/^event 1: 127\.0\.0\.1:\d+ answered 422$/),
    });
    const { text } = await own.send({ method: 'GET', url: '/metrics', headers: own.authorization });
    expect(text).toContain('hercules_event_receiver_refused_total{receiver="ops"} 1');
    expect(text).toContain('hercules_event_receiver_up{receiver="ops"} 1');
  });

  it('are told after a restart what happened meanwhile, and how much is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'receivers-'));
    const started = async (): Promise<TestController> =>
      TestController.start({ ...hook.settings(), dataDir: folder });
    const first = await started();
    await first.submitCharter();
    await told(first, 1);
    await first.close();
    const silent = await TestController.start({ dataDir: folder });
    const store = silent.running.app.get<Store>(STORE);
    const time = silent.clock.now().toISOString();
    for (const subject of ['node a', 'node b', 'node c']) {
      await store.events.append({ time, type: 'node.seen', subject, actor: '', data: {} });
    }
    await store.events.compact(2);
    await silent.close();
    controller = await started();

    await hook.types(3);
    expect(hook.heard.map(({ id }) => id)).toEqual(['1', '3', '4']);
    expect(await told(controller, 4)).toMatchObject({ lost: 1, refused: 0 });
    rmSync(folder, { recursive: true });
  });

  it('are told everything once by two controllers on one store, also when one ends', async () => {
    const store = await openStore(':memory:');
    const bell = new Doorbell();
    const list = receiverList.parse(hook.settings().eventReceivers);
    const silent = (): undefined => undefined;
    const open = async (): Promise<EventReceivers> => {
      const own = new EventReceivers(list, {
        ...{ store, doorbell: bell, clock: new TestClock(sampleTime), lookEvery: 5 },
        logger: { debug: silent, info: silent, warn: silent, error: silent },
      });
      await own.start();
      return own;
    };
    const happens = async (subject: string): Promise<void> => {
      const time = sampleTime.toISOString();
      await store.events.append({ time, type: 'node.seen', subject, actor: '', data: {} });
    };
    const first = await open();
    const second = await open();
    await happens('node a');
    bell.ring(eventBell);
    await hook.types(1);
    // Who ends in between has the next one tell it again.
    await toldIn(store, 1);
    await first.stop();
    await happens('node b');
    await hook.types(2);
    await toldIn(store, 2);
    await second.stop();

    expect(hook.heard.map(({ id }) => id)).toEqual(['1', '2']);
    await store.close();
  });

  it('must have a secret', async () => {
    const settings = hook.settings();
    const [receiver] = settings.eventReceivers ?? [];
    const without = { ...receiver, secretFile: '/nowhere' } as never;

    await expect(TestController.start({ eventReceivers: [without] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: "the file that 'secretFile' of the event receiver 'ops' names can not be read",
    });
  });
});
