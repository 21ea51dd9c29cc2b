import type { Result } from '#contract';
import { contractOf, hostA, hostB, on, wire, wires } from '../test/wire-driver.js';
import { isInterfaceName } from './names.js';
import { readContract } from './read-contract.js';

function problemsIn(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('reading a contract', () => {
  it('names the interface of a workload alike on all its hosts', () => {
    const read = readContract(wires, contractOf(wire('lan', on('host-a', 'host-b'))));
    const interfaces = read.ok ? read.value.workloads[0]?.interfaces : undefined;
    expect(interfaces?.get(hostA)).toMatch(/^wi.{13}$/);
    expect(interfaces?.get(hostA)).toBe(interfaces?.get(hostB));
    expect(isInterfaceName(interfaces?.get(hostA) ?? '')).toBe(true);
  });

  it('takes the name that the contract chose', () => {
    const members = [{ node: 'host-a', name: 'uplink' }, { node: 'host-b' }];
    const read = readContract(wires, contractOf(wire('lan', { members })));
    const interfaces = read.ok ? read.value.workloads[0]?.interfaces : undefined;
    expect(interfaces?.get(hostA)).toBe('uplink');
    expect(interfaces?.get(hostB)).not.toBe('uplink');
  });

  it('knows no driver of another type, and names those that it knows', () => {
    const read = readContract(wires, contractOf({ ...wire('lan', {}), type: 'pipe' }));
    expect(problemsIn(read)).toEqual(['driver-unknown /workloads/0/type']);
    expect(read.ok || read.problems[0]?.detail).toContain('known are: wire');
  });

  it('places the problems of data below the workload', () => {
    const read = readContract(
      wires,
      contractOf(wire('lan', on('host-a')), wire('dmz', { ...on('host-b'), 'a/b': 1 })),
    );
    expect(problemsIn(read)).toEqual(['member-unknown /workloads/1/data/a~1b']);
  });

  it('finds a member that stands twice, and one that the contract is not for', () => {
    const members = on('host-a', 'host-c', 'host-a');
    expect(problemsIn(readContract(wires, contractOf(wire('lan', members))))).toEqual([
      'member-not-in-audience /workloads/0/data/members/1/node',
      'member-duplicate /workloads/0/data/members/2/node',
    ]);
  });

  it('tells the problems of all workloads at once', () => {
    const read = readContract(
      wires,
      contractOf(wire('lan', on('host-c')), { ...wire('dmz', {}), type: 'pipe' }, wire('x', {})),
    );
    expect(problemsIn(read)).toEqual([
      'member-not-in-audience /workloads/0/data/members/0/node',
      'driver-unknown /workloads/1/type',
      'member-missing /workloads/2/data/members',
    ]);
  });
});
