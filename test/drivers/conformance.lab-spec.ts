import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInDrivers, builtInSamples } from '#catalog';
import { CharonHost, CharonProcess, hostSecrets } from '#charon';
import { hostChecks, type DriverSamples } from '#conformance';
import { generateSigningKey } from '#contract';
import type { AnyDriver, KindTables } from '#drivers';
import { CompositeHost, type HostPort } from '#engine';
import { xfrmKind } from '#ipsec';
import { TrackedHost } from '#netlink';
import { NftHost } from '#nft';
import geneve from '../../examples/driver-geneve/src/index.js';
import { inNewNetns, ip } from '../kernel/netns.js';

const kinds: KindTables = new Map(
  [xfrmKind, ...geneve.linkKinds].map((kind) => [kind.kernelKind, kind]),
);
const drivers = [...builtInDrivers, ...geneve.drivers];

/** The host-a of the samples. */
function onKernel(test: (host: HostPort) => Promise<void>): Promise<void> {
  return inNewNetns(async () => {
    for (const link of ['eth0', 'eth1']) {
      ip('link', 'add', link, 'type', 'veth', 'peer', 'name', `far-${link}`);
      ip('link', 'set', link, 'addrgenmode', 'none', 'up');
      ip('link', 'set', `far-${link}`, 'addrgenmode', 'none', 'up');
    }
    ip('address', 'add', '198.51.100.1/24', 'dev', 'eth0');
    ip('address', 'add', '2001:db8::1/64', 'dev', 'eth0', 'nodad');
    const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
    const daemon = new CharonProcess({ directory });
    const host = await openHost(daemon, directory);
    try {
      await test(host);
    } finally {
      host.close();
      await daemon.stop();
      rmSync(directory, { recursive: true });
    }
  });
}

/** Everything on the host that looks after a family of resources, as an agent has it. */
async function openHost(daemon: CharonProcess, directory: string): Promise<CompositeHost> {
  const nft = await NftHost.open();
  if (nft === undefined) throw new Error("the lab has no program 'nft'");
  const tunnels = new CharonHost({ daemon, directory, secrets });
  return new CompositeHost(await TrackedHost.open({ kinds }), [nft, tunnels]);
}

/** The samples' secret is sealed for nobody. */
const secrets = {
  ...hostSecrets(generateSigningKey()),
  open: (): Buffer => Buffer.alloc(32, 'secret of the samples'),
};

function driverOf(type: string): AnyDriver {
  const driver = drivers.find((entry) => entry.type === type);
  if (driver === undefined) throw new Error(`no driver reads '${type}'`);
  return driver;
}

const all: readonly DriverSamples[] = [...builtInSamples, ...geneve.samples];

describe.each(all.map((samples) => [samples.type, samples] as const))(
  'on the kernel the driver of type %s',
  (type, samples) => {
    const checks = hostChecks(driverOf(type), samples, onKernel);

    it.each(checks.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
      await expect(run()).resolves.toBeUndefined();
    });
  },
);
