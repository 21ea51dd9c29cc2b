import { foreignConf } from './foreign-gateway.js';
import { pinged } from './pinged.js';
import { applied, bringUp } from './tunnel-proof.js';
import { TunnelSite, tunnelName, until } from './tunnel-site.js';

/** The groups of the children that stand: '' for keys of the exchange that set up the IKE_SA. */
async function groupsOf(site: TunnelSite): Promise<readonly string[]> {
  const found = await site.a.host.associations(tunnelName);
  const standing = found.flatMap(({ children }) => children);
  return standing.filter(({ state }) => state === 'INSTALLED').map(({ group }) => group);
}

function probesIn(site: TunnelSite): number {
  return site.b.log.match(/parsed CREATE_CHILD_SA request/g)?.length ?? 0;
}

describe('I21: new keys are asked for as soon as a tunnel to a gateway of somebody else stands', () => {
  it(
    'once, and not again for the same contract or by an agent that is restarted',
    TunnelSite.run(async (site) => {
      site.b.load(foreignConf({ secret: site.secret }));
      const data = site.toForeign();
      expect((await site.submit(data, undefined))[0]).toBe('applied');
      await until(
        () => groupsOf(site),
        (groups) => groups.join() === 'ECP_384',
        30,
      );
      expect(site.ping(2)).toBe(2);
      const [before] = await site.a.spis();

      expect((await site.submit(data, undefined))[0]).toBe('unchanged');
      site.a.restartKeeper();
      await until(
        () => site.a.state,
        (state) => state === 'up',
        30,
      );
      // Settings that need no other SAs are handed over anew, and make the keeper look anew.
      expect((await site.submit(site.toForeign({ dpdDelay: 20 }), undefined))[0]).toBe('applied');
      await until(
        () => site.a.state,
        (state) => state === 'up',
        30,
      );
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(await site.a.spis()).toEqual([before]);
      expect(probesIn(site)).toBe(1);
    }),
  );

  it(
    'but not where the contract says so',
    TunnelSite.run(async (site) => {
      const data = site.tunnel({ childless: false, rekeyProbe: false });
      expect(await site.submit(data)).toEqual(applied);
      await until(
        () => site.a.state,
        (state) => state === 'up',
        30,
      );
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(await groupsOf(site)).toEqual(['']);
    }),
  );

  it(
    'without a lost packet, also where the contract asks for it later',
    TunnelSite.run(async (site) => {
      const data = { childless: false, rekeyProbe: false };
      await bringUp(site, site.tunnel(data));
      const [before] = await site.a.spis();
      const counted = await pinged(async () => {
        expect(await site.submit(site.tunnel({ ...data, rekeyProbe: true }))).toEqual(applied);
        await until(
          () => site.a.spis(),
          (spis) => spis.length === 1 && spis[0] !== before,
          30,
        );
      });
      expect(await groupsOf(site)).toEqual(['ECP_384']);
      expect(counted.received).toBe(counted.sent);
    }),
  );
});
