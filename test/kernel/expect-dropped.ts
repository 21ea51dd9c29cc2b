import { KernelHost } from '#netlink';
import { dropOn } from '../support/drop-on-host.js';
import type { DroppedField } from '../support/dropped-fields.js';
import { inNewNetns, ip } from './netns.js';

/** Gives and drops a field on this machine's kernel, in a network namespace of its own. */
export function expectDropped(dropped: DroppedField): Promise<void> {
  return inNewNetns(async () => {
    furnish();
    const host = await KernelHost.open();
    try {
      const { lines, link } = await dropOn(host, dropped);

      expect(lines).toEqual(dropped.lines);
      expect(link).toMatchObject(dropped.defaults ?? {});
    } finally {
      host.close();
    }
  });
}

function furnish(): void {
  for (const link of ['eth0', 'eth1']) {
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', `far-${link}`);
    ip('link', 'set', link, 'up');
    ip('link', 'set', `far-${link}`, 'up');
  }
  for (const address of ['198.51.100.1/24', '198.51.100.9/24'])
    ip('address', 'add', address, 'dev', 'eth0');
  ip('address', 'add', '2001:db8::1/64', 'dev', 'eth0', 'nodad');
}
