import { builtInDrivers } from '#catalog';
import type { Resource } from '#drivers';
import { ModelHost } from '#engine';
import { dropOn } from './support/drop-on-host.js';
import { droppedFields } from './support/dropped-fields.js';

const bare = [
  { type: 'link', kind: 'other', kernelKind: '', name: 'eth0', mtu: 1500, up: true, ipv6: true },
  { type: 'link', kind: 'other', kernelKind: '', name: 'eth1', mtu: 1500, up: true, ipv6: true },
  ...['198.51.100.1/24', '198.51.100.9/24', '2001:db8::1/64'].map((address) => ({
    type: 'address',
    link: 'eth0',
    address,
  })),
] as unknown as readonly Resource[];

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

function optionalFields(
  { properties = {}, required = [] }: Schema,
  prefix = '',
): readonly string[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    ...(required.includes(name) ? [] : [prefix + name]),
    ...(name === 'members' ? optionalFields(schema.items ?? {}, 'members.') : []),
  ]);
}

/** Which link or segment it is, and how the contract came to it: not what it is like, and not to be left out alone. */
/** A member's VRF needs another workload: test/cases/vrf.lab-spec.ts looks at it. */
const identifying = [
  'members.vrf',
  'members.name',
  'members.adopt',
  'members.underlay',
  'through',
  'vni',
  'device',
  'vnis',
];
/** A table of the packet filter, which not every host has. */
const filtering = ['mssClamp'];

describe('a field that is dropped from a contract', () => {
  it.each(droppedFields.map((dropped) => [dropped.type, dropped.field, dropped] as const))(
    'returns to its default, and the plan says so: %s %s',
    async (_type, _field, dropped) => {
      const { lines, planned, link } = await dropOn(new ModelHost(bare), dropped);

      expect(lines).toEqual(dropped.lines);
      expect({ ...planned }).toMatchObject(dropped.defaults ?? {});
      expect(link).toMatchObject(dropped.defaults ?? {});
    },
  );

  it.each(['bridge', 'vxlan'] as const)('is looked at whichever of a %s it is', (type) => {
    const schema = builtInDrivers.find((driver) => driver.type === type)?.jsonSchema() ?? {};
    const listed = droppedFields.filter((dropped) => dropped.type === type);
    expect(listed.map(({ field }) => field).sort()).toEqual(
      optionalFields(schema)
        .filter((field) => ![...identifying, ...filtering].includes(field))
        .toSorted(),
    );
  });
});
