import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { Api } from './api.js';
import type { Cast } from './cast.js';
import { controllerReady } from './demo-site.js';
import { openLab, type Lab } from './lab.js';
import { Narrator } from './narrator.js';
import { Operators } from './operators.js';
import { runInLab } from './run-in-lab.js';
import { openRelay, type Relay } from './relay.js';
import { contractId, metered } from './site.js';
import { provisionAgain, tellStory, writeFiles } from './story.js';
import { collector } from './topology.js';
import { readToken, tokenFile } from './token-file.js';

const usage = `npm run demo -- [options]: a signed contract becomes a verified network on two hosts

  --once    end after the checks; exit status 1 when one of them fails
  --json    the last line on stdout is the result as one JSON object
  --lab     all of it on the kernel of the project's lab, which has VLANs and ESP (implies --once)
  --run COMMAND  a shell command to run while everything stands, with HERCULES_URL, HERCULES_TOKEN_FILE, HERCULES_CONTRACT and
            PROMETHEUS_URL in its environment; it fails the demo when it fails
  --port N  where the controller answers on loopback (default 8480, or a free port when that is taken)
  --help

Everything happens in user, network and mount namespaces of the demo's own: this machine's network stays as it is.
`;

interface DemoFlags {
  readonly once: boolean;
  readonly json: boolean;
  readonly run?: string | undefined;
  readonly port: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      lab: { type: 'boolean', default: false },
      run: { type: 'string' },
      port: { type: 'string', default: '8480' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  if (values.lab && process.env['HERCULES_LAB'] !== '1') {
    process.exitCode = await runInLab(process.argv.slice(2));
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'hercules-demo-'));
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]).then(
    () => undefined,
  );
  const lab = await openLab();
  const relays: Relay[] = [];
  const open = async (socket: string, port: number): Promise<Relay> => {
    const relay = await openRelay(join(directory, socket), port);
    relays.push(relay);
    return relay;
  };
  try {
    const controller = await open('controller.sock', Number(values.port));
    const prometheus = await open('prometheus.sock', values.port === '0' ? 0 : 9090);
    await present(
      { ...values, once: values.once || values.lab },
      { lab, controller, prometheus, directory, stopped },
    );
  } finally {
    for (const relay of relays) relay.close();
    await lab.close();
    if (process.exitCode === undefined) rmSync(directory, { recursive: true, force: true });
    else process.stderr.write(`logs and state are left in ${directory}\n`);
  }
}

interface Stage {
  readonly lab: Lab;
  readonly controller: Relay;
  readonly prometheus: Relay;
  readonly directory: string;
  /** Settles when the user has had enough. */
  readonly stopped: Promise<undefined>;
}

async function present(flags: DemoFlags, stage: Stage): Promise<void> {
  const { lab, controller, prometheus, directory, stopped } = stage;
  const say = new Narrator();
  say.chapter('A controller, two hosts with an underlay between them, and a workload behind each');
  const api = new Api(controller.url, () => readToken(directory));
  const tell = (text: string): void => {
    say.line(text);
  };
  const site = new Operators(api, metered, tell);
  await lab.build({ directory, trustAnchor: site.people.alice.kid });
  await controllerReady(controller, tell);
  say.line(`the controller answers at ${controller.url}`);

  const esp = await espOf(lab);
  const cast: Cast = { lab, api, site, say, directory, esp, prometheus: prometheus.url };
  const told = tellStory(cast, flags.run);
  const story = await Promise.race([told, stopped]);
  if (story === undefined) {
    told.catch(() => undefined); // given up on purpose
    return;
  }
  const { result, network } = story;
  if (!result.ok) process.exitCode = 1;
  if (!flags.once) {
    await provisionAgain(cast, network);
    writeFiles(cast);
    process.stdout.write(nextSteps(cast));
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  if (!flags.once) await stopped;
}

/** Tried where it does no harm: a kernel with interfaces for tunnels has ESP as well. */
async function espOf({ run }: Lab): Promise<Cast['esp']> {
  const { namespace } = collector;
  const link = ['name', 'esp-try'];
  try {
    await run({ namespace, command: ['ip', 'link', 'add', ...link, 'type', 'xfrm', 'if_id', '1'] });
    await run({ namespace, command: ['ip', 'link', 'delete', ...link] });
    return 'kernel';
  } catch {
    return 'userspace'; // The kernel knows no such links.
  }
}

function nextSteps({ api: { url }, directory, prometheus }: Cast): string {
  return `
What to try next, in another shell:

  export HERCULES_URL=${url} HERCULES_TOKEN_FILE=${tokenFile(directory)}
  npx hercules contract status ${contractId}
  npx hercules contract plan ${contractId}
  npx hercules node list
  npx hercules node interfaces host-a
  curl -s ${url}/metrics | grep ^hercules
  open ${url}/api/docs and ${prometheus} in a browser

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
