import { ip } from '../kernel/netns.js';
import { seenAddresses, seenLink } from './seen.js';
import { makeCable, SiteAgent } from './site-agent.js';

const addresses = ['192.0.2.1/24', '2001:db8:1::1/64'];
const lan = {
  name: 'lan',
  type: 'bridge',
  data: { members: [{ node: 'host-a', name: 'br-lan', ports: ['eth1'], addresses }] },
};

describe('B21: a port that flaps', () => {
  it(
    'is told of once until its carrier has stayed, and costs the host neither an address nor a message',
    SiteAgent.run(
      () => {
        makeCable('eth1');
      },
      async (agent) => {
        const { host, clock } = agent.fixture;
        await agent.offer(lan);
        await agent.comesTo('applied');
        const { writes } = host;
        const index = seenLink('br-lan')?.ifindex;
        const before = agent.reports.length;

        for (let flap = 0; flap < 4; flap += 1) {
          ip('link', 'set', 'far-eth1', 'down');
          await agent.seen('eth1', 'NO-CARRIER');
          await agent.comesTo('applied', "port no-carrier: 'eth1'");
          ip('link', 'set', 'far-eth1', 'up');
          await agent.seen('eth1', 'LOWER_UP');
          await agent.fixture.once();
          clock.pass(1);
          expect(seenAddresses('br-lan')).toEqual(addresses);
        }
        expect(agent.told).toEqual(['applied', "port no-carrier: 'eth1'"]);
        clock.pass(6);
        await agent.comesTo('applied');

        // The controller tells of a report where it says something else than the one before (saysTheSame).
        const gists = agent.reports
          .slice(before)
          .map(({ state, conditions, problems }) => JSON.stringify([state, conditions, problems]));
        expect(gists.filter((gist, at) => gist !== gists[at - 1])).toHaveLength(2);
        expect(agent.reports.at(-1)?.drift).toMatchObject({ state: 'in-sync', repairs: 0 });
        expect(host.writes).toBe(writes);
        expect(seenLink('br-lan')?.ifindex).toBe(index);
        expect(seenAddresses('br-lan')).toEqual(addresses);
      },
    ),
  );
});
