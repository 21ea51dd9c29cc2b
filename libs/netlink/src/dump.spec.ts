import { done, FakeKernel, part } from '../test/fake-kernel.js';
import { Conversation } from './conversation.js';
import { Dumper } from './dump.js';
import type { Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';

const everything: Request = { type: 18, flags: 0x301, body: Buffer.alloc(16) };
/** NLM_F_MULTI and NLM_F_DUMP_INTR. */
const interrupted = 0x12;

const text = (body: Buffer): string => body.toString();

describe('a dump', () => {
  it('reads all parts, in one datagram or many', async () => {
    const kernel = new FakeKernel((message) => [
      Buffer.concat([part(message, 'one '), part(message, 'two ')]),
      part(message, 'three'),
      done(message),
    ]);
    const dumper = new Dumper(new Conversation(kernel));

    expect(await dumper.dump(everything, text)).toEqual(['one ', 'two ', 'three']);
    expect(dumper.count).toBe(1);
  });

  it('leaves out what its reader has no word for', async () => {
    const kernel = new FakeKernel((message) => [
      part(message, 'one '),
      part(message, 'two '),
      done(message),
    ]);

    expect(
      await new Dumper(new Conversation(kernel)).dump(everything, (body) =>
        text(body) === 'one ' ? 1 : undefined,
      ),
    ).toEqual([1]);
  });

  it.each([
    [
      'a part',
      (message: { sequence: number }) => [part(message, 'old ', interrupted), done(message)],
    ],
    [
      'the end',
      (message: { sequence: number }) => [part(message, 'old '), done(message, 0, interrupted)],
    ],
  ])('is taken anew when %s says that the table changed meanwhile', async (_where, first) => {
    const kernel: FakeKernel = new FakeKernel((message) =>
      kernel.sends.length === 1 ? first(message) : [part(message, 'new '), done(message)],
    );
    const dumper = new Dumper(new Conversation(kernel));

    expect(await dumper.dump(everything, text)).toEqual(['new ']);
    expect(dumper.count).toBe(2);
  });

  it('gives up when the table never keeps still', async () => {
    const dumper = new Dumper(
      new Conversation(new FakeKernel((message) => [done(message, 0, interrupted)])),
    );

    await expect(dumper.dump(everything, text)).rejects.toMatchObject({ code: 'dump-interrupted' });
    expect(dumper.count).toBe(10);
  });

  it('tells why the kernel refused it', async () => {
    const dumper = new Dumper(new Conversation(new FakeKernel((message) => [done(message, 1)])));

    await expect(dumper.dump(everything, text)).rejects.toMatchObject({
      code: 'refused',
      errno: 'EPERM',
    });
  });

  it('fails where its reader does, after all of it was read, and the next one works', async () => {
    const kernel = new FakeKernel((message) => [
      part(message, 'one '),
      part(message, 'two '),
      done(message),
    ]);
    const dumper = new Dumper(new Conversation(kernel));
    const refuse = (): never => {
      throw new NetlinkError('malformed', 'unreadable');
    };

    await expect(dumper.dump(everything, refuse)).rejects.toMatchObject({ code: 'malformed' });
    expect(await dumper.dump(everything, text)).toEqual(['one ', 'two ']);
  });
});
