import { z } from 'zod';
import { listOf } from '../http/views.js';

const sheet = z
  .object({
    host: z.string().meta({ description: 'our end, which the sheet mirrors' }),
    reader: z.string().meta({ description: "'peer', or the host at the other end" }),
    settings: z.looseObject({}).meta({ description: 'for programs' }),
    markdown: z.string().meta({ description: 'the same for people' }),
    files: listOf(z.object({ path: z.string(), text: z.string() })).meta({
      description: 'ready to be put in place, the main one first; without secrets',
    }),
  })
  .meta({ id: 'PeerSheet' });

export const peerSheetsView = z
  .object({
    contractId: z.string(),
    version: z.int(),
    workload: z.string(),
    sheets: listOf(sheet),
  })
  .meta({ id: 'PeerSheets' });
