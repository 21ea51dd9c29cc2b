import { z } from 'zod';
import { problemsIn } from '../test/results.js';
import { coded, parseWith } from './schema-problems.js';

const schema = z.strictObject({
  vni: z.int().refine((vni) => vni < 16_777_216, coded('vni-out-of-range', 'a VNI has 24 bits')),
  attach: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('bridge'), bridge: z.string() }),
    z.strictObject({ kind: z.literal('none') }),
  ]),
  'a/b~c': z.array(z.string().max(3)).optional(),
  mode: z.enum(['on', 'off']).optional(),
});
const good = { vni: 1, attach: { kind: 'none' } };

it.each<[string, unknown, readonly string[]]>([
  ['nothing wrong', good, []],
  ['a check with a code of its own', { ...good, vni: 16_777_216 }, ['vni-out-of-range /vni']],
  ['a missing member', { attach: { kind: 'none' } }, ['member-missing /vni']],
  ['a missing union', { vni: 1 }, ['member-missing /attach']],
  ['a missing member that tells the kind', { vni: 1, attach: {} }, ['member-missing /attach/kind']],
  ['an unknown kind', { vni: 1, attach: { kind: 'wire' } }, ['value-invalid /attach/kind']],
  ['a wrong type', { ...good, vni: '1' }, ['value-invalid /vni']],
  ['null for nothing', { ...good, mode: null }, ['value-invalid /mode']],
  ['a value that is not on the list', { ...good, mode: 'auto' }, ['value-invalid /mode']],
  [
    'names that a pointer escapes',
    { ...good, 'a/b~c': ['long text'] },
    ['value-invalid /a~1b~0c/0'],
  ],
  [
    'unknown members, each told',
    { ...good, x: 1, 'y/z': 2 },
    ['member-unknown /x', 'member-unknown /y~1z'],
  ],
  ['no object at all', [], ['value-invalid ']],
])('finds %s', (_what, value, problems) => {
  expect(problemsIn(parseWith(schema, value))).toStrictEqual(problems);
});

it('begins every path where the value stands', () => {
  expect(
    problemsIn(parseWith(schema, { ...good, x: 1, vni: 0.5 }, '/workloads/0/data')).toSorted(),
  ).toStrictEqual(['member-unknown /workloads/0/data/x', 'value-invalid /workloads/0/data/vni']);
});

it('says what would be right', () => {
  expect(parseWith(schema, { ...good, mode: 'auto' })).toMatchObject({
    problems: [{ detail: "must be 'on' or 'off'" }],
  });
  expect(parseWith(schema, { ...good, vni: 2 ** 24 })).toMatchObject({
    problems: [{ detail: 'a VNI has 24 bits' }],
  });
});
