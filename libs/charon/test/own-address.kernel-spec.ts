import { hasAddress } from '../src/own-address.js';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns, ip } from '../../../test/kernel/netns.js';

it('a host can send from the addresses of its interfaces, be they up or down, and from no other', async () => {
  await inNewNetns(async () => {
    ip('link', 'add', 'ends', 'type', 'bridge');
    ip('address', 'add', '198.51.100.1/24', 'dev', 'ends');
    ip('address', 'add', '2001:db8::1/64', 'dev', 'ends', 'nodad');
    expect(await hasAddress('198.51.100.1')).toBe(true);
    expect(await hasAddress('198.51.100.2')).toBe(false);
    ip('link', 'set', 'ends', 'up');
    expect(await hasAddress('2001:db8::1')).toBe(true);
    expect(await hasAddress('2001:db8::2')).toBe(false);
  });
});
