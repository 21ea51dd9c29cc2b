import { ip } from '../kernel/netns.js';
import { seenAddresses, seenLink } from './seen.js';
import { makeCable, SiteAgent } from './site-agent.js';

function office(member: object = { parent: 'eth1' }, more: object = {}): { readonly name: string } {
  const members = [{ node: 'host-a', name: 'vl-office', addresses: ['192.0.2.1/24'], ...member }];
  return { name: 'office', ...{ type: 'vlan', data: { id: 101, members, ...more } } };
}

const uplinks = {
  name: 'uplinks',
  type: 'bond',
  data: {
    mode: 'active-backup',
    miimon: 50,
    members: [{ node: 'host-a', name: 'bo-up', links: ['eth1', 'eth2'] }],
  },
};

const officeLink = {
  ifalias: expect.stringMatching(/^hercules:.*\/office$/),
  linkinfo: { info_kind: 'vlan', info_data: { id: 101 } },
};

function plug(state: 'up' | 'down', ...links: readonly string[]): void {
  for (const link of links) ip('link', 'set', `far-${link}`, state);
}

function twoCables(): void {
  makeCable('eth1');
  makeCable('eth2');
}

describe('V7: a contract that is disabled', () => {
  it(
    'has its interfaces absent and says so, and has them again when it is enabled',
    SiteAgent.run(
      () => {
        makeCable('eth1');
        ip('link', 'add', 'link', 'eth1', 'name', 'foreign', 'type', 'vlan', 'id', '7');
        ip('link', 'set', 'foreign', 'addrgenmode', 'none', 'up');
      },
      async (agent) => {
        const others = ['eth1', 'foreign'].map(seenLink);
        await agent.offer(office());
        await agent.comesTo('applied');
        expect(seenLink('vl-office')).toMatchObject(officeLink);

        await agent.offer({ ...office(), ...{ enabled: false } });
        await agent.comesTo('disabled');
        expect(seenLink('vl-office')).toBeUndefined();
        expect(agent.reports.at(-1)?.workloads).toMatchObject([
          { name: 'office', conditions: [{ type: 'Disabled', status: 'True' }] },
        ]);
        expect(['eth1', 'foreign'].map(seenLink)).toEqual(others);

        const { writes } = agent.fixture.host;
        await agent.fixture.once();
        expect(agent.fixture.host.writes).toBe(writes);
        expect(agent.told).toEqual(['disabled']);

        await agent.offer(office());
        await agent.comesTo('applied');
        expect(seenAddresses('vl-office')).toEqual(['192.0.2.1/24']);
      },
    ),
  );
});

describe('V15: a VLAN over a parent without carrier', () => {
  it(
    'waits over a bond, stands already, and heals without a new submission',
    SiteAgent.run(
      () => {
        twoCables();
        plug('down', 'eth1', 'eth2');
      },
      async (agent) => {
        const lacks = "parent no-carrier: 'bo-up'; port no-carrier: 'eth1', 'eth2'";
        await agent.offer(uplinks, office({}, { over: 'uplinks' }));
        await agent.comesTo('waiting', lacks);
        expect(seenLink('vl-office')).toMatchObject({ ...officeLink, link: 'bo-up' });
        expect(seenLink('vl-office')?.flags).not.toContain('LOWER_UP');
        const { writes } = agent.fixture.host;
        const index = seenLink('vl-office')?.ifindex;

        plug('up', 'eth1', 'eth2');
        await agent.seen('bo-up', 'LOWER_UP');
        await agent.fixture.once();
        expect(agent.told).toEqual(['waiting', lacks]);
        agent.fixture.clock.pass(6);
        await agent.comesTo('applied');

        expect(seenLink('vl-office')?.flags).toContain('LOWER_UP');
        expect(seenLink('vl-office')?.ifindex).toBe(index);
        expect(agent.fixture.host.writes).toBe(writes);
        plug('down', 'eth1', 'eth2');
      },
    ),
  );

  it(
    'waits over a parent that is down, with nothing of it made',
    SiteAgent.run(
      () => {
        makeCable('eth1');
        ip('link', 'set', 'eth1', 'down');
      },
      async (agent) => {
        const { writes } = agent.fixture.host;
        await agent.offer(office());
        expect(agent.told).toEqual(['waiting', expect.stringMatching(/^parent down: 'eth1'/)]);
        expect(seenLink('vl-office')).toBeUndefined();
        expect(agent.fixture.host.writes).toBe(writes);

        ip('link', 'set', 'eth1', 'up');
        await agent.seen('eth1', 'LOWER_UP');
        await agent.fixture.once();
        agent.fixture.clock.pass(6);
        await agent.comesTo('applied');
        expect(seenLink('vl-office')).toMatchObject(officeLink);

        await agent.offer();
        await agent.comesTo('removed');
        ip('link', 'set', 'eth1', 'down');
      },
    ),
  );
});

describe('V16: a parent that is pulled out', () => {
  it(
    'has the contract depart, and all of it is there again when the parent is',
    SiteAgent.run(
      () => {
        makeCable('eth1');
      },
      async (agent) => {
        await agent.offer(office());
        await agent.comesTo('applied');

        ip('link', 'delete', 'eth1');
        await agent.gone('eth1');
        await agent.fixture.once();
        expect(agent.told).toEqual(['drifted', expect.stringMatching(/^parent missing: /)]);
        expect(seenLink('vl-office')).toBeUndefined();

        makeCable('eth1');
        await agent.seen('eth1', 'LOWER_UP');
        agent.fixture.clock.pass(6);
        await agent.comesTo('applied');
        expect(seenLink('vl-office')).toMatchObject({ ...officeLink, link: 'eth1' });
        expect(seenAddresses('vl-office')).toEqual(['192.0.2.1/24']);
        expect(agent.reports.at(-1)?.drift).toMatchObject({ state: 'in-sync', repairs: 1 });
      },
    ),
  );
});
