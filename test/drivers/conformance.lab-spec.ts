import { builtInDrivers } from '#catalog';
import { hostChecks, type DriverSamples } from '#conformance';
import type { AnyDriver, KindTables } from '#drivers';
import type { HostPort } from '#engine';
import { KernelHost } from '#netlink';
import geneve from '../../examples/driver-geneve/src/index.js';
import { geneveSamples } from '../../examples/driver-geneve/test/geneve-samples.js';
import { inNewNetns, ip } from '../kernel/netns.js';
import { builtInSamples } from './samples/index.js';

const kinds: KindTables = new Map(geneve.linkKinds.map((kind) => [kind.kernelKind, kind]));
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
    const host = await KernelHost.open(kinds);
    try {
      await test(host);
    } finally {
      host.close();
    }
  });
}

function driverOf(type: string): AnyDriver {
  const driver = drivers.find((entry) => entry.type === type);
  if (driver === undefined) throw new Error(`no driver reads '${type}'`);
  return driver;
}

const all: readonly DriverSamples[] = [...builtInSamples, geneveSamples];

describe.each(all.map((samples) => [samples.type, samples] as const))(
  'on the kernel the driver of type %s',
  (type, samples) => {
    const checks = hostChecks(driverOf(type), samples, onKernel);

    it.each(checks.map(({ name, run }) => [name, run] as const))('%s', async (_, run) => {
      await expect(run()).resolves.toBeUndefined();
    });
  },
);
