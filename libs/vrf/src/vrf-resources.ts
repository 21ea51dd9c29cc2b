import { accept, type Result } from '#contract';
import {
  hostResources,
  memberHere,
  type Surroundings,
  type VrfLink,
  type WantedResource,
} from '#drivers';
import type { VrfSpec } from './vrf-spec.js';

/** What a VRF needs on one host: its device, its addresses and routes. */
export function vrfResources(
  { table, members }: VrfSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[]> {
  const here = memberHere(members, surroundings.node);
  if (here === undefined) return accept([]);

  const { member, base } = here;
  return accept([
    { path: base, resource: vrfLink(table, surroundings) },
    ...hostResources(member, surroundings, base, table),
  ]);
}

/** Packets of either family pass the device on their way in and out. */
function vrfLink(table: number, { owner, interfaceName }: Surroundings): VrfLink {
  return {
    type: 'link',
    kind: 'vrf',
    name: interfaceName,
    owner,
    up: true,
    ipv6: true,
    vrf: { table },
  };
}
