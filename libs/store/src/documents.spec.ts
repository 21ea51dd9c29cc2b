import type { Charter, Contract } from '#contract';
import type { CharterRecord, ContractRecord, ContractVersionRecord } from './records.js';
import { openStore, type Store } from './store.js';

const at = '2026-11-20T08:00:00.000Z';
const later = '2026-11-20T09:00:00.000Z';

function charter(version: number): CharterRecord {
  return {
    version,
    charterId: 'site',
    digest: `sha256:${version}`,
    payload: { title: `version ${version}` } as Charter,
    envelope: '{"payload":"","signatures":[]}',
    acceptedAt: at,
  };
}

function contract(contractId: string, parts: Partial<ContractRecord> = {}): ContractRecord {
  return {
    contractId,
    version: 1,
    approvedVersion: null,
    state: 'signing',
    revision: 1,
    createdAt: at,
    updatedAt: at,
    ...parts,
  };
}

function version(
  contractId: string,
  number: number,
  parts: Partial<ContractVersionRecord> = {},
): ContractVersionRecord {
  return {
    contractId,
    version: number,
    digest: `sha256:${contractId}-${number}`,
    title: `${contractId} ${number}`,
    tenant: 'acme',
    nodes: ['host-a'],
    state: 'signing',
    stateSince: at,
    payload: { title: contractId } as Contract,
    envelope: 'e',
    signatures: [],
    missing: [],
    charterVersion: 1,
    receivedAt: at,
    ...parts,
  };
}

describe('documents in the store', () => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore(':memory:');
  });

  afterEach(async () => {
    await store.close();
  });

  describe('charters', () => {
    it('come back as they were put in', async () => {
      await store.charters.insert(charter(1));

      expect(await store.charters.latest()).toEqual(charter(1));
      expect(await store.charters.byDigest('sha256:1')).toEqual(charter(1));
      expect(await store.charters.byDigest('sha256:9')).toBeUndefined();
    });

    it('are known by version, the newest last', async () => {
      for (const number of [1, 2]) await store.charters.insert(charter(number));

      expect((await store.charters.latest())?.version).toBe(2);
      expect((await store.charters.byVersion(1))?.digest).toBe('sha256:1');
      expect(await store.charters.index()).toEqual([
        { version: 1, digest: 'sha256:1' },
        { version: 2, digest: 'sha256:2' },
      ]);
    });

    it('have one document for each version', async () => {
      await store.charters.insert(charter(1));

      await expect(store.charters.insert({ ...charter(1), digest: 'sha256:x' })).rejects.toThrow(
        /UNIQUE/,
      );
    });
  });

  describe('contracts', () => {
    it('are changed by whoever has seen the last revision', async () => {
      await store.contracts.insert(contract('a'));
      await store.contracts.update(contract('a', { revision: 2, state: 'approved' }));

      expect(await store.contracts.find('a')).toMatchObject({ revision: 2, state: 'approved' });
    });

    it('are not changed by whoever has not', async () => {
      await store.contracts.insert(contract('a', { revision: 5 }));

      await expect(store.contracts.update(contract('a', { revision: 5 }))).rejects.toMatchObject({
        code: 'store-conflict',
      });
      await expect(store.contracts.update(contract('b', { revision: 6 }))).rejects.toMatchObject({
        code: 'store-conflict',
      });
    });

    it('are listed in the order of their ids, with their latest version', async () => {
      for (const id of ['c', 'a', 'b']) {
        await store.contracts.insert(contract(id, id === 'b' ? { state: 'active' } : {}));
        await store.contractVersions.insert(version(id, 1));
      }
      const first = await store.contracts.list({ limit: 2 });
      const rest = await store.contracts.list({ limit: 2, after: 'b' });
      const active = await store.contracts.list({ limit: 2, state: 'active' });

      expect(first).toMatchObject([
        { contractId: 'a', title: 'a 1', tenant: 'acme', nodes: ['host-a'] },
        { contractId: 'b' },
      ]);
      expect([rest, active].map((page) => page.map(({ contractId }) => contractId))).toEqual([
        ['c'],
        ['b'],
      ]);
    });

    it('are counted by state', async () => {
      await store.contracts.insert(contract('a'));
      await store.contracts.insert(contract('b'));
      await store.contracts.insert(contract('c', { state: 'active' }));

      expect(Object.fromEntries(await store.contracts.countByState())).toEqual({
        signing: 2,
        active: 1,
      });
    });

    it('remember every host that they ever named', async () => {
      await store.contracts.insert(contract('a'));
      await store.contracts.addNodes('a', ['host-b', 'host-a']);
      await store.contracts.addNodes('a', ['host-a', 'host-c']);
      await store.contracts.addNodes('a', []);

      expect(await store.contracts.nodesEverNamed('a')).toEqual(['host-a', 'host-b', 'host-c']);
    });

    it('are wanted of a host in their approved version only', async () => {
      await store.contracts.insert(contract('a', { version: 2, approvedVersion: 1 }));
      await store.contracts.insert(contract('b'));
      await store.contractVersions.insert(version('a', 1));
      await store.contractVersions.insert(version('a', 2));
      await store.contractVersions.insert(version('b', 1));
      for (const id of ['a', 'b']) await store.contracts.addNodes(id, ['host-a']);

      expect(await store.contracts.desiredOf('host-a')).toEqual([
        { contractId: 'a', version: 1, digest: 'sha256:a-1' },
      ]);
      expect(await store.contracts.desiredOf('host-b')).toEqual([]);
    });
  });

  describe('versions of contracts', () => {
    beforeEach(async () => {
      await store.contracts.insert(contract('a'));
      await store.contractVersions.insert(version('a', 1));
    });

    it('come back as they were put in', async () => {
      expect(await store.contractVersions.find('a', 1)).toEqual(version('a', 1));
      expect(await store.contractVersions.byDigest('sha256:a-1')).toEqual(version('a', 1));
      expect(await store.contractVersions.find('a', 2)).toBeUndefined();
    });

    it('get more signatures', async () => {
      const signed = {
        envelope: 'f',
        signatures: [{ kid: 'k', principal: 'alice', issuedAt: at }],
        missing: [{ principal: 'bob', weight: 1, required: true }],
        charterVersion: 2,
      };
      await store.contractVersions.setSigned('a', 1, signed);

      expect(await store.contractVersions.find('a', 1)).toEqual({ ...version('a', 1), ...signed });
    });

    it('know since when they are in their state', async () => {
      await store.contractVersions.setState('a', 1, 'active', later);

      expect(await store.contractVersions.list('a')).toEqual([
        version('a', 1, { state: 'active', stateSince: later }),
      ]);
    });

    it('belong to a contract', async () => {
      await expect(store.contractVersions.insert(version('nobody', 1))).rejects.toThrow(
        /FOREIGN KEY/,
      );
    });
  });
});
