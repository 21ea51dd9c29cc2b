import { z } from 'zod';
import { counter, listOf } from '../http/views.js';

export const joinedView = z.object({ node: z.string() }).meta({ id: 'Joined' });

const contractWord = z.object({ contractId: z.string(), digest: z.string() });

export const desiredView = z
  .object({
    generation: counter.describe('counts the changes of what is wanted of this host'),
    charters: listOf(z.object({ version: counter, digest: z.string() })).describe(
      'all versions, ascending',
    ),
    contracts: listOf(
      z.object({
        contractId: z.string(),
        version: counter,
        digest: z.string(),
        traceparent: z.string().optional().describe('trace of its approval (W3C Trace Context)'),
      }),
    ).describe('approved version of every contract that names or ever named the host'),
    confirmations: listOf(contractWord).describe('versions that an operator lets stay'),
    retries: listOf(contractWord.extend({ id: z.string() })).describe(
      'contracts whose freeze or refusal an operator wants tried once more; each is heeded once',
    ),
  })
  .meta({ id: 'Desired' });

export const hintView = z
  .object({ generation: counter })
  .meta({ id: 'Hint', description: 'the data of the server-sent event `desired`' });
