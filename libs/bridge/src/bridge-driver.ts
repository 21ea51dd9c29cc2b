import { z } from 'zod';
import type { Driver } from '#drivers';
import { bridgeResources } from './bridge-resources.js';
import { bridgeSchema, parseBridge, type BridgeSpec } from './bridge-spec.js';

/** Ethernet bridges of the Linux kernel. */
export const bridgeDriver: Driver<BridgeSpec> = {
  type: 'bridge',
  title: 'Ethernet bridge',
  namePrefix: 'br',
  jsonSchema: () => z.toJSONSchema(bridgeSchema, { io: 'input' }),
  parse: parseBridge,
  members: ({ members }) => members,
  compile: bridgeResources,
};
