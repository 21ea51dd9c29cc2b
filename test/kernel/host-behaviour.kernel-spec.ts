import { KernelHost } from '#netlink';
import { answerOf, behaviours } from '../support/host-behaviour.js';
import { inNewNetns, ip } from './netns.js';

function furnish(): void {
  for (const link of ['eth0', 'eth1']) {
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', `far-${link}`);
    ip('link', 'set', link, 'up');
    ip('link', 'set', `far-${link}`, 'up');
  }
  ip('address', 'add', '198.51.100.1/24', 'dev', 'eth0');
  ip('address', 'add', '2001:db8::1/64', 'dev', 'eth0', 'nodad');
}

describe('the kernel', () => {
  it.each(behaviours.map((behaviour) => [behaviour.what, behaviour] as const))(
    '%s',
    (_what, behaviour) =>
      inNewNetns(async () => {
        furnish();
        const host = await KernelHost.open();
        try {
          expect(await answerOf(host, behaviour)).toBe(behaviour.errno);
        } finally {
          host.close();
        }
      }),
  );
});
