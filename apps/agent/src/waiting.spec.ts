import type { AddressResource, Cidr, InterfaceName, OtherLink } from '#drivers';
import type { ContractReport } from '#protocol';
import { HostFixture, siteNetwork } from '../test/host-fixture.js';

const eth1: OtherLink = {
  ...({ type: 'link', kind: 'other', kernelKind: '', mtu: 1500, up: true, ipv6: true } as const),
  name: 'eth1' as InterfaceName,
};

let host: HostFixture;
beforeEach(async () => {
  host = await HostFixture.open();
});
afterEach(() => {
  host.close();
});

/** A contract with a VLAN over eth1, and a bridge besides. */
async function offer(parts: object = {}, ...more: readonly object[]): Promise<void> {
  const members = [{ node: 'host-a', name: 'vl-office', parent: 'eth1' }];
  const office = { name: 'office', type: 'vlan', version: 1, data: { id: 101, members }, ...parts };
  const workloads = [office, ...more];
  host.controller.offer(await host.site.sign(host.site.contract({ workloads })));
}

const lan = {
  name: 'lan',
  type: 'bridge',
  version: 1,
  data: { members: [{ node: 'host-a', name: 'br-lan', ports: ['eth1'] }] },
};

const reports = (): readonly ContractReport[] =>
  host.controller.reports.flatMap(({ contracts }) => contracts);

/** The state of the contract and the conditions that do not hold, as the host last told them. */
function told(): unknown {
  const last = reports().at(-1);
  const unmet = last?.conditions.filter(({ status }) => status === 'False') ?? [];
  return [last?.state, ...unmet.map(({ message }) => message)];
}

describe('V15: a parent that does not carry', () => {
  it('has its contract wait, whose interfaces stand already, and it heals without a new submission', async () => {
    host.host.place(eth1);
    host.host.setCarrier(eth1.name, false);
    await offer();

    await host.goRound(2);

    expect(told()).toEqual(['waiting', "parent no-carrier: 'eth1'"]);
    expect(await host.links()).toContain('vl-office');

    host.host.setCarrier(eth1.name, true);
    await host.once();
    host.clock.pass(6);
    await host.once();
    expect(told()).toEqual(['applied']);
  });

  it('has its contract wait while it is down, with nothing of it made', async () => {
    host.host.place({ ...eth1, up: false });
    await offer({}, { ...lan, data: { members: [{ node: 'host-a', name: 'br-lan' }] } });

    await host.goRound(2);

    expect(told()).toEqual(['waiting', expect.stringMatching(/^parent down: 'eth1' is down/)]);
    expect(await host.links()).toEqual(['eth0', 'eth1']);
    expect(host.host.writes).toBe(0);

    host.host.place(eth1);
    await host.once();
    expect(told()).toEqual(['applied']);
    expect(await host.links()).toEqual(['br-lan', 'eth0', 'eth1', 'vl-office']);
  });

  it('is waited for like the address that a segment is sent from', async () => {
    const [address] = (await host.host.observe()).addresses;
    host.host.take(...(address === undefined ? [] : [address]));
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));

    await host.goRound(2);

    expect(told()).toEqual(['waiting', expect.stringMatching(/^address missing: /)]);
    host.host.place(...(address === undefined ? [] : [address]));
    await host.once();
    expect(told()).toEqual(['applied']);
  });

  it('is waited for where it is not there yet', async () => {
    await offer();

    await host.goRound(2);

    expect(told()).toEqual([
      'waiting',
      expect.stringMatching(
        /^parent missing: this host has no interface 'eth1'.*members\/0\/parent/,
      ),
    ]);
    host.host.place(eth1);
    await host.once();
    expect(told()).toEqual(['applied']);
  });
});

