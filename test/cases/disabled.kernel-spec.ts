import { bridge } from '../kernel/netns.js';
import { seenLink } from './seen.js';
import { SiteAgent } from './site-agent.js';

const segment = {
  name: 'segment',
  type: 'vxlan',
  data: {
    vni: 100,
    learning: false,
    members: ['host-a', 'host-b'].map((node) => ({ node, underlay: 'eth0', name: 'vx-lan' })),
  },
};

interface FdbEntry {
  readonly ifname: string;
  readonly dst?: string;
}

function remotesSeen(): readonly (string | undefined)[] {
  return (bridge('fdb', 'show') as readonly FdbEntry[])
    .filter(({ dst }) => dst !== undefined)
    .map(({ ifname, dst }) => `${ifname} ${dst ?? ''}`);
}

describe('X24: a segment that is disabled', () => {
  it(
    'leaves no forwarding entry behind, and has its own again when it is enabled',
    SiteAgent.run(
      () => undefined,
      async (agent) => {
        await agent.offer(segment);
        await agent.comesTo('applied');
        expect(remotesSeen()).toEqual(['vx-lan 198.51.100.2']);

        await agent.offer({ ...segment, ...{ enabled: false } });
        await agent.comesTo('disabled');
        expect(remotesSeen()).toEqual([]);
        expect(seenLink('vx-lan')).toBeUndefined();

        await agent.offer(segment);
        await agent.comesTo('applied');
        expect(remotesSeen()).toEqual(['vx-lan 198.51.100.2']);
      },
    ),
  );
});
