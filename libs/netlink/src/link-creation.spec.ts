import { ack, FakeKernel, type Answering } from '../test/fake-kernel.js';
import { create } from '../test/operations.js';
import { bridgeLink, mark, omit } from '../test/sample-resources.js';
import { Batch } from './batch.js';
import { Conversation } from './conversation.js';
import { makeLinks } from './link-creation.js';
import { LinkDirectory } from './link-directory.js';
import { decodeLink, linkMessage } from './link-message.js';
import type { Message } from './messages.js';
import { unfinishedGroup } from './unfinished-links.js';

/** Makes br-lan against a kernel that answers so; tells the outcome and what the kernel was asked for. */
async function making(link: ReturnType<typeof bridgeLink>, answering?: Answering) {
  const kernel = new FakeKernel(answering);
  const links = new LinkDirectory();
  const failures = await makeLinks([create(link)], {
    batch: new Batch(new Conversation(kernel)),
    links,
    refresh: () => Promise.resolve(),
    switchIpv6: () => undefined,
  });
  return {
    errnos: [...failures.values()].map(({ errno }) => errno),
    messages: kernel.sends.flat(),
    isKnown: links.indexOf(link.name) !== undefined,
  };
}

const isMark = ({ type, body }: Message): boolean =>
  type === linkMessage.set && decodeLink(body).alias !== undefined;

describe('the making of a link', () => {
  it('puts it into the group of the unfinished, and out of it with the message that marks it', async () => {
    const { messages } = await making(bridgeLink('br-lan'));

    const [creation, marking] = messages.map(({ body }) => decodeLink(body));
    expect(creation).toMatchObject({ name: 'br-lan', group: unfinishedGroup });
    expect(creation?.alias).toBeUndefined();
    expect(marking).toMatchObject({ index: creation?.index, alias: mark, group: 0 });
  });

  it('ends with its removal where its mark is refused, and tells why', async () => {
    const { errnos, messages, isKnown } = await making(bridgeLink('br-lan'), (message) => [
      ack(message, isMark(message) ? 12 : 0),
    ]);

    expect(errnos).toEqual(['ENOMEM']);
    expect(messages.map(({ type }) => type)).toEqual([
      linkMessage.new,
      linkMessage.set,
      linkMessage.delete,
    ]);
    expect(isKnown).toBe(false);
  });

  it('signs nothing of others that comes back', async () => {
    const theirs = omit(bridgeLink('br-theirs', { up: false }), 'owner');
    const { messages } = await making(theirs);

    expect(messages.map(({ body }) => decodeLink(body))).toMatchObject([
      { group: 0 },
      { mtu: 1450 },
    ]);
    expect(messages.some(isMark)).toBe(false);
  });

  it.each([
    ['1450', 0],
    ['1500', 1400],
  ])(
    'gives a bridge that shall have MTU %s another one first, so that the change is one',
    async (mtu, first) => {
      const { messages } = await making(bridgeLink('br-lan', { mtu: Number(mtu) }));

      expect(messages.slice(0, 2).map(({ body }) => decodeLink(body).mtu)).toEqual([
        first,
        Number(mtu),
      ]);
    },
  );
});
