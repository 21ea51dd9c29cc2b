import { z } from 'zod';
import { parseWith } from '#contract';
import { hostMembers } from './host-fields.js';
import { hostResources } from './host-resources.js';
import type { InterfaceName } from './names.js';
import type { Surroundings } from './driver.js';

const schema = z.strictObject(hostMembers);
const surroundings: Pick<Surroundings, 'owner' | 'interfaceName' | 'neighbour'> = {
  owner: { contract: 'A'.repeat(26), workload: 'lan' },
  interfaceName: 'br-lan' as InterfaceName,
  neighbour: () => undefined,
};

function codesOf(...routes: readonly object[]): readonly string[] {
  const parsed = parseWith(schema, { routes });
  return parsed.ok ? [] : parsed.problems.map(({ code, path }) => `${code} ${path}`);
}

function routesOf(...routes: readonly object[]): readonly unknown[] {
  const parsed = parseWith(schema, { routes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return hostResources(parsed.value, surroundings, '').map(({ resource }) => resource);
}

describe('the routes of a workload', () => {
  it.each([
    ['bits of a host', { to: '192.0.2.1/24' }],
    ['a router of another family', { to: '192.0.2.0/24', via: '2001:db8::1' }],
    ['a source of another family', { to: '2001:db8::/32', source: '192.0.2.1' }],
    ['a router on the link that is not named', { to: '192.0.2.0/24', onLink: true }],
    ['two ways to lead nowhere', { to: '192.0.2.0/24', blackhole: true, unreachable: true }],
    ['a router to nowhere', { to: '192.0.2.0/24', blackhole: true, via: '198.51.100.1' }],
  ])('are refused with %s', (_what, route) => {
    expect(codesOf(route)).toEqual(['route-invalid /routes/0']);
  });

  it.each([0, 253, 255, 2 ** 32])('are refused in table %d', (table) => {
    expect(codesOf({ to: '192.0.2.0/24', table })).toEqual(['table-out-of-range /routes/0/table']);
  });

  it('are refused twice with one metric in one table', () => {
    expect(codesOf({ to: '192.0.2.0/24' }, { to: '192.0.2.0/24', metric: 0 })).toEqual([
      'duplicate-entry /routes/1',
    ]);
  });

  it('have the metric that the kernel gives where none is said', () => {
    expect(routesOf({ to: '0.0.0.0/0', via: '192.0.2.1' }, { to: '::/0' })).toMatchObject([
      { destination: '0.0.0.0/0', metric: 0, table: 254, via: '192.0.2.1', link: 'br-lan' },
      { destination: '::/0', metric: 1024, table: 254, link: 'br-lan' },
    ]);
  });

  it('lead over no interface where they lead nowhere', () => {
    const [dropped, answered] = routesOf(
      { to: '192.0.2.0/24', blackhole: true },
      { to: '2001:db8::/32', unreachable: true, table: 10 },
    );
    expect(dropped).toMatchObject({ deadEnd: 'blackhole' });
    expect(dropped).not.toHaveProperty('link');
    expect(answered).toMatchObject({ deadEnd: 'unreachable', table: 10 });
  });
});
