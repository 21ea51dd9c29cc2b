import { z } from 'zod';
import type { Driver } from '#drivers';
import { bondResources } from './bond-resources.js';
import { bondSchema, parseBond, type BondSpec } from './bond-spec.js';

/** Several granted interfaces that act as one: link aggregation. */
export const bondDriver: Driver<BondSpec> = {
  type: 'bond',
  title: 'Bond',
  namePrefix: 'bo',
  jsonSchema: () => z.toJSONSchema(bondSchema, { io: 'input' }),
  parse: parseBond,
  members: ({ members }) => members,
  compile: bondResources,
};
