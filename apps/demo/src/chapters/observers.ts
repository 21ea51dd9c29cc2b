import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cast } from '../cast.js';
import { collectedFlows } from '../collected-flows.js';
import { collector, controllerNamespace, prometheusAddress } from '../topology.js';
import { waitUntil } from '../wait-until.js';

/** Starts those who look on: a flow collector, and Prometheus, both somebody else's programs. */
export async function observers({ directory, lab, prometheus, say }: Cast): Promise<void> {
  say.chapter('Two who look on, both of Debian: nfcapd, which collects flows, and Prometheus');
  const flows = collectedFlows(directory);
  mkdirSync(flows);
  await lab.startProgram({
    name: 'nfcapd',
    namespace: collector.namespace,
    // A file every two seconds, which is as often as it can: what it holds can't be read before.
    // prettier-ignore
    command: ['nfcapd', '-w', flows, '-b', collector.address, '-p', String(collector.port), '-t', '2'],
  });
  const config = join(directory, 'prometheus.yml');
  writeFileSync(config, scrapeConfig(fileURLToPath(import.meta.resolve(rules))));
  await lab.startProgram({
    name: 'prometheus',
    namespace: controllerNamespace,
    command: [
      'prometheus',
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(directory, 'prometheus')}`,
      `--web.listen-address=${prometheusAddress}`,
    ],
  });
  await waitUntil('nfcapd listens', async () => {
    const command = ['ss', '-H', '-l', '-u', '-n', `sport = :${collector.port}`];
    const sockets = await lab.run({ namespace: collector.namespace, command });
    return sockets === '' ? undefined : true;
  });
  await waitUntil('Prometheus answers', async () => {
    const { ok } = await fetch(`${prometheus}/-/ready`);
    return ok ? true : undefined;
  });
  say.line(`nfcapd waits for IPFIX at ${collector.address}:${collector.port}`);
  say.line(`Prometheus answers at ${prometheus}`);
}

/** Our alerts and recording rules, beside the built programs. */
const rules = '../../../../../config/prometheus/rules/*.yaml';

/** Hosts take in no connections: the controller serves their pages, and names them by service discovery. */
const scrapeConfig = (ruleFiles: string): string => `global:
  scrape_interval: 2s
  scrape_timeout: 2s
rule_files: ['${ruleFiles}']
scrape_configs:
  - job_name: hercules
    static_configs: [{ targets: ['127.0.0.1:8480'] }]
  - job_name: hercules-hosts
    http_sd_configs:
      - url: http://127.0.0.1:8480/metrics/targets
        refresh_interval: 2s
`;
