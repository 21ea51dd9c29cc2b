import { z } from 'zod';

// What the program reads of the controller's answers. Members that it doesn't read are let through, so that an older
// program works with a newer controller.

export const problem = z.object({ code: z.string(), path: z.string(), detail: z.string() });

/** RFC 9457, with every problem of a refused document. */
export const problemAnswer = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
  errors: z.array(problem).optional(),
});
export type ProblemAnswer = z.infer<typeof problemAnswer>;

export const condition = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string(),
  message: z.string(),
});
export type Condition = z.infer<typeof condition>;

const publicKey = z.record(z.string(), z.unknown());

export const charterAnswer = z.object({
  charterId: z.string(),
  version: z.int(),
  digest: z.string(),
  title: z.string(),
  validity: z.object({ notBefore: z.string(), notAfter: z.string() }).optional(),
  principals: z.array(z.object({ id: z.string(), roles: z.array(z.string()).optional() })),
  nodes: z.array(z.object({ id: z.string() })),
  envelope: z.unknown(),
});
export type CharterAnswer = z.infer<typeof charterAnswer>;

export const node = z.object({
  id: z.string(),
  keyId: z.string().nullish(),
  publicKey: publicKey.nullish(),
  state: z.string(),
  lastSeenAt: z.string().nullish(),
  agentVersion: z.string().nullish(),
  charterVersion: z.int().nullish(),
  listedInCharter: z.boolean().optional(),
  capabilities: z.record(z.string(), z.boolean()).nullish(),
  flowMeter: z.string().nullish(),
});
export type NodeAnswer = z.infer<typeof node>;

export const nodeInterface = z.object({
  name: z.string(),
  index: z.int().optional(),
  kind: z.string(),
  owner: z.object({ contract: z.string(), workload: z.string() }).nullish(),
  mtu: z.int().nullish(),
  master: z.string().nullish(),
  adminStatus: z.string().optional(),
  operStatus: z.string().optional(),
  addresses: z.array(z.string()),
});
export type InterfaceAnswer = z.infer<typeof nodeInterface>;

export const interfaces = z.object({
  items: z.array(nodeInterface),
  observedAt: z.string().nullish(),
});

export const joinToken = z.object({ token: z.string(), node: z.string(), expiresAt: z.string() });

export const driver = z.object({ type: z.string(), title: z.string() });
export type DriverAnswer = z.infer<typeof driver>;

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string().nullish(),
  expiresAt: z.string().nullish(),
  lastUsedAt: z.string().nullish(),
  revokedAt: z.string().nullish(),
});
export type TokenAnswer = z.infer<typeof apiToken>;
export const newApiToken = apiToken.extend({ token: z.string() });

export const event = z.object({
  seq: z.union([z.int(), z.string()]),
  time: z.string(),
  type: z.string(),
  subject: z.string(),
  actor: z.string().nullish(),
  data: z.unknown(),
});
export type EventAnswer = z.infer<typeof event>;

export const listOf = <T>(item: z.ZodType<T>): z.ZodType<Page<T>> =>
  z.object({ items: z.array(item), nextCursor: z.string().nullish() });

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null | undefined;
}
