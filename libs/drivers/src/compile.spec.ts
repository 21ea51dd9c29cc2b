import type { NodeId, Result } from '#contract';
import {
  charter,
  contractId,
  contractOf,
  hostA,
  hostB,
  on,
  wire,
  wires,
} from '../test/wire-driver.js';
import { compileContract, compileForAudience } from './compile.js';
import { readContract, type UnderstoodContract } from './read-contract.js';
import type { WantedResource } from './resource.js';

function understood(...workloads: readonly object[]): UnderstoodContract {
  const read = readContract(wires, contractOf(...workloads));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

function compiled(...workloads: readonly object[]): readonly WantedResource[] {
  const result = compileContract(understood(...workloads), charter, hostA);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function problemsIn(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('compiling a contract for one host', () => {
  it('gives every resource its owner and its place in the contract', () => {
    const wanted = compiled(wire('lan', on('host-b')), wire('dmz', on('host-b', 'host-a')));
    expect(wanted).toMatchObject([
      {
        path: '/workloads/1/data/members/0',
        resource: { owner: { contract: contractId, workload: 'dmz' } },
      },
    ]);
  });

  it('asks nothing of a host that is no member, or that the charter does not know', () => {
    const contract = understood(wire('lan', on('host-a')));
    expect(compileContract(contract, charter, hostB)).toEqual({ ok: true, value: [] });
    expect(compileContract(contract, charter, 'stranger' as NodeId)).toEqual({
      ok: true,
      value: [],
    });
  });

  it('lets a driver find the interface of another workload on this host alone', () => {
    const [, here] = compiled(
      wire('lan', on('host-a')),
      wire('a', { ...on('host-a'), into: 'lan' }),
    );
    const [there] = compiled(
      wire('lan', on('host-b')),
      wire('a', { ...on('host-a'), into: 'lan' }),
    );
    expect(here?.resource).toMatchObject({ master: expect.stringMatching(/^wi/) });
    expect(there?.resource).toMatchObject({ master: null });
  });

  it('turns dependsOn into objects that have to stand first', () => {
    const [lan, dmz] = compiled(wire('lan', on('host-a')), wire('dmz', on('host-a'), ['lan']));
    expect(lan).not.toHaveProperty('after');
    expect(dmz).toMatchObject({ after: [expect.stringMatching(/^link wi/)] });
  });

  it('overlooks a dependsOn on a workload that is not on this host', () => {
    const [dmz] = compiled(wire('lan', on('host-b')), wire('dmz', on('host-a'), ['lan']));
    expect(dmz).not.toHaveProperty('after');
  });

  it('refuses two workloads that claim one interface name on one host', () => {
    const named = { members: [{ node: 'host-a', name: 'uplink' }] };
    const contract = understood(wire('lan', named), wire('dmz', named));
    expect(problemsIn(compileContract(contract, charter, hostA))).toEqual([
      'interface-name-claimed-twice /workloads/1/data/members/0',
    ]);
    expect(problemsIn(compileContract(contract, charter, hostB))).toEqual([]);
  });

  it('takes one name on two hosts for two interfaces', () => {
    const contract = understood(
      wire('lan', { members: [{ node: 'host-a', name: 'uplink' }] }),
      wire('dmz', { members: [{ node: 'host-b', name: 'uplink' }] }),
    );
    expect(compileForAudience(contract, charter).ok).toBe(true);
  });

  it('refuses interfaces that wait for each other', () => {
    const contract = understood(
      wire('free', on('host-a')),
      wire('lan', on('host-a'), ['dmz']),
      wire('dmz', { ...on('host-a'), into: 'lan' }),
    );
    const result = compileContract(contract, charter, hostA);
    expect(problemsIn(result)).toEqual(['dependency-cycle /workloads/1/data/members/0']);
  });

  it('refuses an interface that is its own underlay', () => {
    const members = [{ node: 'host-a', name: 'wi-1' }];
    const contract = understood(wire('lan', { members, over: 'wi-1' }));
    expect(problemsIn(compileContract(contract, charter, hostA))).toEqual([
      'dependency-cycle /workloads/0/data/members/0',
    ]);
  });
});

describe('compiling a contract for all its hosts', () => {
  it('gives the resources of each', () => {
    const all = compileForAudience(understood(wire('lan', on('host-b'))), charter);
    expect(all.ok && Array.from(all.value, ([node, { length }]) => [node, length])).toEqual([
      ['host-a', 0],
      ['host-b', 1],
    ]);
  });

  it('tells a problem that is the same on all hosts once, and others for each', () => {
    const named = {
      members: [
        { node: 'host-a', name: 'wi' },
        { node: 'host-b', name: 'wi' },
      ],
    };
    const broken = { ...on('host-a', 'host-b'), broken: true };
    const result = compileForAudience(
      understood(wire('lan', named), wire('dmz', named), wire('x', broken)),
      charter,
    );
    expect(problemsIn(result)).toEqual([
      'port-unknown /workloads/2/data/broken',
      'interface-name-claimed-twice /workloads/1/data/members/0',
      'port-unknown /workloads/2/data/broken',
    ]);
  });
});
