import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openRelay, waitUntil, type DemoSite } from '#apps/demo';

/** Debian's Prometheus beside the controller of a lab, which finds the hosts through it and keeps our rules. */
export interface Prometheus {
  /** Where it answers, as in `http://127.0.0.1:9090`. */
  readonly url: string;
  /** The `data` of an answer of its API. */
  ask<Data>(path: string): Promise<Data>;
  close(): Promise<void>;
}

/** Seconds between two scrapes. */
export const scrapeInterval = 2;
const name = 'prometheus';

export async function openPrometheus({ lab, directory }: DemoSite): Promise<Prometheus> {
  const config = join(directory, 'prometheus.yml');
  const rules = resolve('config/prometheus/rules/*.yaml');
  writeFileSync(config, settings(rules));
  await lab.startProgram({
    name,
    namespace: 'controller',
    command: [
      'prometheus',
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(directory, name)}`,
      '--web.listen-address=127.0.0.1:9090',
    ],
  });
  const relay = await openRelay(join(directory, 'prometheus.sock'), 0);
  const ask = async <Data>(path: string): Promise<Data> => {
    const answer = await fetch(new URL(path, relay.url));
    return ((await answer.json()) as { data: Data }).data;
  };
  await waitUntil('Prometheus answers', async () => {
    const { ok } = await fetch(`${relay.url}/-/ready`);
    return ok ? true : undefined;
  });
  return {
    url: relay.url,
    ask,
    close: async () => {
      relay.close();
      await lab.stopProgram(name);
    },
  };
}

/** The example of `config/prometheus`, in a hurry. */
const settings = (rules: string): string => `global:
  scrape_interval: ${scrapeInterval}s
  scrape_timeout: ${scrapeInterval}s
  evaluation_interval: ${scrapeInterval}s
rule_files: ['${rules}']
scrape_configs:
  - job_name: hercules
    static_configs: [{ targets: ['127.0.0.1:8480'] }]
  - job_name: hercules-hosts
    http_sd_configs:
      - url: http://127.0.0.1:8480/metrics/targets
        refresh_interval: ${scrapeInterval}s
`;
