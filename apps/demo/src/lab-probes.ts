import { execa } from 'execa';
import type { LabCalls } from './lab-calls.js';

export const run: LabCalls['run'] = async ({ namespace, command }) => {
  const { stdout } = await execa('ip', ['netns', 'exec', namespace, ...command]);
  return stdout;
};

export const ping: LabCalls['ping'] = async ({ namespace, to, count, size, interval = 0.05 }) => {
  const headers = 28;
  const { stdout, stderr } = await execa(
    'ip',
    // prettier-ignore
    ['netns', 'exec', namespace, 'ping', '-n', '-q', '-M', 'do', '-c', String(count), '-i', String(interval), '-W', '1', '-s', String(size - headers), to],
    { reject: false },
  );
  const counts = /(\d+) packets transmitted, (\d+) received/.exec(stdout);
  if (counts === null)
    throw new Error(`ping said nothing that can be counted: ${stdout} ${stderr}`);
  const [sent, received] = [Number(counts[1]), Number(counts[2])];
  return { sent, lost: sent - received };
};

/** Fields that change by themselves: clocks, and how far an address has got. */
const volatileFields = new Set([
  'valid_life_time',
  'preferred_life_time',
  'expires',
  'used',
  'updated',
  'tentative',
]);
const isVolatile = (name: string): boolean => name.endsWith('_timer') || volatileFields.has(name);

export const snapshot: LabCalls['snapshot'] = async (namespace) => {
  const views = await Promise.all([
    view(['ip', '-n', namespace, '-j', '-d', 'link']),
    view(['ip', '-n', namespace, '-j', 'addr']),
    view(['ip', '-n', namespace, '-j', '-4', 'route', 'show', 'table', 'all']),
    view(['ip', '-n', namespace, '-j', '-6', 'route', 'show', 'table', 'all']),
    // What a bridge has learned is not configuration; it comes and goes with traffic.
    view(['bridge', '-n', namespace, '-j', 'fdb', 'show', 'state', 'permanent']),
  ]);
  return JSON.stringify(views, null, 1);
};

export const describeLink: LabCalls['describeLink'] = async ({ namespace, link }) => {
  const views = await Promise.all([
    view(['ip', '-n', namespace, '-j', '-d', 'link', 'show', 'dev', link]),
    view(['ip', '-n', namespace, '-j', 'addr', 'show', 'dev', link]),
  ]);
  return JSON.stringify(views);
};

/** Made by the IKE daemon's own ESP, which only labs have; it is there while that daemon runs. */
const userspaceEspLink = 'ipsec0';
const isOfDaemon = ({
  ifname,
  dev,
}: {
  readonly ifname?: string;
  readonly dev?: string;
}): boolean => ifname === userspaceEspLink || dev === userspaceEspLink;

async function view([program = '', ...args]: readonly string[]): Promise<unknown> {
  const { stdout } = await execa(program, args);
  const value: unknown = JSON.parse(stdout === '' ? '[]' : stdout, (key, field: unknown) =>
    isVolatile(key) ? undefined : field,
  );
  if (!Array.isArray(value)) return value;
  return (value as readonly object[])
    .filter((entry) => !isOfDaemon(entry))
    .map((entry) => JSON.stringify(entry))
    .sort();
}
