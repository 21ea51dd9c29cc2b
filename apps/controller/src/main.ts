import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lendDriverKit } from '#catalog';
import { openLog } from '#log';
import { loadSettings } from './config/load-settings.js';
import { ControllerError } from './controller-error.js';
import { createController } from './create-controller.js';

const usage = `hercules-controller: takes in signed contracts and shows what became of them

  --config FILE   YAML settings (default config/default.yaml, if it exists)
  --help

The environment goes before the file: HERCULES_LISTEN (default 127.0.0.1:8480; also unix:/path), HERCULES_DATA
(data folder, default ./data), HERCULES_TRUST_ANCHOR (sha256:… of the first charter, or a key id),
HERCULES_TLS_CERT and HERCULES_TLS_KEY (PEM files), HERCULES_LOG_LEVEL (debug, info, warn, error).

The first start writes a token that may do everything to the file admin-token of the data folder.
`;

const defaultFile = 'config/default.yaml';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const file = values.config ?? (existsSync(defaultFile) ? defaultFile : undefined);
  const settings = await loadSettings(file, process.env);
  const controller = await createController(settings);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void controller.close());
  }
}

lendDriverKit();
try {
  await main();
} catch (error) {
  const known = error instanceof ControllerError;
  openLog({ service: 'controller' }).error('could not start', {
    error: error instanceof Error ? error.message : String(error),
    ...(!known && error instanceof Error && { stack: error.stack }),
  });
  process.exitCode = 1;
}
