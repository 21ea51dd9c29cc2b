import { ownerOfIpsecName } from '#drivers';
import type { ServiceHealth } from '#engine';
import type { TunnelState } from '#protocol';
import type { TunnelHealth } from './tunnel-health.js';
import type { TunnelRemarks } from './tunnel-particulars.js';

const states = {
  configured: 'starting',
  negotiating: 'starting',
  up: 'working',
  degraded: 'degraded',
  down: 'failed',
} as const satisfies Record<TunnelState, ServiceHealth['state']>;

const messages = {
  configured: 'the tunnel waits for its peer to begin',
  negotiating: 'the tunnel is being set up',
  up: 'the tunnel carries what was asked for',
  degraded: 'the tunnel carries less than was asked for',
  down: 'the tunnel carries nothing',
} as const satisfies Record<TunnelState, string>;

/** A tunnel as one of the things on a host that work or do not; [] for one that is not ours. */
export function serviceHealthOf(
  { name, state, reason, hint }: TunnelHealth,
  { particulars, ending }: TunnelRemarks = {},
): readonly ServiceHealth[] {
  const owner = ownerOfIpsecName(name);
  if (owner === undefined) return [];
  const said = hint === undefined ? messages[state] : `${messages[state]}: ${hint}`;
  const warning = state === 'up' && ending !== undefined ? 'certificate-ends' : state;
  return [
    {
      owner,
      state: states[state],
      reason: reason ?? warning,
      message: [said, ending, particulars].filter((text) => text !== undefined).join('; '),
    },
  ];
}