describe('X15: a segment that is sent from the address of an interface', () => {
  const members = [
    { node: 'host-a', underlay: 'eth0', name: 'vx-lan', local: { addressOf: 'eth0' } },
    { node: 'host-b', underlay: 'eth0' },
  ];
  const segment = { name: 'office', type: 'vxlan', data: { vni: 7, members } };
  const eth0Address = (address: string): AddressResource => ({
    type: 'address',
    link: 'eth0' as InterfaceName,
    address: address as Cidr,
  });

  async function local(): Promise<unknown> {
    const { links } = await host.host.observe();
    const link = links.find(({ resource }) => resource.name === 'vx-lan')?.resource;
    return link?.kind === 'vxlan' ? link.vxlan.local : undefined;
  }

  it('waits for one, and follows it without a new submission', async () => {
    host.host.take(eth0Address('198.51.100.1/24'));
    await offer(segment);
    await host.goRound(2);
    expect(told()).toEqual([
      'waiting',
      expect.stringMatching(/^address missing: interface 'eth0' .*members\/0\/local/),
    ]);
    expect(await host.links()).toEqual(['eth0']);

    host.host.place(eth0Address('198.51.100.77/24'));
    await host.once();
    expect([told(), await local()]).toEqual([['applied'], '198.51.100.77']);

    host.host.place(eth0Address('203.0.113.5/24'));
    await host.once();
    expect([told(), await local()]).toEqual([['applied'], '198.51.100.77']);

    host.host.take(eth0Address('198.51.100.77/24'));
    await host.once();
    expect([told(), await local()]).toEqual([['applied'], '203.0.113.5']);

    host.host.take(eth0Address('203.0.113.5/24'));
    await host.once();
    expect(told()).toEqual(['drifted', expect.stringMatching(/^address missing: /)]);
  });
});

describe('V16: a parent that is pulled out', () => {
  it('has the contract depart, and all is repaired when it is back', async () => {
    host.host.place(eth1);
    await offer();
    await host.goRound();

    host.host.take(eth1);
    await host.once();

    expect(told()).toEqual(['drifted', expect.stringMatching(/^parent missing: /)]);
    expect(await host.links()).toEqual(['eth0']);

    host.host.place(eth1);
    await host.once();
    expect(told()).toEqual(['applied']);
    expect(await host.links()).toEqual(['eth0', 'eth1', 'vl-office']);
    expect(reports().at(-1)?.drift).toMatchObject({ state: 'in-sync', repairs: 1 });
  });
});

describe('V7: a contract that is disabled', () => {
  it('has its interfaces absent, and says so', async () => {
    host.host.place(eth1);
    await offer({ enabled: false });

    await host.goRound();

    expect(told()).toEqual(['disabled']);
    expect(reports().at(-1)?.workloads).toMatchObject([
      { name: 'office', conditions: [{ type: 'Disabled', status: 'True' }] },
    ]);
    expect(await host.links()).toEqual(['eth0', 'eth1']);
    expect(host.host.writes).toBe(0);
  });

  it('keeps the workloads that are not', async () => {
    host.host.place(eth1);
    await offer({ enabled: false }, lan);

    await host.goRound();

    expect(told()).toEqual(['applied']);
    expect(await host.links()).toEqual(['br-lan', 'eth0', 'eth1']);
  });
});

describe('B21: a port that flaps', () => {
  it('is told once until it has stayed, and costs the host nothing', async () => {
    host.host.place(eth1);
    await offer(
      { enabled: false },
      {
        ...lan,
        data: {
          members: [
            { node: 'host-a', name: 'br-lan', ports: ['eth1'], addresses: ['192.0.2.1/24'] },
          ],
        },
      },
    );
    await host.goRound();
    const { writes } = host.host;
    const before = reports().length;

    for (let flap = 0; flap < 4; flap += 1) {
      host.host.setCarrier(eth1.name, false);
      await host.once();
      host.clock.pass(1);
      host.host.setCarrier(eth1.name, true);
      await host.once();
      host.clock.pass(1);
    }
    const during = reports().slice(before);
    expect(during).toHaveLength(8);
    const gists = during.map(({ state, conditions }) => JSON.stringify([state, conditions]));
    expect(new Set(gists).size).toBe(1);
    expect(told()).toEqual(['applied', "port no-carrier: 'eth1'"]);

    host.clock.pass(5);
    await host.once();
    expect(told()).toEqual(['applied']);
    expect(host.host.writes).toBe(writes);
    const { addresses } = await host.host.observe();
    expect(addresses.map(({ address }) => address)).toContain('192.0.2.1/24' as Cidr);
  });
});

describe('B28: a bridge on which nobody can answer', () => {
  it('is applied at once', async () => {
    await offer(
      { enabled: false },
      {
        ...lan,
        data: { members: [{ node: 'host-a', name: 'br-lan', addresses: ['192.0.2.1/24'] }] },
      },
    );

    await host.goRound();

    expect(told()).toEqual(['applied']);
  });
});
