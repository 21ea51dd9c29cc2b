import { z } from 'zod';
import { charterSchema } from './charter-schema.js';
import { contractSchema } from './contract-schema.js';

/** JSON Schema (2020-12) of what a schema can say; the rules across members are checked by `parseCharter` alone. */
export function charterJsonSchema(): object {
  return z.toJSONSchema(charterSchema, { target: 'draft-2020-12' });
}

/** JSON Schema (2020-12) of what a schema can say; the rules across members are checked by `parseContract` alone. */
export function contractJsonSchema(): object {
  return z.toJSONSchema(contractSchema, { target: 'draft-2020-12' });
}
