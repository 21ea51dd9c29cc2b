import { genericPart, identityOf, type GenericLink, type KindTable } from '#drivers';
// eslint-disable-next-line no-restricted-imports -- the support of all kernel tests stands outside of the libraries
import { inNewNetns, ip } from '../../../test/kernel/netns.js';
import { KernelHost } from '../src/kernel-host.js';
import { change, create } from './operations.js';
import { mac, name, owner } from './sample-resources.js';

/** IFLA_MACVLAN_MODE: a number of which each word is a bit. */
const macvlan: KindTable = {
  kernelKind: 'macvlan',
  fields: { mode: { type: 'u32', attribute: 1, change: 'in-place', absent: 2 } },
};
const [vepa, bridged] = [2, 4];

function sub(mode: number, parts: Partial<GenericLink> = {}): GenericLink {
  return {
    type: 'link',
    name: name('mv-a'),
    owner,
    mtu: 1400,
    mac: mac('02:00:00:00:00:0a'),
    master: null,
    up: true,
    ipv6: false,
    lower: name('up0'),
    ...parts,
    ...genericPart(macvlan, { mode }),
  };
}

function onKernel(test: (host: KernelHost) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(async () => {
      ip('link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'far0');
      ip('link', 'set', 'up0', 'up');
      const host = await KernelHost.open(new Map([['macvlan', macvlan]]));
      try {
        await test(host);
      } finally {
        host.close();
      }
    });
}

async function seen(host: KernelHost): Promise<unknown> {
  const { links } = await host.observe();
  return links.find(({ resource }) => resource.name === 'mv-a')?.resource;
}

describe('a link of a declared kind on the kernel', () => {
  it(
    'is made as its table says and reads back as it was wanted',
    onKernel(async (host) => {
      expect(await host.apply([create(sub(bridged))])).toEqual([
        { identity: identityOf(sub(bridged)) },
      ]);

      expect(ip('link', 'show', 'mv-a')).toMatchObject([
        { link: 'up0', linkinfo: { info_kind: 'macvlan', info_data: { mode: 'bridge' } } },
      ]);
      expect(await seen(host)).toEqual(sub(bridged));
    }),
  );

  it(
    'is changed in place',
    onKernel(async (host) => {
      await host.apply([create(sub(vepa))]);
      const [before] = ip('link', 'show', 'mv-a');

      await host.apply([change(sub(vepa), sub(bridged))]);

      expect(await seen(host)).toEqual(sub(bridged));
      expect(ip('link', 'show', 'mv-a')).toMatchObject([
        { ifindex: (before as { ifindex: number }).ifindex },
      ]);
    }),
  );

  it(
    'is made anew',
    onKernel(async (host) => {
      await host.apply([create(sub(vepa))]);
      expect(
        await host.apply([{ ...change(sub(vepa), sub(bridged)), action: 'recreate' }]),
      ).toEqual([{ identity: identityOf(sub(bridged)) }]);
      expect(await seen(host)).toEqual(sub(bridged));
    }),
  );

  it(
    'is of no known kind to a host without the table',
    onKernel(async (host) => {
      await host.apply([create(sub(vepa))]);
      const plain = await KernelHost.open();
      try {
        expect(await seen(plain)).toMatchObject({ kind: 'other', kernelKind: 'macvlan' });
        const [outcome] = await plain.apply([create(sub(vepa, { name: name('mv-b') }))]);
        expect(outcome).toMatchObject({ failure: { errno: 'EOPNOTSUPP' } });
      } finally {
        plain.close();
      }
    }),
  );
});
