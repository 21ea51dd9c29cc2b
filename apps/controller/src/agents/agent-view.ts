import { z } from 'zod';
import { counter, listOf } from '../http/views.js';

export const joinedView = z.object({ node: z.string() }).meta({ id: 'Joined' });

export const desiredView = z
  .object({
    generation: counter.describe('counts the changes of what is wanted of this host'),
    charters: listOf(z.object({ version: counter, digest: z.string() })).describe(
      'all versions, ascending',
    ),
    contracts: listOf(
      z.object({ contractId: z.string(), version: counter, digest: z.string() }),
    ).describe('approved version of every contract that names or ever named the host'),
  })
  .meta({ id: 'Desired' });

export const hintView = z
  .object({ generation: counter })
  .meta({ id: 'Hint', description: 'the data of the server-sent event `desired`' });
