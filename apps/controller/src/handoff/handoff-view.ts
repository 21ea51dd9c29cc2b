import { z } from 'zod';
import { listOf } from '../http/views.js';

const port = z
  .object({
    link: z.string(),
    bundle: z.object({ mode: z.string(), links: listOf(z.string()) }).optional(),
    frames: listOf(z.string()),
    mtu: z.int().optional(),
  })
  .meta({ id: 'HandoffPort' });

const tunnel = z
  .object({
    name: z.string(),
    kind: z.string(),
    options: z.looseObject({}),
    peers: listOf(z.string()),
    mtu: z.int().optional(),
  })
  .meta({ id: 'HandoffTunnel' });

export const handoffView = z
  .object({
    contractId: z.string(),
    version: z.int(),
    title: z.string(),
    hosts: listOf(z.object({ node: z.string(), ports: listOf(port), tunnels: listOf(tunnel) })),
    markdown: z.string().meta({ description: 'the same for people' }),
  })
  .meta({ id: 'HandoffSheet' });
export type HandoffView = z.infer<typeof handoffView>;
