import { z } from 'zod';
import { listOf } from '../http/views.js';

const neighbour = z
  .object({
    link: z.string(),
    chassis: z.string(),
    port: z.string(),
    systemName: z.string().optional(),
    portDescription: z.string().optional(),
    nativeVlan: z.int().optional(),
    vlans: listOf(z.int()),
    isBundled: z.boolean().optional(),
    largestFrame: z.int().optional(),
    heardAt: z.iso.datetime(),
    differs: listOf(z.string()).meta({ description: 'in what it is not as the contract expects' }),
  })
  .meta({ id: 'HandoffNeighbour' });

const port = z
  .object({
    link: z.string(),
    bundle: z.object({ mode: z.string(), links: listOf(z.string()) }).optional(),
    frames: listOf(z.string()),
    mtu: z.int().optional(),
    neighbours: listOf(neighbour)
      .optional()
      .meta({ description: 'heard by LLDP on its cables; absent: the host has not told' }),
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
