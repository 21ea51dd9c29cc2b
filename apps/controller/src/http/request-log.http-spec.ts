import { openLog, type LogFields } from '#log';
import { sampleSite, sampleTime, type SampleSite } from '../../../../test/support/sample-site.js';
import { serializeEnvelope } from '#contract';
import { createController, type RunningController } from '../index.js';
import { TestClock } from '../../test/test-clock.js';
import { presentWork } from './request-context.js';

describe('the log of the controller', () => {
  let running: RunningController;
  let site: SampleSite;
  let written: string[];

  beforeEach(async () => {
    written = [];
    site = await sampleSite();
    running = await createController(
      { dataDir: ':memory:', listen: '127.0.0.1:0' },
      {
        clock: new TestClock(sampleTime),
        logger: openLog({
          service: 'controller',
          level: 'debug',
          about: presentWork,
          to: { write: (line) => void written.push(line) },
        }),
      },
    );
  });

  afterEach(() => running.close());

  const lines = (message: string): readonly LogFields[] =>
    written
      .map((line) => JSON.parse(line) as LogFields)
      .filter((line) => line['message'] === message);

  function send(
    method: 'GET' | 'POST',
    path: string,
    payload?: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return fetch(new URL(`/api/v1${path}`, running.url), {
      method,
      headers: {
        authorization: `Bearer ${running.adminToken ?? ''}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(payload !== undefined && { body: payload }),
    });
  }

  async function submitted(requestId: string): Promise<Response> {
    await send('POST', '/charter', serializeEnvelope(site.charter));
    const contract = serializeEnvelope(await site.sign(site.contract()));
    return send('POST', '/contracts', contract, { 'x-request-id': requestId });
  }

  it('names request, contract and caller of what happened', async () => {
    const answer = await submitted('change-4711');

    expect(answer.headers.get('x-request-id')).toBe('change-4711');
    expect(lines('contract.received')).toMatchObject([
      {
        level: 'info',
        service: 'controller',
        requestId: 'change-4711',
        contract: site.contract().contractId,
        actor: 'token first',
        version: 1,
      },
    ]);
    expect(lines('request answered')).toContainEqual(
      expect.objectContaining({
        level: 'info',
        requestId: 'change-4711',
        method: 'POST',
        route: '/api/v1/contracts',
        status: answer.status,
        actor: 'token first',
      }),
    );
  });

  it('makes an id where the caller gives none that a log can hold', async () => {
    const answer = await send('GET', '/contracts', undefined, { 'x-request-id': '"}{' });

    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('warns of callers that are refused, and tells lookers on debug only', async () => {
    await send('GET', '/contracts', undefined, { authorization: 'Bearer hc_wrong' });
    await send('GET', '/contracts');

    expect(lines('request answered').map(({ level, status }) => [level, status])).toEqual([
      ['warn', 401],
      ['debug', 200],
    ]);
  });

  it('holds no token', async () => {
    await submitted('change-4711');
    await send('POST', '/tokens', JSON.stringify({ name: 'ops', scopes: ['read'] }));
    await send('GET', `/contracts?cursor=${running.adminToken ?? ''}`);

    expect(written.join('')).not.toContain(running.adminToken?.split('.')[1] ?? '-');
  });
});
