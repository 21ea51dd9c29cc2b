import { z } from 'zod';

// Answers are described by schemas: the types of the views, the OpenAPI document and the tests come from the same place.

/** A list in an answer. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodReadonly<z.ZodArray<Item>> {
  return z.array(item).readonly();
}

/** One page of a list; `nextCursor` is absent on the last one. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
  id: string,
): z.ZodObject<{
  items: z.ZodReadonly<z.ZodArray<Item>>;
  nextCursor: z.ZodOptional<z.ZodString>;
}> {
  return z.object({ items: listOf(item), nextCursor: z.string().optional() }).meta({ id });
}

export const time = z.string().meta({ format: 'date-time' });
export const counter = z.int().meta({ minimum: 0 });

export const problemView = z
  .object({
    code: z.string(),
    path: z.string().describe('JSON Pointer (RFC 6901) into the document'),
    detail: z.string(),
  })
  .meta({ id: 'ProblemEntry' });

export const problemDocumentView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    retryable: z.boolean().describe('whether the same request may succeed later'),
    errors: listOf(problemView).describe('every reason'),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export const conditionView = z
  .object({
    type: z.string(),
    status: z.enum(['True', 'False', 'Unknown']),
    reason: z.string(),
    message: z.string(),
    lastTransitionTime: time,
  })
  .meta({ id: 'Condition' });
export type ConditionView = z.infer<typeof conditionView>;

export const envelopeView = z
  .object({
    payload: z.string().describe('base64url of the document'),
    signatures: listOf(
      z
        .object({ protected: z.string(), signature: z.string() })
        .meta({ id: 'EnvelopeSignature', description: 'one signature of a JWS (RFC 7515, 7.2.1)' }),
    ),
  })
  .meta({ id: 'Envelope', description: 'JWS General JSON Serialization (RFC 7515, 7.2.1)' });
