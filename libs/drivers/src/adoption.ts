import type { Problem } from '#contract';
import { changedFields, needsRecreation } from './compare.js';
import type { HostIndex } from './host-index.js';
import { rememberByObject } from './remember.js';
import { identityOf, type Identity, type LinkResource, type WantedResource } from './resource.js';

/** The links that a change takes over from nobody. */
export type Adoptions = ReadonlySet<Identity>;

/** What the contract allows to be taken over, and what stands there without an owner. */
export function adoptionsIn(wanted: readonly WantedResource[], host: HostIndex): Adoptions {
  const adopted = adoptable(wanted).filter((identity) => {
    const observed = host.resource(identity);
    return observed !== undefined && observed.owner === undefined;
  });
  return new Set(adopted);
}

const adoptable = rememberByObject((wanted: readonly WantedResource[]) =>
  wanted.filter(({ adopts }) => adopts).map(({ resource }) => identityOf(resource)),
);

/** A link is taken over as it stands: one that would have to be made anew stays with whom it belongs to. */
export function adoptionProblems(
  wanted: LinkResource,
  observed: LinkResource,
  path: string,
): readonly Problem<'interface-not-adoptable'>[] {
  const fields = changedFields(observed, wanted);
  if (!needsRecreation(fields)) return [];
  const detail =
    observed.kind === wanted.kind
      ? `interface '${wanted.name}' differs in ${fields.join(', ')}, of which not all can be changed in place`
      : `interface '${wanted.name}' is of kind '${kindOf(observed)}', not '${wanted.kind}'`;
  return [
    {
      code: 'interface-not-adoptable',
      path,
      detail: `${detail}: choose another name, or remove the interface by hand`,
    },
  ];
}

function kindOf(link: LinkResource): string {
  return link.kind === 'other' ? link.kernelKind || 'physical' : link.kind;
}
