import { decodeCursor, encodeCursor, pageAnswer } from './cursor.js';
import { etagOf, namesEtag } from './etag.js';
import { formatEvent, OpenStreams } from './event-stream.js';
import { secondsToWait } from './prefer.js';

describe('entity tag', () => {
  it('is the same for the same content and another for other content', () => {
    expect(etagOf({ a: 1 })).toBe(etagOf({ a: 1 }));
    expect(etagOf({ a: 1 })).not.toBe(etagOf({ a: 2 }));
  });

  it.each([
    ['"a"', true, true],
    ['*', true, true],
    ['"b", "a"', true, true],
    ['W/"a"', false, true],
    ['"b"', false, false],
    ['a', false, false],
  ])('is named by %s: strongly %s, weakly %s', (field, strongly, weakly) => {
    expect([namesEtag(field, '"a"', 'strongly'), namesEtag(field, '"a"', 'weakly')]).toEqual([
      strongly,
      weakly,
    ]);
  });
});

describe('cursor', () => {
  it('gives back the key that it was made of', () => {
    expect(decodeCursor(encodeCursor('host-ä'))).toEqual({ ok: true, value: 'host-ä' });
  });

  it.each(['', 'abc', 'MjphYmM'])('refuses %j, which no list has given', (cursor) => {
    expect(decodeCursor(cursor)).toMatchObject({
      ok: false,
      problems: [{ code: 'query-invalid' }],
    });
  });

  it('leads on as long as there is more', () => {
    const page = pageAnswer(
      ['a', 'b', 'c'],
      { limit: 2 },
      (key) => key,
      '/api/v1/x?limit=2&cursor=old',
    );

    expect(page.body).toEqual({ items: ['a', 'b'], nextCursor: encodeCursor('b') });
    expect(page.headers).toEqual({
      link: `</api/v1/x?limit=2&cursor=${encodeCursor('b')}>; rel="next"`,
    });
  });

  it('ends on the last page', () => {
    expect(pageAnswer(['a'], { limit: 2 }, (key) => key, '/x')).toMatchObject({
      body: { items: ['a'] },
      headers: {},
    });
  });
});

describe('Prefer', () => {
  it.each([
    [undefined, 0],
    ['wait=5', 5],
    ['respond-async, wait=10', 10],
    ['wait="7"', 7],
    ['wait=99999', 60],
    ['wait=-1', 0],
    ['nowait=5', 0],
  ])('%s asks for %d seconds', (prefer, seconds) => {
    expect(secondsToWait(prefer)).toBe(seconds);
  });
});

describe('event stream', () => {
  it('keeps an event on one line, whatever is in it', () => {
    expect(formatEvent({ id: '7', event: 'a.b', data: { text: 'x\ny' } })).toBe(
      'id: 7\nevent: a.b\ndata: {"text":"x\\ny"}\n\n',
    );
  });

  it('stops its producer when the reader leaves', async () => {
    const stopped = Promise.withResolvers<string>();
    const stream = new OpenStreams().start(async function* (signal) {
      signal.addEventListener('abort', () => {
        stopped.resolve('stopped');
      });
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        yield 'a';
      }
    });
    stream.once('data', () => {
      stream.destroy();
    });

    await expect(stopped.promise).resolves.toBe('stopped');
  });

  it('stops all producers at the end of the program', async () => {
    const streams = new OpenStreams();
    const stream = streams.start(async function* (signal) {
      yield 'first';
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
    });
    const chunks: string[] = [];
    for await (const chunk of stream) {
      chunks.push(String(chunk));
      streams.closeAll();
    }

    expect(chunks).toEqual(['first']);
  });
});
