/*
 * The product's agent on the host of this process, with its own kernel, disk and clock. Only its controller is a
 * stand-in: the process that started it.
 * Arguments: directory of its memory; trust anchor; its key, as JSON; milliseconds between two readings of everything.
 */
import { readFileSync } from 'node:fs';
import {
  assembleHost,
  JournalFiles,
  keepHeapSmall,
  StateDir,
  type ControllerPort,
  type HostView,
  hostCheckTools,
} from '#apps/agent';
import { builtInDrivers } from '#catalog';
import type { Digest, SigningKey } from '#contract';
import { TrackedHost } from '#netlink';
import {
  stormLink,
  type AgentView,
  type FromAgent,
  type Question,
  type ToAgent,
} from './agent-talk.js';
import { networkId } from './bench-site.js';
import { TimedHost } from './timed-host.js';

interface Start {
  readonly directory: string;
  readonly anchor: Digest;
  readonly identity: SigningKey;
  readonly wholeAfter: number;
}

keepHeapSmall();
const start = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Start;
const host = new TimedHost(await TrackedHost.open({ wholeAfter: start.wholeAfter }));
const answers = new Map<number, (value: unknown) => void>();
let questions = 0;

function say(message: FromAgent): void {
  // Whoever started it may be gone by now; it ends then.
  process.send?.(message, () => undefined);
}

function ask(question: Question): Promise<unknown> {
  questions += 1;
  const id = questions;
  say({ type: 'question', id, question });
  return new Promise((resolve) => answers.set(id, resolve));
}

const link: ControllerPort = {
  desired: (etag) => ask({ what: 'desired', etag }) as ReturnType<ControllerPort['desired']>,
  document: (digest) => ask({ what: 'document', digest }) as Promise<Uint8Array>,
  // What a real one serialises and sends; it goes nowhere here.
  report: (report) => {
    JSON.stringify(report);
    return Promise.resolve();
  },
  hints: () => Promise.resolve(),
};

const parts = assembleHost({
  checkTools: await hostCheckTools(),
  state: new StateDir(start.directory),
  anchor: { digest: start.anchor },
  identity: start.identity,
  drivers: builtInDrivers,
  host,
  journal: new JournalFiles(start.directory),
  link,
  clock: { now: () => new Date() },
  timers: {
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  },
  log: () => undefined,
  pollInterval: 60_000,
  random: () => 0.5,
  onView: (view) => {
    say({ type: 'view', view: agentView(view) });
  },
});

process.on('message', (message: ToAgent) => {
  switch (message.type) {
    case 'answer':
      answers.get(message.id)?.(message.value);
      answers.delete(message.id);
      break;
    case 'hint':
      parts.talkBell.ring('hint');
      break;
    case 'look':
      parts.keeperBell.ring('kernel');
      break;
    case 'ping':
      say({ type: 'pong' });
  }
});
process.on('disconnect', () => process.exit(0));

await parts.keeper.start();
host.onChange(() => {
  parts.keeperBell.ring('kernel');
});
const { signal } = new AbortController();
await Promise.all([parts.keeper.run(signal), parts.talk.run(signal)]);

function agentView({ state, reports }: HostView): AgentView {
  const report = reports.find(({ contractId }) => contractId === networkId);
  const alias = state.links.find(({ resource }) => String(resource.name) === stormLink)?.alias;
  return {
    ...host.lookEnds(),
    writes: host.writes,
    links: state.links.length,
    states: Object.fromEntries(reports.map((one) => [one.contractId, one.state])),
    ...(report !== undefined && { state: report.state, version: report.version }),
    ...(report?.drift !== undefined && {
      drift: report.drift.state,
      repairs: report.drift.repairs,
    }),
    ...(alias !== undefined && { stormAlias: alias }),
  };
}
