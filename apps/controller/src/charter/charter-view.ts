import { z } from 'zod';
import { publicKey } from '#contract';
import type { CharterRecord } from '#store';
import { counter, envelopeView, listOf, time } from '../http/views.js';

export const charterView = z
  .object({
    charterId: z.string(),
    version: counter,
    digest: z.string(),
    title: z.string(),
    validity: z.object({ notBefore: time, notAfter: time }),
    principals: listOf(
      z.object({ id: z.string(), name: z.string().optional(), roles: listOf(z.string()) }),
    ),
    nodes: listOf(z.object({ id: z.string(), key: publicKey })),
    envelope: envelopeView,
    acceptedAt: time,
  })
  .meta({ id: 'CharterView' });
export type CharterView = z.infer<typeof charterView>;

export function viewOfCharter(record: CharterRecord): CharterView {
  const { charterId, version, title, validity, principals, nodes } = record.payload;
  return {
    charterId,
    version,
    digest: record.digest,
    title,
    validity,
    principals: principals.map(({ id, name, roles }) => ({
      id,
      ...(name !== undefined && { name }),
      roles,
    })),
    nodes: nodes.map(({ id, key }) => ({ id, key })),
    envelope: envelopeView.parse(JSON.parse(record.envelope)),
    acceptedAt: record.acceptedAt,
  };
}
