import { Batch, type Answer } from '../src/batch.js';
import { Conversation } from '../src/conversation.js';
import { KernelHost } from '../src/kernel-host.js';
import { makeLinks } from '../src/link-creation.js';
import { LinkDirectory } from '../src/link-directory.js';
import { openSocket } from '../src/socket.js';
import { loadTuner } from '../src/socket-options.js';
import { unfinishedGroup } from '../src/unfinished-links.js';
import { ip, onKernel, seenLink, seenLinks } from './on-kernel.js';
import { create } from './operations.js';
import { bridgeLink, owner } from './sample-resources.js';

/** The process ends behind its first send: the kernel has done that, and nothing else ever comes. */
class FirstSendOnly extends Batch {
  #isDead = false;

  override async run(requests: Parameters<Batch['run']>[0]): Promise<readonly Answer[]> {
    if (this.#isDead) throw new Error('killed');
    this.#isDead = requests.length > 0;
    return super.run(requests);
  }
}

async function dieBehindCreationOf(link: ReturnType<typeof bridgeLink>): Promise<void> {
  const conversation = new Conversation(openSocket({ datagramSize: 4096 }, await loadTuner()));
  const making = makeLinks([create(link)], {
    batch: new FirstSendOnly(conversation),
    links: new LinkDirectory(),
    refresh: () => Promise.resolve(),
    switchIpv6: () => undefined,
  });
  await expect(making).rejects.toThrow('killed');
  conversation.close();
}

const names = (): readonly string[] => seenLinks().map(({ ifname }) => ifname);

describe('a link that we made and could not mark', () => {
  it(
    'is taken away by the next agent when it starts, so that its name is free',
    onKernel(async (host) => {
      await dieBehindCreationOf(bridgeLink('br-lan'));
      expect(seenLink('br-lan')).toMatchObject({ group: String(unfinishedGroup) });
      expect(seenLink('br-lan').ifalias).toBeUndefined();

      const next = await KernelHost.open();
      const { links } = await next.observe();
      next.close();

      expect(links.map(({ resource }) => resource.name)).toEqual(['far0', 'lo', 'up0']);
      expect(names()).not.toContain('br-lan');
      expect(await host.apply([create(bridgeLink('br-lan'))])).toEqual([
        { identity: 'link br-lan' },
      ]);
      expect(seenLink('br-lan')).toMatchObject({ group: 'default' });
    }),
  );

  it(
    'is taken away at once where the kernel refuses the mark',
    onKernel(async (host) => {
      const tooLong = { ...owner, workload: 'x'.repeat(300) };

      const [outcome] = await host.apply([create(bridgeLink('br-lan', { owner: tooLong }))]);

      expect(outcome?.failure?.errno).toBe('ERANGE');
      expect(names()).not.toContain('br-lan');
    }),
  );

  it(
    'is told from links of others, in whatever group they are',
    onKernel(async () => {
      ip('link', 'add', 'br-one', 'group', '72', 'type', 'bridge');
      ip('link', 'add', 'br-two', 'group', String(unfinishedGroup), 'type', 'bridge');
      ip('link', 'set', 'br-two', 'alias', 'of somebody');

      const next = await KernelHost.open();
      await next.observe();
      next.close();

      expect(names()).toEqual(expect.arrayContaining(['br-one', 'br-two']));
      expect(next.writes).toBe(0);
    }),
  );
});
