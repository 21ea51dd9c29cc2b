import type { IpAddress } from '#drivers';
import { sampleContractId } from '../../../test/support/sample-site.js';
import { HostFixture, siteNetwork } from '../test/host-fixture.js';

describe('the agent of a host', () => {
  let host: HostFixture;

  beforeEach(async () => {
    host = await HostFixture.open();
  });
  afterEach(() => {
    host.close();
  });

  const lastReport = (): (typeof host.controller.reports)[number] | undefined =>
    host.controller.reports.at(-1);
  const outcome = (): unknown =>
    lastReport()?.contracts.map(({ state, version }) => ({ state, version }));

  it('brings a signed contract about, reports it verified and signs a receipt', async () => {
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));

    await host.goRound();

    expect(await host.links()).toEqual(['br-lan', 'eth0', 'vx-lan']);
    expect(lastReport()).toMatchObject({
      charterVersion: 1,
      contracts: [
        {
          state: 'applied',
          problems: [],
          workloads: [
            { name: 'lan', conditions: [{ type: 'Ready', status: 'True' }] },
            { name: 'segment', conditions: [{ type: 'Ready', status: 'True' }] },
          ],
        },
      ],
    });
    expect(host.controller.reports.at(-2)?.contracts).toMatchObject([
      {
        state: 'confirming',
        plan: { summary: { create: 3, adopt: 0, change: 0, recreate: 0, delete: 0 } },
      },
    ]);
    expect(lastReport()?.contracts[0]?.receipt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('tells of progress before the outcome', async () => {
    await host.goRound();
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));

    await host.goRound(2);

    const states = host.controller.reports.flatMap(({ contracts }) =>
      contracts.map(({ state }) => state),
    );
    expect(states.at(-1)).toBe('applied');
    expect(host.controller.reports[0]?.contracts).toEqual([]);
  });

  it.each([
    ['a bit of the payload', 'payload'],
    ['a bit of a signature', 'signature'],
  ])(
    'refuses a contract of which %s was flipped on the way, and touches nothing',
    async (_what, part) => {
      await host.goRound();
      const writes = host.host.writes;
      host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));
      host.controller.falsify = (bytes) => flipBit(bytes, part);

      await host.goRound();

      expect(lastReport()?.contracts).toMatchObject([
        {
          state: 'refused',
          problems: [{ code: 'signature-invalid' }, { code: 'signature-invalid' }],
        },
      ]);
      expect(host.host.writes).toBe(writes);

      host.controller.falsify = (bytes) => bytes;
      await host.goRound();
      expect(outcome()).toEqual([{ state: 'applied', version: 1 }]);
    },
  );

  it('refuses a contract that one of two has signed', async () => {
    const { site } = host;
    host.controller.offer(
      await site.sign(site.contract({ workloads: siteNetwork() }), [site.keys.alice]),
    );

    await host.goRound();

    expect(lastReport()?.contracts).toMatchObject([
      { state: 'refused', problems: [{ code: 'requirement-not-met' }] },
    ]);
    expect(await host.links()).toEqual(['eth0']);
  });

  it('goes on from its disk when the controller is gone, writes nothing, and says so once', async () => {
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));
    await host.goRound();
    const writes = host.host.writes;
    host.controller.gone = true;

    await host.goRound(3);

    expect(await host.links()).toEqual(['br-lan', 'eth0', 'vx-lan']);
    expect(host.host.writes).toBe(writes);
    expect(host.log.filter((line) => line.includes('gone'))).toHaveLength(1);
  });

  it('brings a lost network back from its disk alone', async () => {
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));
    await host.goRound();
    host.controller.gone = true;
    const { links, fdb } = await host.host.observe();
    const ours = [...fdb, ...links.map(({ resource }) => resource)].filter(
      ({ owner }) => owner !== undefined,
    );
    await host.host.apply(
      ours.map((before) => ({
        action: 'delete' as const,
        identity: `lost` as never,
        before,
        after: null,
        fields: [],
        effect: 'outage' as const,
        dependsOn: [],
      })),
    );
    expect(await host.links()).toEqual(['eth0']);

    await host.goRound();

    expect(await host.links()).toEqual(['br-lan', 'eth0', 'vx-lan']);
  });

  it('follows a chain of versions that it missed, oldest first, and removes what is wanted no longer', async () => {
    const { site, controller } = host;
    const first = await site.sign(site.contract({ workloads: siteNetwork() }));
    controller.offer(first);
    await host.goRound();
    const second = await site.sign(
      site.contract({ version: 2, previous: first.digest, workloads: siteNetwork().slice(0, 1) }),
    );
    const third = await site.sign(
      site.contract({ version: 3, previous: second.digest, workloads: [] }),
    );
    controller.offer(second, third);

    await host.goRound();

    expect(outcome()).toEqual([{ state: 'removed', version: 3 }]);
    expect(await host.links()).toEqual(['eth0']);
    expect(controller.fetched).toContain(second.digest);
  });

  it('keeps the accepted version in force when an older one is delivered', async () => {
    const { site, controller } = host;
    const first = await site.sign(site.contract({ workloads: siteNetwork() }));
    const second = await site.sign(
      site.contract({
        version: 2,
        previous: first.digest,
        title: 'second',
        workloads: siteNetwork(),
      }),
    );
    controller.offer(first, second);
    await host.goRound();
    controller.offer(first);

    await host.goRound();

    expect(outcome()).toEqual([
      { state: 'applied', version: 2 },
      { state: 'refused', version: 1 },
    ]);
    expect(lastReport()?.contracts[1]?.problems).toMatchObject([{ code: 'version-old' }]);
  });

  it('raises an alarm when one version comes with two contents', async () => {
    const { site, controller } = host;
    controller.offer(await site.sign(site.contract({ workloads: siteNetwork() })));
    await host.goRound();
    controller.offer(
      await site.sign(site.contract({ title: 'another', workloads: siteNetwork() })),
    );

    await host.goRound();

    expect(lastReport()?.contracts[1]?.problems).toMatchObject([{ code: 'version-equivocation' }]);
  });

  it.each([
    ['removes', 'remove', ['eth0']],
    ['keeps', 'keep', ['br-lan', 'eth0', 'vx-lan']],
  ])(
    '%s an expired network as the contract says, without a controller',
    async (_what, onExpiry, links) => {
      const validity = {
        notBefore: '2026-11-01T00:00:00Z',
        notAfter: '2026-12-01T00:00:00Z',
        onExpiry,
      };
      host.controller.offer(
        await host.site.sign(host.site.contract({ validity, workloads: siteNetwork() })),
      );
      await host.goRound();
      host.controller.gone = true;
      host.clock.set('2026-12-02T00:00:00Z');

      await host.goRound();

      expect(await host.links()).toEqual(links);
    },
  );

  it('waits for a contract whose time has not come', async () => {
    const validity = {
      notBefore: '2026-12-01T00:00:00Z',
      notAfter: '2027-01-01T00:00:00Z',
      onExpiry: 'remove',
    };
    host.controller.offer(
      await host.site.sign(host.site.contract({ validity, workloads: siteNetwork() })),
    );

    await host.goRound();
    expect(outcome()).toEqual([{ state: 'waiting', version: 1 }]);

    host.clock.set('2026-12-01T00:00:01Z');
    await host.goRound();
    expect(outcome()).toEqual([{ state: 'applied', version: 1 }]);
  });

  it('gives what two contracts claim to the one that was accepted first', async () => {
    const { site, controller } = host;
    controller.offer(await site.sign(site.contract({ workloads: siteNetwork() })));
    await host.goRound();
    host.clock.set('2026-11-20T08:05:00Z');
    controller.offer(
      await site.sign(
        site.contract({ contractId: '01K9ZX4A1B2C3D4E5F6G7H8J00', workloads: siteNetwork() }),
      ),
    );

    await host.goRound();

    expect(lastReport()?.contracts).toMatchObject([
      { state: 'applied' },
      {
        state: 'refused',
        problems: [
          { code: 'interface-name-claimed-twice', path: '/workloads/0/data/members/0' },
          {},
          {},
        ],
      },
    ]);
  });

  it('reports a failed change as failed, and the host is as before', async () => {
    host.host.fault = ({ identity }) => (identity.startsWith('fdb') ? 'ENOBUFS' : undefined);
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));

    await host.goRound();

    expect(lastReport()?.contracts).toMatchObject([
      {
        state: 'failed',
        conditions: [{}, { type: 'Verified', status: 'False', reason: 'RolledBack' }],
      },
    ]);
    expect(await host.links()).toEqual(['eth0']);
  });

  describe('a change that leads the packets for the controller elsewhere', () => {
    const member = { node: 'host-a', name: 'br-cut', addresses: ['198.51.100.100/25'] };
    const workloads = [{ name: 'cut', type: 'bridge', version: 1, data: { members: [member] } }];
    const offer = async (change: object): Promise<void> => {
      const { site, controller } = host;
      controller.offer(await site.sign(site.contract({ change, workloads })));
      host.uplink = '198.51.100.9' as IpAddress;
      await host.goRound();
    };

    it('is refused, and nothing is touched', async () => {
      await offer({});
      expect(lastReport()?.contracts).toMatchObject([
        { state: 'refused', problems: [{ code: 'uplink-cut' }] },
      ]);
      expect(await host.links()).toEqual(['eth0']);
    });

    it('is carried out where the contract allows it', async () => {
      await offer({ mayCutUplink: true });
      expect(outcome()).toEqual([{ state: 'applied', version: 1 }]);
    });
  });

  describe('a change that must be confirmed', () => {
    const manual = { confirm: 'manual', confirmWithin: 60 };
    const offer = async (): Promise<string> => {
      const { site, controller } = host;
      const envelope = await site.sign(site.contract({ change: manual, workloads: siteNetwork() }));
      controller.offer(envelope);
      return envelope.digest;
    };

    it('stays when the operator says so in time', async () => {
      const digest = await offer();
      await host.goRound();
      expect(outcome()).toEqual([{ state: 'confirming', version: 1 }]);
      expect(lastReport()?.contracts[0]?.deadline).toBe('2026-11-20T08:01:00.000Z');

      host.controller.confirmations = [{ contractId: sampleContractId, digest }];
      host.controller.changed();
      await host.once();
      host.clock.pass(600);

      await host.once();
      expect(outcome()).toEqual([{ state: 'applied', version: 1 }]);
    });

    it('is taken back by the host when nobody says anything, also without a controller', async () => {
      await offer();
      await host.goRound();
      host.controller.gone = true;
      host.clock.pass(61);

      await host.once();
      expect(await host.links()).toEqual(['eth0']);
      host.controller.gone = false;
      await host.once();
      expect(outcome()).toEqual([{ state: 'reverted', version: 1 }]);
    });

    it('is tried once more when an operator asks for that, once for each wish', async () => {
      const digest = await offer();
      await host.goRound();
      host.clock.pass(61);
      await host.once();

      host.controller.retries = [{ contractId: sampleContractId, digest, id: 'wish-1' }];
      host.controller.changed();
      await host.once();
      expect(outcome()).toEqual([{ state: 'confirming', version: 1 }]);
      host.clock.pass(61);
      host.controller.changed();
      await host.once();
      expect(outcome()).toEqual([{ state: 'reverted', version: 1 }]);
    });

    it('makes a newer version wait, and says for what', async () => {
      const { site, controller } = host;
      const digest = await offer();
      await host.goRound();
      controller.offer(
        await site.sign(
          site.contract({ version: 2, previous: digest, change: manual, workloads: [] }),
        ),
      );

      await host.once();

      expect(lastReport()?.contracts).toMatchObject([
        { state: 'waiting', version: 2, conditions: [{}, { reason: 'ChangePending' }] },
      ]);
    });
  });

  it('takes a change back when the controller can no longer be reached through it', async () => {
    host.start();
    await host.parts.keeper.start();
    const { talk, keeper } = host.parts;
    host.controller.offer(await host.site.sign(host.site.contract({ workloads: siteNetwork() })));
    await talk.pull();
    host.controller.gone = true;
    talk.show(await keeper.round());
    await talk.report();
    expect(await host.links()).toEqual(['br-lan', 'eth0', 'vx-lan']);

    host.clock.pass(121);
    await keeper.round();

    expect(await host.links()).toEqual(['eth0']);
  });

  describe('drift', () => {
    const network = async (drift?: string): Promise<void> => {
      const { site, controller } = host;
      const change = drift === undefined ? {} : { change: { drift } };
      controller.offer(await site.sign(site.contract({ ...change, workloads: siteNetwork() })));
      await host.goRound();
      const { links } = await host.host.observe();
      const lost = links.find(({ resource }) => resource.name === 'vx-lan')?.resource;
      if (lost !== undefined) host.host.take(lost);
    };
    const drift = (): unknown => lastReport()?.contracts[0]?.drift;

    const lostSegment = [
      { kind: 'missing', identity: 'link vx-lan', fields: [] },
      { kind: 'missing', identity: 'fdb vx-lan 00:00:00:00:00:00 198.51.100.2', fields: [] },
    ];

    it('is repaired, and counted', async () => {
      await network();
      await host.once();

      expect(await host.links()).toEqual(['br-lan', 'eth0', 'vx-lan']);
      const repaired = { at: '2026-11-20T08:00:00.000Z', items: lostSegment };
      expect(drift()).toEqual({ state: 'in-sync', items: [], repairs: 1, repaired });
      expect(host.log).toContain('the host departed from a contract; repairing');
    });

    it('is only told where the contract says report', async () => {
      await network('report');
      await host.once();

      expect(await host.links()).toEqual(['br-lan', 'eth0']);
      expect(outcome()).toEqual([{ state: 'drifted', version: 1 }]);
      expect(drift()).toEqual({
        state: 'drifted',
        since: '2026-11-20T08:00:00.000Z',
        repairs: 0,
        items: lostSegment,
      });
    });

    describe('where the contract says freeze', () => {
      beforeEach(async () => {
        await network('freeze');
        await host.once();
      });

      it('freezes it, with everything that departs', async () => {
        expect(await host.links()).toEqual(['br-lan', 'eth0']);
        expect(lastReport()?.contracts).toMatchObject([
          {
            state: 'frozen',
            drift: { state: 'drifted', items: lostSegment },
            problems: [
              { code: 'drifted', path: 'link vx-lan', detail: 'link vx-lan is missing' },
              {},
            ],
          },
        ]);
        expect(host.log).toContain('the host departed from a contract, which is frozen');
      });

      it('stays frozen although the departure is gone, over a restart too', async () => {
        host.start();
        await host.goRound();

        expect(outcome()).toEqual([{ state: 'frozen', version: 1 }]);
      });

      it('puts everything back when an operator asks for a retry', async () => {
        const digest = lastReport()?.contracts[0]?.digest ?? '';
        host.controller.retries = [{ contractId: sampleContractId, digest, id: 'wish-1' }];
        host.controller.changed();
        await host.goRound();

        expect(await host.links()).toEqual(['br-lan', 'eth0', 'vx-lan']);
        expect(outcome()).toEqual([{ state: 'applied', version: 1 }]);
        expect(drift()).toMatchObject({ state: 'in-sync' });
      });
    });
  });

  it('sends an unchanged reading of the host only once', async () => {
    await host.goRound(3);

    expect(host.controller.reports.map(({ state }) => state !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

function flipBit(bytes: Uint8Array, part: string): Uint8Array {
  const wire = JSON.parse(new TextDecoder().decode(bytes)) as {
    payload: string;
    signatures: { signature: string }[];
  };
  const flip = (text: string): string => {
    const decoded = Buffer.from(text, 'base64url');
    decoded.writeUInt8(decoded.readUInt8(10) ^ 4, 10);
    return decoded.toString('base64url');
  };
  const isContract = Buffer.from(wire.payload, 'base64url').includes('contract/v1');
  if (!isContract) return bytes;
  if (part === 'payload') wire.payload = flip(wire.payload);
  else for (const entry of wire.signatures) entry.signature = flip(entry.signature);
  return new TextEncoder().encode(JSON.stringify(wire));
}
