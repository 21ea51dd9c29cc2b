import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckTools } from '#engine';
import { kernelForwarding } from '#netlink';
import { readLinkCounters } from './link-counters.js';
import { pingProbe } from './ping-probe.js';

/** What the checks of contracts are carried out with on this host. */
export async function hostCheckTools(): Promise<CheckTools> {
  return {
    probe: await pingProbe(),
    forwarding: kernelForwarding,
    traffic: {
      read: () =>
        new Map(
          [...readLinkCounters()].map(([name, { ingress, egress }]) => [
            name,
            { received: ingress.packets, sent: egress.packets },
          ]),
        ),
      // Keeps no agent alive that is told to end.
      pass: (seconds) => sleep(seconds * 1000, undefined, { ref: false }),
    },
  };
}
