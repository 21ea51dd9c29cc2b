import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors-page.js';

it('docs/errors.md lists every code as the tables have it; npm run generate writes it anew', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../../../docs/errors.md'), 'utf8');

  expect(committed).toBe(errorsPage());
});
