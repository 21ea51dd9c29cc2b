import { z } from 'zod';
import type { Driver } from '#drivers';
import { vlanResources } from './vlan-resources.js';
import { parseVlan, vlanSchema, type VlanSpec } from './vlan-spec.js';

/** VLANs of IEEE 802.1Q: C-tags, S-tags, and stacks of both. */
export const vlanDriver: Driver<VlanSpec> = {
  type: 'vlan',
  title: 'VLAN',
  namePrefix: 'vl',
  jsonSchema: () => z.toJSONSchema(vlanSchema, { io: 'input' }),
  parse: parseVlan,
  members: ({ members }) => members,
  compile: vlanResources,
};
