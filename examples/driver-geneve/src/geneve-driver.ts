import { parseWith, z, type Driver } from 'hercules-connect/driver-kit';
import { geneveResources } from './geneve-resources.js';
import { geneveSchema, type GeneveSpec } from './geneve-spec.js';

/** GENEVE tunnels (RFC 8926) between two hosts. */
export const geneveDriver: Driver<GeneveSpec> = {
  type: 'geneve',
  title: 'GENEVE tunnel',
  namePrefix: 'gn',
  jsonSchema: () => z.toJSONSchema(geneveSchema, { io: 'input' }),
  parse: (data) => parseWith(geneveSchema, data),
  members: ({ members }) => members,
  compile: geneveResources,
};
