import { KernelHost } from '../src/kernel-host.js';
import { inNewNetns, ip } from '../../../test/kernel/netns.js';

/** Runs a test on a host of its own that has the underlay `up0`, up, with 192.0.2.1/24 and 2001:db8::1/64. */
export function onKernel(test: (host: KernelHost) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(async () => {
      ip('link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'far0');
      ip('link', 'set', 'far0', 'up');
      ip('link', 'set', 'up0', 'up');
      ip('address', 'add', '192.0.2.1/24', 'dev', 'up0');
      ip('address', 'add', '2001:db8::1/64', 'dev', 'up0', 'nodad');
      const host = await KernelHost.open();
      try {
        await test(host);
      } finally {
        host.close();
      }
    });
}
