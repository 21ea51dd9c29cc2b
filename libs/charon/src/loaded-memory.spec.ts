import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ipsecName } from '#drivers';
import { LoadedMemory } from './loaded-memory.js';
import { unknownConnection } from './unknown-connection.js';

const owner = { contract: '01J9Z3NDEKTSV4RRFFQ69G5FAV', workload: 'wan' };
const connection = unknownConnection(ipsecName(owner), owner);

describe('what was handed to the daemon', () => {
  const directory = mkdtempSync(join(tmpdir(), 'loaded-'));
  const path = join(directory, 'loaded.jsonl');

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  function opened(epoch: string): LoadedMemory {
    const memory = new LoadedMemory(path);
    memory.of(epoch);
    return memory;
  }

  it('is known to who comes next, with which IKE_SAs are of former settings', () => {
    const memory = opened('one');
    memory.remember(connection, ['3', '4']);
    memory.close();

    const next = opened('one');
    expect([...next.of('one').values()]).toEqual([connection]);
    expect(next.formerOf(connection.name)).toEqual(['3', '4']);
    // Writing begins the file anew.
    next.remember({ ...connection, dpdDelay: 5 }, next.formerOf(connection.name));
    next.close();
    expect(opened('one').formerOf(connection.name)).toEqual(['3', '4']);
  });

  it('is nothing to another life of the daemon, which numbers its IKE_SAs anew', () => {
    const memory = opened('two');
    expect(memory.of('two').size).toBe(0);
    expect(memory.formerOf(connection.name)).toEqual([]);
    expect(memory.takeLost(connection.name)).toBe(true);
  });
});
