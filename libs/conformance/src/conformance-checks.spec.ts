import { z } from 'zod';
import { accept, nodeId, parseWith, refuse, type Result } from '#contract';
import {
  cidr,
  closeDriver,
  type BridgeLink,
  type Driver,
  type WantedResource,
  type DriverSamples,
} from '#drivers';
import { conformanceChecks } from './conformance-checks.js';

const schema = z.strictObject({
  mtu: z.int().min(1280).max(9000),
  addresses: z.array(cidr).optional(),
  members: z.array(z.strictObject({ node: nodeId })).min(1),
});
type Spec = z.infer<typeof schema>;
type Compile = Driver<Spec>['compile'];

/** A bridge with an MTU and addresses. */
const wholeCompile: Compile = ({ mtu, addresses = [] }, { owner, interfaceName }) => {
  const link: BridgeLink = {
    type: 'link',
    kind: 'bridge',
    name: interfaceName,
    owner,
    mtu,
    up: true,
    ipv6: false,
    bridge: { stp: false },
  };
  return accept([
    { path: '/members/0', resource: link },
    ...addresses.map((address, index): WantedResource => {
      const resource = { type: 'address', link: interfaceName, address, owner } as const;
      return { path: `/addresses/${index}`, resource };
    }),
  ]);
};

const sound: Driver<Spec> = {
  type: 'sample',
  title: 'Sample',
  namePrefix: 'sa',
  jsonSchema: () => z.toJSONSchema(schema, { io: 'input' }),
  parse: (data) => parseWith(schema, data),
  members: ({ members }) => members,
  compile: wholeCompile,
};

const members = [{ node: 'host-a' }];
const samples: DriverSamples = {
  type: 'sample',
  good: [{ mtu: 1400, addresses: ['192.0.2.1/24', '198.18.0.1/16'], members }],
  bad: [{ data: { mtu: 1, members }, path: '/mtu' }],
  changes: [
    { what: 'mtu', from: { mtu: 1400, members }, to: { mtu: 1300, members }, how: 'in-place' },
  ],
  grown: (count) => ({
    mtu: 1400,
    members,
    addresses: Array.from(
      { length: count },
      (_, index) => `198.18.${index >> 8}.${index & 255}/32`,
    ),
  }),
};

/** The names of the checks that fail. */
async function failing(
  parts: Partial<Driver<Spec>>,
  other: Partial<DriverSamples> = {},
): Promise<readonly string[]> {
  const driver = closeDriver({ ...sound, ...parts });
  const failed: string[] = [];
  for (const { name, run } of conformanceChecks(driver, { ...samples, ...other })) {
    await run().catch(() => failed.push(name));
  }
  return failed;
}

/** Does something to the resources that the sound driver asks for. */
function compiling(
  change: (wanted: readonly WantedResource[]) => readonly WantedResource[],
): Partial<Driver<Spec>> {
  const compile: Compile = (spec, surroundings) => {
    const compiled = wholeCompile(spec, surroundings);
    return compiled.ok ? accept(change(compiled.value)) : compiled;
  };
  return { compile };
}

const withoutOwner = ({ resource, ...rest }: WantedResource): WantedResource => {
  const { owner, ...nobodys } = resource;
  return { ...rest, resource: nobodys };
};

let calls = 0;
const everyOtherTime = (wanted: readonly WantedResource[]): readonly WantedResource[] => {
  calls += 1;
  return calls % 2 === 0 ? wanted : wanted.slice(0, 1);
};

/** Each address once for every address. */
const squared = (wanted: readonly WantedResource[]): readonly WantedResource[] =>
  wanted.flatMap((entry) => (entry.resource.type === 'link' ? [entry] : wanted.slice(1)));

const chatty = (data: unknown): Result<Spec> => {
  const parsed = parseWith(schema, data);
  return parsed.ok
    ? parsed
    : refuse({ code: 'value-invalid', path: '/mtu', detail: `what is ${JSON.stringify(data)}` });
};

const codeless = (data: unknown): Result<Spec> => {
  const parsed = parseWith(schema, data);
  return parsed.ok ? parsed : refuse({ code: 'odd', path: '/mtu', detail: 'this is odd' });
};

describe('the conformance suite', () => {
  it('passes a sound driver', async () => {
    expect(await failing({})).toEqual([]);
  });

  const schemaCheck = 'accepts what its schema allows, and refuses at the place';

  it.each<readonly [string, Partial<Driver<Spec>>, string]>([
    ['whose schema says nothing', { jsonSchema: () => ({}) }, schemaCheck],
    ['with a code of nobody', { parse: codeless }, schemaCheck],
    [
      'that decides by the weather',
      compiling(everyOtherTime),
      'gives the same resources for the same data',
    ],
    [
      'whose objects have no owner',
      compiling((wanted) => wanted.map(withoutOwner)),
      'says whose every object is and what asked for it',
    ],
    [
      'whose paths lead nowhere',
      compiling((wanted) => wanted.map((entry) => ({ ...entry, path: '/nowhere' }))),
      'says whose every object is and what asked for it',
    ],
    ['that repeats what it read', { parse: chatty }, 'repeats nothing of the data in a problem'],
    [
      'that asks for pairs of what it was given',
      compiling(squared),
      'asks for no more than in proportion to the data',
    ],
  ])('fails a driver %s', async (_, parts, check) => {
    expect(await failing(parts)).toContain(check);
  });

  it('fails samples that declare another way of changing', async () => {
    const [change] = samples.changes;
    if (change === undefined) throw new Error('no change');
    const changes = [{ ...change, how: 'recreate' }] as const;
    expect(await failing({}, { changes })).toEqual(['changes recreate: mtu']);
  });

  it('fails a driver that refuses its good samples', async () => {
    const refusing: Compile = () => refuse({ code: 'port-unknown', path: '', detail: 'no' });
    expect((await failing({ compile: refusing })).length).toBeGreaterThan(4);
  });
});
