import { parseEventStream, type ServerSentEvent } from './server-sent-events.js';

async function eventsIn(...chunks: readonly string[]): Promise<readonly ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  };
  for await (const event of parseEventStream(bytes())) events.push(event);
  return events;
}

describe('parseEventStream', () => {
  it('reads id, type and data', async () => {
    expect(await eventsIn('id: 7\nevent: node.seen\ndata: {}\n\n')).toEqual([
      { id: '7', type: 'node.seen', data: '{}' },
    ]);
  });

  it.each([
    ['in pieces', ['id: 7\nda', 'ta: a\n', '\n']],
    ['with CR LF, cut between the two', ['id: 7\r\ndata: a\r', '\n\r\n']],
    ['with CR alone', ['id: 7\rdata: a\r\r', ': end\r']],
    ['without a space behind the colon', ['id:7\ndata:a\n\n']],
    ['with comments between', [': beat\n\nid: 7\n: beat\ndata: a\n\n: beat\n']],
  ])('reads a stream %s', async (_title, chunks) => {
    expect(await eventsIn(...chunks)).toEqual([{ id: '7', type: 'message', data: 'a' }]);
  });

  it('joins data lines and keeps the id until another comes', async () => {
    expect(await eventsIn('id: 1\ndata: a\ndata: b\n\ndata: c\n\n')).toEqual([
      { id: '1', type: 'message', data: 'a\nb' },
      { id: '1', type: 'message', data: 'c' },
    ]);
  });

  it('puts a character together that two chunks share', async () => {
    const [first, second] = ['data: \u00c3', '\u00a4\n\n'];
    expect(await eventsIn(first, second)).toMatchObject([{ data: 'ä' }]);
  });

  it('drops an event that the end cut short', async () => {
    expect(await eventsIn('data: a\n\ndata: b\n')).toHaveLength(1);
  });
});
