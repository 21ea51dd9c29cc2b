import { readlinkSync } from 'node:fs';
import { bridge, inNewNetns, ip, withNetns } from './netns.js';

const current = (): string => readlinkSync('/proc/thread-self/ns/net');
const names = (): unknown[] =>
  (ip('link', 'show') as readonly { readonly ifname: string }[]).map(({ ifname }) => ifname);

describe('a network namespace of its own', () => {
  it('holds what is made in it, also by processes, and is left again', async () => {
    const outside = current();

    await inNewNetns(async () => {
      expect(current()).not.toBe(outside);
      expect(names()).toEqual(['lo']);
      ip('link', 'add', 'br0', 'type', 'bridge');
      expect(names()).toEqual(['lo', 'br0']);
    });

    expect(current()).toBe(outside);
    await inNewNetns(async () => {
      expect(names()).toEqual(['lo']);
    });
  });

  it('is left when the test fails', async () => {
    const outside = current();

    await expect(inNewNetns(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(current()).toBe(outside);
  });

  it('may stand beside another one that a cable leads to', async () => {
    await inNewNetns(async () => {
      await withNetns(async (far) => {
        ip('link', 'add', 'near0', 'type', 'veth', 'peer', 'name', 'far0', 'netns', far.path);

        expect(names()).toEqual(['lo', 'near0']);
        expect(far.enter(names)).toEqual(['lo', 'far0']);
        expect(names()).toEqual(['lo', 'near0']);
      });
    });
  });

  it('shows the forwarding entries of its bridges', async () => {
    await inNewNetns(async () => {
      ip('link', 'add', 'br0', 'address', '02:00:00:00:00:01', 'type', 'bridge');
      ip('link', 'set', 'br0', 'up');

      expect(bridge('fdb', 'show')).toContainEqual(
        expect.objectContaining({ mac: '33:33:00:00:00:01', ifname: 'br0' }),
      );
    });
  });
});
