import { z } from 'zod';
import { driverIssue, vlanId } from './fields.js';
import { vlanTable, type VlanRange, type VlanTable } from './vlan-table.js';

/** VLANs by their ids, both ends included; without `last` it is one. */
const range = z
  .strictObject({ first: vlanId, last: vlanId.optional() })
  .superRefine(({ first, last = first }, context) => {
    if (last >= first) return;
    const detail = `the range ends at ${last}, before it begins at ${first}`;
    context.addIssue({ ...driverIssue('vlan-range-invalid', detail), path: ['last'] });
  });

/** The VLANs of a port: one, untagged (`access`), or many by their tags (`trunk`). */
export const portVlans = z
  .strictObject({
    mode: z.enum(['access', 'trunk']),
    /** The VLAN of frames without a tag: of an access port, or of a trunk that has a native VLAN. */
    tag: vlanId.optional(),
    /** Whether a trunk has a native VLAN; absent: none. */
    native: z.boolean().optional(),
    /** VLANs whose frames carry their tag. */
    trunk: z.array(range).optional(),
    /** VLANs whose frames leave without their tag, besides the native one. */
    untagged: z.array(range).optional(),
  })
  .superRefine((vlans, context) => {
    for (const issue of [...modeIssues(vlans), ...overlapIssues(vlans)]) context.addIssue(issue);
  });

export type PortVlans = z.infer<typeof portVlans>;

/** The VLANs of the bridge's own interface: the same, as of a port. */
export function vlanTableOf(vlans: PortVlans): VlanTable {
  return vlanTable([
    ...(vlans.trunk ?? []).map((entry) => kindOf(entry, false)),
    ...(vlans.untagged ?? []).map((entry) => kindOf(entry, true)),
    ...(vlans.tag === undefined
      ? []
      : [{ first: vlans.tag, last: vlans.tag, pvid: true, untagged: true }]),
  ]);
}

type Range = z.infer<typeof range>;

function kindOf({ first, last = first }: Range, untagged: boolean): VlanRange {
  return { first, last, pvid: false, untagged };
}

interface Parts {
  readonly mode: 'access' | 'trunk';
  readonly tag?: number | undefined;
  readonly native?: boolean | undefined;
  readonly trunk?: readonly Range[] | undefined;
  readonly untagged?: readonly Range[] | undefined;
}

type Issue = ReturnType<typeof driverIssue> & { path: (string | number)[] };

function modeIssues({ mode, tag, native, trunk, untagged }: Parts): readonly Issue[] {
  const hasTag = tag !== undefined;
  const access = mode === 'access';
  const tables = { trunk, untagged };
  return [
    ...(access
      ? (['trunk', 'untagged'] as const).flatMap((name) =>
          tables[name] === undefined ? [] : [accessIssue(name)],
        )
      : []),
    ...((access || native === true) && !hasTag ? [tagIssue(mode)] : []),
    ...(!access && hasTag && native !== true ? [nativeIssue(tag)] : []),
  ];
}

function accessIssue(name: string): Issue {
  const detail = "an access port is in one VLAN, that of 'tag': leave this out or write a trunk";
  return { ...driverIssue('vlan-access-with-trunk', detail), path: [name] };
}

function tagIssue(mode: string): Issue {
  const what = mode === 'access' ? 'an access port' : 'a trunk with a native VLAN';
  const detail = `${what} needs the id of the VLAN of frames without a tag`;
  return { ...driverIssue('vlan-tag-missing', detail), path: ['tag'] };
}

function nativeIssue(tag: number): Issue {
  const detail = `say 'native: true' to make ${tag} the VLAN of frames without a tag, or leave it out`;
  return { ...driverIssue('vlan-native-without-flag', detail), path: ['tag'] };
}

/** Each VLAN stands once: as native, with its tag, or without. */
function overlapIssues({ tag, trunk = [], untagged = [] }: Parts): readonly Issue[] {
  const taken = new Set(tag === undefined ? [] : [tag]);
  const places = [
    ...trunk.map((entry, place) => ({ entry, path: ['trunk', place] })),
    ...untagged.map((entry, place) => ({ entry, path: ['untagged', place] })),
  ];
  return places.flatMap(({ entry: { first, last = first }, path }) => {
    const ids = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
    const twice = ids.find((id) => taken.has(id));
    for (const id of ids) taken.add(id);
    if (twice === undefined) return [];
    const detail = `VLAN ${twice} stands here and before`;
    return [{ ...driverIssue('vlan-range-overlap', detail), path }];
  });
}
