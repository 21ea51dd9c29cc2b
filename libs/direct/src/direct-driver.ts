import { z } from 'zod';
import type { Driver } from '#drivers';
import { directResources } from './direct-resources.js';
import { directSchema, parseDirect, type DirectSpec } from './direct-spec.js';

/** Interfaces of the host, or of other workloads, as ports of a bridge of the contract. */
export const directDriver: Driver<DirectSpec> = {
  type: 'direct',
  title: 'Direct connection',
  namePrefix: 'dx',
  jsonSchema: () => z.toJSONSchema(directSchema, { io: 'input' }),
  parse: parseDirect,
  members: ({ members }) => members.map(({ node, link }) => ({ node, name: link })),
  compile: directResources,
};
