import { z } from 'zod';
import { listOf, time } from '../http/views.js';

export const tokenView = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: listOf(z.string()),
    createdAt: time,
    expiresAt: time.nullable().describe('null: never'),
    lastUsedAt: time.nullable().describe('to the minute'),
  })
  .meta({ id: 'Token' });
export const newTokenView = tokenView.extend({ token: z.string() }).meta({ id: 'NewToken' });
export const tokenList = z.object({ items: listOf(tokenView) }).meta({ id: 'TokenList' });
