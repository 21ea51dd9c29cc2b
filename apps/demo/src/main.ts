import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Api } from './api.js';
import { openLab, type Lab } from './lab.js';
import { Narrator } from './narrator.js';
import { openRelay, type Relay } from './relay.js';
import { contractId } from './site.js';
import { readToken, Story } from './story.js';
import { waitUntil } from './wait-until.js';

const usage = `npm run demo -- [options]: a signed contract becomes a verified network on two hosts

  --once    end after the checks; exit status 1 when one of them fails
  --json    the last line on stdout is the result as one JSON object
  --port N  where the controller answers on loopback (default 8480, or a free port when that is taken)
  --help

Everything happens in user, network and mount namespaces of the demo's own: this machine's network stays as it is.
`;

interface DemoFlags {
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: '8480' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'hercules-demo-'));
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(
    () => undefined,
  );
  const lab = await openLab();
  try {
    const socket = join(directory, 'controller.sock');
    const relay = await openRelay(socket, Number(values.port));
    try {
      await present({ ...values, port: Number(values.port) }, { lab, relay, directory, stopped });
    } finally {
      relay.close();
    }
  } finally {
    await lab.close();
    if (process.exitCode === undefined) rmSync(directory, { recursive: true, force: true });
    else process.stderr.write(`logs and state are left in ${directory}\n`);
  }
}

interface Stage {
  readonly lab: Lab;
  readonly relay: Relay;
  readonly directory: string;
  /** Settles when the user has had enough. */
  readonly stopped: Promise<undefined>;
}

async function present(flags: DemoFlags, { lab, relay, directory, stopped }: Stage): Promise<void> {
  const say = new Narrator();
  say.chapter('A controller, two hosts with an underlay between them, and a workload behind each');
  const story = new Story(lab, new Api(relay.url, () => readToken(directory)), directory, say);
  await lab.build({ directory, trustAnchor: story.trustAnchor });
  await waitUntil('the controller answers', async () => {
    const { ok } = await fetch(`${relay.url}/readyz`);
    return ok ? true : undefined;
  });
  say.line(`the controller answers at ${relay.url}`);

  const told = story.tell();
  const result = await Promise.race([told, stopped]);
  if (result === undefined) {
    told.catch(() => undefined); // given up on purpose
    return;
  }
  if (!result.ok) process.exitCode = 1;
  if (!flags.once) {
    await story.provisionAgain();
    story.writeFiles();
    process.stdout.write(nextSteps(relay.url, directory));
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  if (!flags.once) await stopped;
}

function nextSteps(url: string, directory: string): string {
  return `
What to try next, in another shell:

  export HERCULES_URL=${url} HERCULES_TOKEN_FILE=${join(directory, 'controller', 'admin-token')}
  npx hercules contract status ${contractId}
  npx hercules contract plan ${contractId}
  npx hercules node list
  npx hercules node interfaces host-a
  curl -s ${url}/metrics | grep ^hercules
  open ${url}/api/docs in a browser

The principals' keys are in ${join(directory, 'keys')}. Ctrl-C ends the demo and leaves nothing behind.
`;
}

main().catch((cause: unknown) => {
  for (
    let reason = cause;
    reason !== undefined;
    reason = reason instanceof Error ? reason.cause : undefined
  ) {
    process.stderr.write(
      `demo: ${reason instanceof Error ? reason.message : JSON.stringify(reason)}\n`,
    );
  }
  process.exitCode = 1;
});
