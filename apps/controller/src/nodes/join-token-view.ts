import { z } from 'zod';
import { time } from '../http/views.js';

export const joinTokenView = z
  .object({ token: z.string(), node: z.string(), expiresAt: time })
  .meta({ id: 'JoinToken' });
