import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { charterJsonSchema, contractJsonSchema } from './json-schemas.js';

const folder = join(import.meta.dirname, '../../../docs/schemas');

it.each([
  ['charter-v1.json', charterJsonSchema],
  ['contract-v1.json', contractJsonSchema],
])('docs/schemas/%s is what the schema says', (file, schemaOf) => {
  const committed: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  expect(schemaOf()).toStrictEqual(committed);
});

it('allows no unknown members anywhere in a charter', () => {
  const objects = JSON.stringify(charterJsonSchema()).split('"properties"').length - 1;
  const closed =
    JSON.stringify(charterJsonSchema()).split('"additionalProperties":false').length - 1;
  expect(objects).toBeGreaterThan(8);
  expect(closed).toBe(objects);
});
