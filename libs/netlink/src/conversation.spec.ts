import { ack, FakeKernel } from '../test/fake-kernel.js';
import { Conversation } from './conversation.js';
import { encodeMessage } from './messages.js';

const question = (sequence: number): Buffer =>
  encodeMessage({ type: 20, flags: 5, body: Buffer.alloc(0) }, sequence);

describe('a conversation', () => {
  it('asks one question after the other', async () => {
    const heard: number[] = [];
    const kernel = new FakeKernel();
    const conversation = new Conversation(kernel);

    await Promise.all(
      [1, 2, 3].map((sequence) =>
        conversation.ask(question(sequence), (message) => {
          heard.push(message.sequence, kernel.sends.length);
          return true;
        }),
      ),
    );

    expect(heard).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('goes on after a question that failed', async () => {
    const conversation = new Conversation(
      new FakeKernel((message) => [message.sequence === 1 ? Buffer.alloc(20) : ack(message)]),
    );

    await expect(conversation.ask(question(1), () => true)).rejects.toMatchObject({
      code: 'malformed',
    });
    await expect(conversation.ask(question(2), () => true)).resolves.toBeUndefined();
  });

  it('gives up waiting', async () => {
    const conversation = new Conversation(new FakeKernel(() => []), 5);

    await expect(conversation.ask(question(1), () => true)).rejects.toMatchObject({
      name: 'NetlinkError',
      code: 'timeout',
    });
  });

  it('ends with its socket', async () => {
    const kernel = new FakeKernel(() => []);
    const conversation = new Conversation(kernel);
    const asking = conversation.ask(question(1), () => true);
    setImmediate(() => {
      conversation.close();
    });

    await expect(asking).rejects.toMatchObject({ code: 'closed' });
    expect(kernel.closed).toBe(true);
  });

  it('gives out sequence numbers once, up to the last one of 32 bits', () => {
    const conversation = new Conversation(new FakeKernel());

    expect([conversation.takeSequence(10), conversation.takeSequence(1)]).toEqual([1, 11]);
    expect(conversation.takeSequence(0xffff_fff0)).toBe(12);
    expect(conversation.takeSequence(100)).toBe(1);
  });
});
