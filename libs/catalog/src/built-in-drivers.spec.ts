import { createRegistry } from '#drivers';
import { builtInDrivers } from './built-in-drivers.js';

type Json = Readonly<Record<string, unknown>>;

/** Keywords of JSON Schema 2020-12 whose values are schemas, lists of schemas, or schemas by name. */
const schemaKeywords = ['additionalProperties', 'items', 'not', 'propertyNames'];
const listKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const mapKeywords = ['properties', '$defs', 'patternProperties'];
const plainKeywords = [
  '$id',
  '$ref',
  '$schema',
  'const',
  'default',
  'description',
  'enum',
  'format',
  'maximum',
  'maxItems',
  'maxLength',
  'minimum',
  'minItems',
  'minLength',
  'pattern',
  'required',
  'title',
  'type',
];
const types = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

/** What in a schema is not JSON Schema 2020-12, as far as we use it; says where. */
function faultsIn(schema: unknown, at = '#'): readonly string[] {
  if (typeof schema === 'boolean') return [];
  if (!isJson(schema)) return [`${at} is no schema`];
  return [
    ...Object.entries(schema).flatMap(([keyword, value]) =>
      faultsInKeyword(keyword, value, `${at}/${keyword}`),
    ),
    ...requiredFaults(schema, at),
  ];
}

function faultsInKeyword(keyword: string, value: unknown, at: string): readonly string[] {
  if (schemaKeywords.includes(keyword)) return faultsIn(value, at);
  if (listKeywords.includes(keyword)) return faultsInEach(Array.isArray(value) ? value : {}, at);
  if (mapKeywords.includes(keyword)) return faultsInEach(value, at);
  if (keyword === 'type') return types.includes(String(value)) ? [] : [`${at} is no type`];
  return plainKeywords.includes(keyword) ? [] : [`${at} is no keyword`];
}

function faultsInEach(value: unknown, at: string): readonly string[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, schema]) => faultsIn(schema, `${at}/${name}`))
    : [`${at} holds no schemas`];
}

function requiredFaults({ required = [], properties = {} }: Json, at: string): readonly string[] {
  const known = new Set(isJson(properties) ? Object.keys(properties) : []);
  return (required as readonly string[])
    .filter((name) => !known.has(name))
    .map((name) => `${at}/required names '${name}'`);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every member of every object of a schema, as `members.node`. */
function membersOf(schema: unknown, prefix = ''): readonly string[] {
  if (!isJson(schema)) return [];
  return [
    ...membersOf(schema['items'], prefix),
    ...Object.entries(isJson(schema['properties']) ? schema['properties'] : {}).flatMap(
      ([name, member]) => [prefix + name, ...membersOf(member, `${prefix}${name}.`)],
    ),
  ];
}

describe('the built-in drivers', () => {
  it('have distinct types, name prefixes of two letters and titles', () => {
    expect(() => createRegistry(builtInDrivers)).not.toThrow();
    expect(new Set(builtInDrivers.map(({ title }) => title)).size).toBe(builtInDrivers.length);
    const prefixes = builtInDrivers.map((driver) => {
      const read = driver.read(sampleData[driver.type]);
      return read.ok ? read.value.namePrefix : JSON.stringify(read.problems);
    });
    expect(prefixes).toEqual(['bo', 'br', 'dx', 'ip', 'vl', 'vr', 'vx']);
  });

  it.each(builtInDrivers.map((driver) => [driver.type, driver] as const))(
    'describe the data of %s in JSON Schema 2020-12, closed against unknown members',
    (_, driver) => {
      const schema = driver.jsonSchema();
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        additionalProperties: false,
        title: driver.title,
      });
      expect(faultsIn(schema)).toEqual([]);
      expect(membersOf(schema)).toContain('members.node');
    },
  );

  it('describe the same members as they read', () => {
    for (const driver of builtInDrivers) {
      for (const member of membersOf(driver.jsonSchema()).filter((name) => !name.includes('.'))) {
        const read = driver.read({ ...sampleData[driver.type], [member]: Symbol('nonsense') });
        const paths = read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
        expect(paths).toEqual([
          expect.stringMatching(new RegExp(`^(?!member-unknown).* /${member}$`)),
        ]);
      }
    }
  });
});

const sampleData: Readonly<Record<string, object>> = {
  vrf: { table: 10, members: [{ node: 'host-a' }] },
  bond: { mode: 'active-backup', members: [{ node: 'host-a', links: ['eth1'] }] },
  bridge: { members: [{ node: 'host-a' }] },
  direct: { bridge: 'lan', members: [{ node: 'host-a', link: 'eth1' }] },
  ipsec: {
    members: ['host-a', 'host-b'].map((node, place) => ({
      node,
      underlay: 'eth0',
      subnets: [`10.${place}.0.0/24`],
    })),
  },
  vlan: { id: 7, over: 'lan', members: [{ node: 'host-a' }] },
  vxlan: { vni: 7, members: [{ node: 'host-a', underlay: 'eth0' }] },
};
