import { Batch } from '../src/batch.js';
import { Conversation } from '../src/conversation.js';
import { loadTuner } from '../src/socket-options.js';
import { openSocket } from '../src/socket.js';
import { createVethPair } from '../src/veth-pair.js';
import { onKernel, seenLink, withNetns } from './on-kernel.js';
import { mac } from './sample-resources.js';

async function answers(...requests: Parameters<Batch['run']>[0]): Promise<unknown> {
  const conversation = new Conversation(openSocket({ datagramSize: 4096 }, await loadTuner()));
  try {
    return await new Batch(conversation).run(requests);
  } finally {
    conversation.close();
  }
}

describe('a virtual cable on the kernel', () => {
  it(
    'has both ends here',
    onKernel(async () => {
      const pair = createVethPair(
        { name: 'near0', mtu: 9000 },
        { name: 'there0', mac: mac('02:00:00:00:00:02') },
      );

      expect(await answers(pair)).toEqual([{ errno: 0 }]);

      expect(seenLink('near0')).toMatchObject({ mtu: 9000, linkinfo: { info_kind: 'veth' } });
      expect(seenLink('there0')).toMatchObject({ address: '02:00:00:00:00:02' });
    }),
  );

  it(
    'leads to another namespace, with indexes of our choice',
    onKernel(async () => {
      await withNetns(async (far) => {
        const pair = createVethPair(
          { index: 700, name: 'near0' },
          { index: 800, name: 'eth0' },
          { fd: far.fd },
        );

        expect(await answers(pair)).toEqual([{ errno: 0 }]);

        expect(seenLink('near0').ifindex).toBe(700);
        expect(far.enter(() => seenLink('eth0')).ifindex).toBe(800);
      });
    }),
  );
});
