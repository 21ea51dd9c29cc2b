import type { Problem } from '#contract';
import type { InterfaceName } from './names.js';
import { lowerLinkOf } from './references.js';
import type { LinkResource, WantedResource } from './resource.js';

/** What is wrong with the way in which the links of one contract stand on each other. */
export function stackProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'dependency-cycle' | 'parent-is-port'>[] {
  const masters = mastersIn(wanted);
  const made = new Map(
    wanted.flatMap(({ resource }) =>
      resource.type === 'link' ? [[resource.name, resource] as const] : [],
    ),
  );
  return wanted.flatMap(({ resource, path }) => {
    if (resource.type !== 'link') return [];
    return [
      ...(resource.kind === 'vlan'
        ? enslavedProblems(resource.vlan.parent, masters, made, path)
        : []),
      ...loopProblems(resource, made, path),
    ];
  });
}

type Masters = ReadonlyMap<InterfaceName, InterfaceName>;
type Made = ReadonlyMap<InterfaceName, LinkResource>;

function mastersIn(wanted: readonly WantedResource[]): Masters {
  return new Map(
    wanted.flatMap(({ resource }) => {
      if (resource.type === 'port') return [[resource.link, resource.master] as const];
      if (resource.type !== 'link' || resource.master == null) return [];
      return [[resource.name, resource.master] as const];
    }),
  );
}

function enslavedProblems(
  parent: InterfaceName,
  masters: Masters,
  made: Made,
  path: string,
): readonly Problem<'parent-is-port'>[] {
  const master = masters.get(parent);
  // A VRF takes nothing from its members.
  if (master === undefined || made.get(master)?.kind === 'vrf') return [];
  return [
    {
      code: 'parent-is-port',
      path: made.has(parent) ? path : `${path}/parent`,
      detail: `this contract makes '${parent}' a port of '${master}', to which its frames go: put the VLAN over '${master}'`,
    },
  ];
}

/** A link in the very bridge over which it stands: the kernel refuses it (`__netdev_upper_dev_link`). */
function loopProblems(
  { name, master }: LinkResource,
  made: Made,
  path: string,
): readonly Problem<'dependency-cycle'>[] {
  const passed = new Set<InterfaceName>();
  let below = made.get(name);
  while (below !== undefined && !passed.has(below.name)) {
    passed.add(below.name);
    const lower = lowerLinkOf(below);
    below = lower === undefined ? undefined : made.get(lower);
  }
  if (master == null || !passed.has(master)) return [];
  const detail = `'${name}' stands over bridge '${master}' and can't be a port of it`;
  return [{ code: 'dependency-cycle', path, detail }];
}
