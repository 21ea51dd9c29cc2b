import { ack, FakeKernel } from '../test/fake-kernel.js';
import { recordedDump } from '../test/fixtures.js';
import { Conversation } from './conversation.js';
import { decodeLink } from './link-message.js';
import { LinkReader } from './link-reader.js';
import { encodeMessage, type Message } from './messages.js';

const [body = Buffer.alloc(0)] = recordedDump('links').map((message) => message.body);
const recorded = decodeLink(body);
/** ENODEV and EPERM. */
const [noDevice, notPermitted] = [19, 1];

/** Knows the recorded link by its number, and refuses all others. */
const knowing =
  (refusal: number) =>
  (message: Message): readonly Buffer[] =>
    message.body.readInt32LE(4) === recorded.index
      ? [encodeMessage({ type: 16, flags: 0, body }, message.sequence)]
      : [ack(message, refusal)];

describe('reading single links', () => {
  it('answers in the order of the questions, and tells which are not there', async () => {
    const reader = new LinkReader(new Conversation(new FakeKernel(knowing(noDevice))));

    expect(await reader.read(['nobody', recorded.index, 7])).toEqual([
      { asked: 'nobody', link: undefined },
      { asked: recorded.index, link: recorded },
      { asked: 7, link: undefined },
    ]);
    expect(reader.count).toBe(3);
  });

  it('sends no more questions at once than there is room for answers', async () => {
    const kernel = new FakeKernel(knowing(noDevice));
    const reader = new LinkReader(new Conversation(kernel));

    const answers = await reader.read(Array.from({ length: 45 }, () => recorded.index));

    expect(answers.every(({ link }) => link?.name === recorded.name)).toBe(true);
    expect(kernel.sends.map(({ length }) => length)).toEqual([20, 20, 5]);
  });

  it('fails where the kernel refuses for another reason than that there is none', async () => {
    const reader = new LinkReader(new Conversation(new FakeKernel(knowing(notPermitted))));

    await expect(reader.read([7])).rejects.toMatchObject({ code: 'refused', errno: 'EPERM' });
  });
});
