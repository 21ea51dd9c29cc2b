import { nftTable, type NftResource, type Operation, type ProvidedState } from '#drivers';
import { bridge } from '../test/resources.js';
import { CompositeHost, ModelHost } from './index.js';
import type { HostProvider, OperationOutcome, WatchedHost } from './ports.js';

const owner = { contract: 'A'.repeat(26), workload: 'lan' };
const table = nftTable('inet', owner, []);

class RungHost extends ModelHost implements WatchedHost {
  ring = (): void => undefined;
  onChange(listener: () => void): () => void {
    this.ring = listener;
    return () => {
      this.ring = (): void => undefined;
    };
  }
  close(): void {
    this.ring = (): void => undefined;
  }
}

class Tables implements HostProvider {
  readonly types = ['nft'] as const;
  state: ProvidedState = { nft: [] };
  readonly runs: string[][] = [];
  writes = 0;
  ring = (): void => undefined;

  observe(): Promise<ProvidedState> {
    return Promise.resolve(this.state);
  }
  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    this.writes += 1;
    this.runs.push(operations.map(({ identity }) => identity));
    return Promise.resolve(operations.map(({ identity }) => ({ identity })));
  }
  onChange(listener: () => void): () => void {
    this.ring = listener;
    return () => {
      this.ring = (): void => undefined;
    };
  }
  close(): void {
    this.runs.length = 0;
  }
}

function creationOf(after: NftResource | ReturnType<typeof bridge>): Operation {
  const identity = after.type === 'link' ? `link ${after.name}` : `nft ${after.table}`;
  const parts = { action: 'create', before: null, fields: [], effect: 'none' } as const;
  return { ...parts, identity: identity as Operation['identity'], after, dependsOn: [] };
}

describe('a host that several look after', () => {
  const base = new RungHost();
  base.loseNft();
  const tables = new Tables();
  const host = new CompositeHost(base, [tables]);

  it('is read as one', async () => {
    expect(await host.observe()).toEqual({
      links: [],
      addresses: [],
      routes: [],
      fdb: [],
      mdb: [],
      rules: [],
      ipsec: [],
      nft: [],
    });
  });

  it('gives operations to whom they concern, in their order, and their outcomes in the same', async () => {
    const operations = [bridge('br-1'), table, table, bridge('br-2'), table].map(creationOf);
    const outcomes = await host.apply(operations);
    expect(outcomes.map(({ identity }) => identity)).toEqual(
      operations.map(({ identity }) => identity),
    );
    expect(tables.runs.map((run) => run.length)).toEqual([2, 1]);
    expect((await host.observe()).links).toHaveLength(2);
  });

  it('counts what all of them wrote', () => {
    expect(host.writes).toBe(base.writes + 2);
  });

  it('rings for each of them, until nobody listens', () => {
    const heard: string[] = [];
    const stop = host.onChange(() => {
      heard.push('ring');
    });
    base.ring();
    tables.ring();
    stop();
    tables.ring();
    expect(heard).toEqual(['ring', 'ring']);
  });

  it('is the very same object while nothing changes', async () => {
    const same = new CompositeHost(new StillHost(), [tables]);
    const first = await same.observe();
    expect(await same.observe()).toBe(first);
    tables.state = { nft: [table] };
    expect((await same.observe()).nft).toEqual([table]);
  });

  it('has no list of a family that nobody can read', async () => {
    tables.state = {};
    expect(await host.observe()).not.toHaveProperty('nft');
  });
});

class StillHost extends RungHost {
  readonly #state = super.observe();
  override observe(): ReturnType<ModelHost['observe']> {
    return this.#state;
  }
}
