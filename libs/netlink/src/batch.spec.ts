import { ack, FakeKernel } from '../test/fake-kernel.js';
import { Batch } from './batch.js';
import { Conversation } from './conversation.js';
import type { Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';

const request = (number: number, fields: Partial<Request> = {}): Request => {
  const body = Buffer.alloc(4);
  body.writeUInt32LE(number);
  return { type: 20, flags: 5, body, ...fields };
};

const requests = (count: number, fields: Partial<Request> = {}): readonly Request[] =>
  Array.from({ length: count }, (_, number) => request(number, fields));

describe('a batch', () => {
  it('sends many requests in one datagram and gives their answers in order', async () => {
    const kernel = new FakeKernel();
    const batch = new Batch(new Conversation(kernel));

    expect(await batch.run(requests(100))).toEqual(Array(100).fill({ errno: 0 }));
    expect(kernel.sends).toHaveLength(1);
    expect(batch.sent).toBe(100);
  });

  it('matches every answer to its request, also when they come in another order', async () => {
    const late: Buffer[] = [];
    const kernel = new FakeKernel((message) => {
      const number = message.body.readUInt32LE(0);
      const answer = number === 50 ? ack(message, 17, 'it is there') : ack(message);
      late.unshift(answer);
      return number === 99 ? late : [];
    });
    const answers = await new Batch(new Conversation(kernel)).run(requests(100));

    expect(
      answers.flatMap((answer, index) =>
        'errno' in answer && answer.errno === 0 ? [] : [[index, answer]],
      ),
    ).toEqual([[50, { errno: 17, text: 'it is there' }]]);
  });

  it.each([
    ['128 messages', 300, {}, [128, 128, 44]],
    ['64 KiB', 5, { body: Buffer.alloc(30_000) }, [2, 2, 1]],
    ['eight slow messages', 20, { weight: 16 }, [8, 8, 4]],
  ])('puts no more than %s into one send', async (_limit, count, fields, sizes) => {
    const kernel = new FakeKernel();

    await new Batch(new Conversation(kernel)).run(requests(count, fields));

    expect(kernel.sends.map((messages) => messages.length)).toEqual(sizes);
  });

  it('sends a message that is larger than any send by itself', async () => {
    const kernel = new FakeKernel();

    await new Batch(new Conversation(kernel)).run(requests(2, { body: Buffer.alloc(70_000) }));

    expect(kernel.sends).toHaveLength(2);
  });

  it('tells which answers were lost and goes on with the next send', async () => {
    const kernel = new FakeKernel((message) =>
      message.sequence <= 2 ? [ack(message)] : message.sequence > 128 ? [ack(message)] : [],
    );
    const running = new Batch(new Conversation(kernel)).run(requests(130));
    setTimeout(() => {
      kernel.fail(new NetlinkError('overrun', 'too much'));
    }, 5);
    const answers = await running;

    expect(answers.slice(0, 3)).toEqual([
      { errno: 0 },
      { errno: 0 },
      { lost: expect.objectContaining({ code: 'overrun' }) },
    ]);
    expect(answers.filter((answer) => 'lost' in answer)).toHaveLength(126);
    expect(answers.slice(128)).toEqual([{ errno: 0 }, { errno: 0 }]);
  });

  it('does not take the answer to an older request for one of its own', async () => {
    const kernel = new FakeKernel((message) => [
      ack({ sequence: message.sequence - 1 }, 5),
      ack(message),
    ]);
    const batch = new Batch(new Conversation(kernel));

    expect(await batch.run(requests(1))).toEqual([{ errno: 0 }]);
    expect(await batch.run(requests(1))).toEqual([{ errno: 0 }]);
  });

  it('of nothing asks nothing', async () => {
    const kernel = new FakeKernel();

    expect(await new Batch(new Conversation(kernel)).run([])).toEqual([]);
    expect(kernel.sends).toEqual([]);
  });
});
