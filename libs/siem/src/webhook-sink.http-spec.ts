import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookSink, type SiteEvent } from './index.js';

const secret = Buffer.from('what both know, and nobody else');
const signal = AbortSignal.timeout(60_000);

function event(seq: number): SiteEvent {
  const time = '2026-11-20T08:00:00.000Z';
  return { seq, time, type: 'contract.active', subject: 'contract a', actor: '', data: {} };
}

describe('a webhook', () => {
  const heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  let answers: number[];
  let server: Server;

  beforeEach(async () => {
    heard.length = 0;
    answers = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        response.writeHead(answers.shift() ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => server.close());

  function sink(): WebhookSink {
    const { port } = server.address() as AddressInfo;
    return new WebhookSink({
      url: `http://127.0.0.1:${port}/hook`,
      secret,
      speaker: { host: 'c1', version: '0.1.0' },
      now: () => new Date('2026-11-20T08:00:01.900Z'),
    });
  }

  it('is called once for each event, in order, with a signature over id, time and body', async () => {
    expect(await sink().deliver([event(7), event(8)], signal)).toEqual([]);

    expect(heard.map(({ headers }) => headers['webhook-id'])).toEqual(['hercules-7', 'hercules-8']);
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    const signed = createHmac('sha256', secret).update(`hercules-7.1795161601.${body}`);
    expect(headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
      'webhook-timestamp': '1795161601',
      'webhook-signature': `v1,${signed.digest('base64')}`,
    });
    expect(JSON.parse(body)).toMatchObject({ id: '7', type: 'hercules.contract.active' });
  });

  it('that refuses an event is told the next one all the same', async () => {
    answers = [410, 204];

    expect(await sink().deliver([event(1), event(2)], signal)).toEqual([
      { seq: 1, reason: expect.stringMatching(/answered 410$/) },
    ]);
    expect(heard).toHaveLength(2);
  });

  it.each([429, 408, 500, 503])('that answers %d is asked again later', async (status) => {
    answers = [status];

    await expect(sink().deliver([event(1), event(2)], signal)).rejects.toMatchObject({
      code: 'sink-busy',
    });
    expect(heard).toHaveLength(1);
  });

  it('that is not there is told later', async () => {
    const gone = sink();
    await new Promise((resolve) => server.close(resolve));

    await expect(gone.deliver([event(1)], signal)).rejects.toMatchObject({
      code: 'sink-unreachable',
    });
  });

  it('that sends us elsewhere is not followed', async () => {
    answers = [307];

    await expect(sink().deliver([event(1)], signal)).rejects.toMatchObject({
      name: 'SinkError',
    });
  });
});
