import { z } from 'zod';
import type { Driver } from '#drivers';
import { vrfResources } from './vrf-resources.js';
import { parseVrf, vrfSchema, type VrfSpec } from './vrf-spec.js';

/** A routing table of its own for the interfaces in it: virtual routing and forwarding. */
export const vrfDriver: Driver<VrfSpec> = {
  type: 'vrf',
  title: 'VRF',
  namePrefix: 'vr',
  jsonSchema: () => z.toJSONSchema(vrfSchema, { io: 'input' }),
  parse: parseVrf,
  members: ({ members }) => members,
  routingTable: ({ table }) => table,
  compile: vrfResources,
};
