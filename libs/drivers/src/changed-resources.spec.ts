import { changedResources } from './changed-resources.js';
import type { HostState } from './host-state.js';
import { identityOf, type FdbResource } from './resource.js';

function entry(link: string): FdbResource {
  const mac = '00:00:00:00:00:00';
  return { type: 'fdb', link, mac, destination: '198.51.100.2' } as unknown as FdbResource;
}

function stateOf(...fdb: readonly FdbResource[]): HostState {
  return { links: [], addresses: [], routes: [], fdb };
}

const [a, b, c, d] = [entry('a'), entry('b'), entry('c'), entry('d')];
const otherB = entry('b');

describe('what two readings do not have in common', () => {
  it.each([
    ['nothing where they share all', [a, b], [a, b], []],
    ['what is new at the end', [a], [a, b, c], [b, c]],
    ['what is new at the beginning', [c], [a, b, c], [a, b]],
    ['what is gone', [a, b, c, d], [b, d], [a, c]],
    ['both of what is other', [a, b, c], [a, otherB, c], [b, otherB]],
    ['all of two that have nothing in common', [a, c], [b, d], [a, b, c, d]],
    ['all where one is empty', [], [a, b], [a, b]],
  ])('is %s', (_what, before, after, changed) => {
    expect(changedResources(stateOf(...before), stateOf(...after)).map(identityOf)).toEqual(
      changed.map(identityOf),
    );
  });
});
