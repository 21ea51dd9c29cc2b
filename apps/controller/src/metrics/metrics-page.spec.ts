import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricsPage } from './metrics-page.js';

it('docs/metrics.md lists every series as the table has it; npm run generate writes it anew', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../../../docs/metrics.md'), 'utf8');

  expect(committed).toBe(metricsPage());
});
