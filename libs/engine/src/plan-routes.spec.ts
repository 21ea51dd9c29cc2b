import { ownProtocol, planChange, type RouteResource } from '#drivers';
import { address, bridge, route } from '../test/resources.js';
import { bare, changeIn, contract, linesOf, owner, type Scene } from '../test/scene.js';
import { carryOut, ModelHost } from './index.js';

const lan = bridge('br-lan', { owner });
const near = address('br-lan', '192.0.2.1/24', owner);
const own = { protocol: ownProtocol, owner } as const;
const far: RouteResource = { ...route('br-lan', '198.18.0.0/15', '192.0.2.254'), ...own };
const { via: _via, link: _link, ...nowhere } = far;
const blackhole: RouteResource = { ...nowhere, deadEnd: 'blackhole' };

async function codesOf({ host = [], ...scene }: Scene): Promise<readonly string[]> {
  const state = await new ModelHost([...bare, ...host]).observe();
  const plan = planChange({ ...changeIn(scene), state });
  return plan.ok ? [] : plan.problems.map(({ code }) => code);
}

describe('routes in a plan', () => {
  it('come after the address by which their router is known, and go before it', async () => {
    const wanted = [far, near, lan];
    expect(await linesOf({ wanted })).toEqual([
      'create link br-lan',
      'create address br-lan 192.0.2.1/24',
      'create route 254 198.18.0.0/15 0',
    ]);
    expect(await linesOf({ host: wanted, wanted: [lan] })).toEqual([
      'delete route 254 198.18.0.0/15 0',
      'delete address br-lan 192.0.2.1/24',
    ]);
  });

  it('change in place', async () => {
    const wanted = [lan, near, { ...far, source: '192.0.2.1' as RouteResource['source'] & string }];
    expect(await linesOf({ host: [lan, near, far], wanted })).toEqual([
      'change route 254 198.18.0.0/15 0 (source)',
    ]);
  });

  it('become dead ends and ways again in place', async () => {
    expect(await linesOf({ host: [lan, near, far], wanted: [lan, near, blackhole] })).toEqual([
      'change route 254 198.18.0.0/15 0 (deadEnd, link, via)',
    ]);
    const scene = { host: [lan, near, blackhole], previous: [blackhole], wanted: [lan, near, far] };
    expect(await linesOf(scene)).toEqual(['change route 254 198.18.0.0/15 0 (deadEnd, link, via)']);
  });

  it('that lead nowhere go with the version that does not name them any more', async () => {
    const scene = { host: [lan, blackhole], previous: [lan, blackhole], wanted: [lan] };
    expect(await linesOf(scene)).toEqual(['delete route 254 198.18.0.0/15 0']);
  });

  it('come back when the kernel has dropped them', async () => {
    const host = new ModelHost([...bare, lan, near, far]);
    host.take(far);
    const change = { ...changeIn({ wanted: [lan, near, far] }), contract };
    const outcome = await carryOut(host, change, await host.observe());
    expect(outcome.state).toBe('applied');
    expect((await host.observe()).routes).toHaveLength(1);
  });

  it('are refused where somebody else has the same one', async () => {
    const theirs = { ...route('eth0', '198.18.0.0/15', '198.51.100.9') };
    expect(await codesOf({ host: [theirs], wanted: [lan, near, far] })).toEqual(['route-conflict']);
    const theirDeadEnd = { ...blackhole, protocol: 4 };
    expect(await codesOf({ host: [theirDeadEnd], wanted: [lan, near, far] })).toEqual([
      'route-conflict',
    ]);
  });

  it('are refused by way of a router in no network of the link, unless it is said to be there', async () => {
    expect(await codesOf({ wanted: [lan, far] })).toEqual(['route-gateway-unknown']);
    expect(await codesOf({ wanted: [lan, { ...far, onLink: true }] })).toEqual([]);
  });

  it('are refused from an address that the host does not have', async () => {
    const wanted = [lan, near, { ...far, source: '192.0.2.9' as RouteResource['source'] & string }];
    expect(await codesOf({ wanted })).toEqual(['local-address-unknown']);
  });
});
