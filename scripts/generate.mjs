// Writes the documents that are made from the code. Tests compare each with what is committed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { builtInDrivers } from '#catalog';
import { charterJsonSchema, contractJsonSchema } from '#contract';
import { errorsPage, metricsPage } from '#apps/controller';
import { dashboardFiles } from '#apps/dashboards';

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

mkdirSync('docs/schemas', { recursive: true });
writeFileSync('docs/schemas/charter-v1.json', json(charterJsonSchema()));
writeFileSync('docs/schemas/contract-v1.json', json(contractJsonSchema()));
for (const driver of builtInDrivers) {
  writeFileSync(`docs/schemas/workload-${driver.type}.json`, json(driver.jsonSchema()));
}
writeFileSync('docs/errors.md', errorsPage());
writeFileSync('docs/metrics.md', metricsPage());
for (const [name, content] of dashboardFiles()) {
  writeFileSync(`config/grafana/dashboards/${name}`, content);
}
