import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { jsonLog, openAgentTracer, openHost, tunnelsOf } from '#apps/agent';
import { createController, loadSettings, type ControllerSettings } from '#apps/controller';
import { lendDriverKit, loadCatalogue } from '#catalog';
import type { TrustAnchor } from '#contract';
import { hasNetAdmin } from '#netlink';
import { runLocalAgent } from './local-agent.js';

const usage = `npm start -- [options]: controller and agent of this machine in one process

  --config FILE   YAML settings (default config/default.yaml)
  --help

The agent needs CAP_NET_ADMIN; without it, run the controller alone: node dist/apps/controller/src/main.js
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
  if (!hasNetAdmin()) {
    throw new Error(
      'the local agent needs the capability CAP_NET_ADMIN: start as root, or run the controller alone with node dist/apps/controller/src/main.js',
    );
  }
  const file = values.config ?? (existsSync(defaultFile) ? defaultFile : undefined);
  await run(await loadSettings(file, process.env));
}

async function run(settings: ControllerSettings): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  const controller = await createController(settings);
  const { drivers, kinds } = await loadCatalogue(settings.drivers);
  const { dataDir = './data', trustAnchor } = settings;
  const tracer = await openAgentTracer();
  const tunnels = tunnelsOf(join(dataDir, 'agent'), jsonLog);
  const host = await openHost({ kinds, tunnels, tracer });
  try {
    const anchor = trustAnchor === undefined ? {} : { trustAnchor: anchorOf(trustAnchor) };
    const options = { controller: controller.url, dataDir, drivers, host, tracer, ...anchor };
    await runLocalAgent(options, stop.signal);
  } finally {
    host.close();
    await controller.close();
    await tracer.close();
  }
}

function anchorOf(text: string): TrustAnchor {
  return (text.startsWith('sha256:') ? { digest: text } : { keyId: text }) as TrustAnchor;
}

lendDriverKit();
main().catch((cause: unknown) => {
  process.stderr.write(`hercules: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
});
