import type { HostPlan, PlanAnswer, PlannedOperation } from '../api/contract-answers.js';
import { fieldChanges } from './field-changes.js';
import type { Mood, Paint } from './paint.js';
import { plainText } from './plain-text.js';
import { problemView } from './problem-view.js';
import { alignedRows } from './table.js';

type Action = PlannedOperation['action'];
type Effect = PlannedOperation['effect'];

const signs = {
  create: { sign: '+', mood: 'good' },
  adopt: { sign: '>', mood: 'changing' },
  change: { sign: '~', mood: 'changing' },
  recreate: { sign: '-/+', mood: 'bad' },
  delete: { sign: '-', mood: 'bad' },
} as const satisfies Record<Action, { sign: string; mood: Mood }>;

const effects = {
  none: { text: '', mood: 'faint' },
  'brief-interruption': { text: 'brief interruption', mood: 'changing' },
  outage: { text: 'outage', mood: 'bad' },
} as const satisfies Record<Effect, { text: string; mood: Mood }>;

/** What would happen on each host, object by object, and a summary line for each host. */
export function planView(plan: PlanAnswer, paint: Paint): string {
  const hosts = plan.hosts.map((host) => hostView(host, paint));
  const summaries = plan.hosts.map((host) => `${plainText(host.node)}: ${summary(host)}\n`);
  return [...hosts, summaries.join('')].join('\n');
}

function hostView(host: HostPlan, paint: Paint): string {
  const title = `${paint('strong', plainText(host.node))}\n`;
  if (host.problems.length > 0) return title + problemView(host.problems);
  if (host.operations.length === 0) return `${title}  nothing to do\n`;
  return (
    title +
    alignedRows(
      host.operations.map((operation) => row(operation, paint)),
      '  ',
    )
  );
}

function row(operation: PlannedOperation, paint: Paint): readonly string[] {
  const { sign, mood } = signs[operation.action];
  const effect = effects[operation.effect];
  return [
    paint(mood, sign.padEnd(3)),
    plainText(operation.identity),
    plainText(operation.workload ?? ''),
    plainText([fieldChanges(operation), mtuBudget(operation)].filter(Boolean).join('; ')),
    effect.text === '' ? '' : paint(effect.mood, effect.text),
  ];
}

/** 'MTU 1400 of 1450 (eth1 1500, less 50 for VXLAN over IPv4)'. */
function mtuBudget({ mtu: budget }: PlannedOperation): string {
  if (budget == null) return '';
  const most = budget.most === null || budget.most === budget.mtu ? '' : ` of ${budget.most}`;
  return `MTU ${budget.mtu}${most}${budget.limit === '' ? '' : ` (${budget.limit})`}`;
}

function summary(host: HostPlan): string {
  if (host.problems.length > 0) return 'cannot be planned';
  const count = (action: Action): number =>
    host.operations.filter((operation) => operation.action === action).length;
  const someTo = (action: Action, verb: string): readonly string[] =>
    count(action) === 0 ? [] : [`${count(action)} to ${verb}`];
  return [
    `${count('create')} to create`,
    ...someTo('adopt', 'adopt'),
    `${count('change')} to change`,
    ...someTo('recreate', 're-create'),
    `${count('delete')} to delete`,
    trafficEffect(host.operations.map(({ effect }) => effect)),
  ].join(', ');
}

function trafficEffect(all: readonly Effect[]): string {
  if (all.includes('outage')) return 'outage';
  return all.includes('brief-interruption') ? 'brief interruption' : 'no traffic effect';
}
