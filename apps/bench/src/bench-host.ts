import { execa } from 'execa';
import { underlay } from './sample-network.js';

let count = 0;

/** A fresh host: a network namespace with an underlay and nothing else. It stays until the bench ends. */
export async function freshHost(): Promise<string> {
  count += 1;
  const name = `bench-${count}`;
  await execa('ip', ['netns', 'add', name]);
  await execa('ip', [
    '-n',
    name,
    'link',
    'add',
    underlay.link,
    'type',
    'veth',
    'peer',
    'name',
    'far',
  ]);
  for (const link of ['lo', underlay.link, 'far'])
    await execa('ip', ['-n', name, 'link', 'set', link, 'up']);
  await execa('ip', ['-n', name, 'addr', 'add', `${underlay.local}/24`, 'dev', underlay.link]);
  return name;
}

/** Makes room for named namespaces that only this process and its children see, and lets them meet on loopback. */
export async function prepareHosts(): Promise<void> {
  await execa('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  await execa('ip', ['link', 'set', 'lo', 'up']);
}
