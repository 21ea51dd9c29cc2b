import { z } from 'zod';
import type { Driver } from '#drivers';
import { vxlanResources } from './vxlan-resources.js';
import { parseVxlan, vxlanSchema, type VxlanSpec } from './vxlan-spec.js';

/** VXLAN segments (RFC 7348) with unicast head-end replication over IPv4 or IPv6. */
export const vxlanDriver: Driver<VxlanSpec> = {
  type: 'vxlan',
  title: 'VXLAN segment',
  namePrefix: 'vx',
  jsonSchema: () => z.toJSONSchema(vxlanSchema, { io: 'input' }),
  parse: parseVxlan,
  members: ({ members }) => members,
  compile: vxlanResources,
  through: ({ through = [] }) => through,
};
