import { planChange, type BridgeLink, type Operation, type WantedResource } from '#drivers';
import { carryOut, type HostPort } from '#engine';
import { ip, onKernel, seenAddresses, seenLink } from './on-kernel.js';
import { name, owner } from './sample-resources.js';

/** Of an adopted bridge neither MAC nor MTU is asked for. */
const lan: BridgeLink = {
  type: 'link',
  kind: 'bridge',
  name: name('br-old'),
  owner,
  up: true,
  ipv6: true,
  bridge: { stp: false },
};
const wanted: readonly WantedResource[] = [{ resource: lan, path: '', adopts: true }];
const change = { contract: owner.contract, wanted, previous: [] };

/** A bridge as somebody makes it by hand, with a port and an address. */
function makeByHand(): void {
  ip('link', 'add', 'br-old', 'type', 'bridge', 'stp_state', '1');
  ip('link', 'set', 'br-old', 'up', 'alias', 'made by hand');
  ip('link', 'set', 'far0', 'master', 'br-old');
  ip('address', 'add', '203.0.113.1/24', 'dev', 'br-old');
}

/** What iproute2 tells of it, but for timers that run. */
function everythingOf(link: string): unknown {
  const { linkinfo, ...fields } = seenLink(link);
  const { stp_state: stp } = linkinfo?.info_data ?? {};
  return { ...fields, stp, addresses: seenAddresses(link) };
}

describe('adopting a bridge on the kernel', () => {
  it(
    'marks it and changes in place what is asked; ports and addresses of others stay',
    onKernel(async (host) => {
      makeByHand();
      const { ifindex, address } = seenLink('br-old');

      const outcome = await carryOut(host, change, await host.observe());

      expect(outcome.state).toBe('applied');
      expect(seenLink('br-old')).toMatchObject({
        ifindex,
        address,
        ifalias: `hercules:${owner.contract}/${owner.workload}`,
        linkinfo: { info_data: { stp_state: 0 } },
      });
      expect(seenLink('far0').master).toBe('br-old');
      expect(JSON.stringify(ip('address', 'show', 'br-old'))).toContain('203.0.113.1');
      const again = await carryOut(host, change, await host.observe());
      expect(again.state).toBe('unchanged');
    }),
  );

  it(
    'that fails gives it back as it was, its alias too',
    onKernel(async (host) => {
      makeByHand();
      const before = everythingOf('br-old');

      const failing: HostPort = failingAfterwards(host);
      const outcome = await carryOut(failing, change, await host.observe());

      expect(outcome.state).toBe('rolled-back');
      expect(everythingOf('br-old')).toEqual(before);
    }),
  );

  it(
    'is shown by the plan before anything happens',
    onKernel(async (host) => {
      makeByHand();
      const plan = planChange({ ...change, state: await host.observe() });
      expect(
        plan.ok && plan.value.operations.map(({ action, fields }) => [action, fields]),
      ).toEqual([['adopt', ['bridge.stp', 'owner.contract', 'owner.workload']]]);
    }),
  );
});

/** The first batch is carried out, and is then said to have failed. */
function failingAfterwards(host: HostPort): HostPort {
  let isFirst = true;
  return {
    get writes() {
      return host.writes;
    },
    observe: () => host.observe(),
    apply: async (operations: readonly Operation[]) => {
      const outcomes = await host.apply(operations);
      if (!isFirst) return outcomes;
      isFirst = false;
      const failure = { errno: 'EIO', detail: 'as the test wants it' };
      return outcomes.map(({ identity }) => ({ identity, failure }));
    },
  };
}
