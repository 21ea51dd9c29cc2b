import type { Problem } from '#contract';
import { order } from './order.js';
import { lowerLinkOf } from './references.js';
import {
  identityOf,
  linkIdentity,
  type Identity,
  type LinkResource,
  type WantedResource,
} from './resource.js';
import { creation } from './step.js';

/**
 * Links of one contract that could never be made because each needs another one first: what `dependsOn` says against
 * what the data says (a bridge after its own port), or two links over each other.
 */
export function circleProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'dependency-cycle'>[] {
  const links = wanted.filter(({ resource }) => resource.type === 'link');
  const waiting = mayCircle(links) ? waitingIn(links) : new Set<Identity>();
  const first = links.find(({ resource }) => waiting.has(identityOf(resource)));
  if (first === undefined) return [];
  return [
    {
      code: 'dependency-cycle',
      path: first.path,
      detail: `these interfaces wait for each other: ${[...waiting].join(', ')}`,
    },
  ];
}

/** Ports wait for their bridge, which alone makes no circle: it takes a link that waits for something else. */
function mayCircle(links: readonly WantedResource[]): boolean {
  const names = new Set(links.map(({ resource }) => identityOf(resource)));
  return links.some(
    ({ resource, after = [] }) =>
      after.length > 0 || (resource.type === 'link' && standsOnOneOf(names, resource)),
  );
}

function standsOnOneOf(names: ReadonlySet<Identity>, link: LinkResource): boolean {
  const lower = lowerLinkOf(link);
  return lower !== undefined && names.has(linkIdentity(lower));
}

function waitingIn(links: readonly WantedResource[]): ReadonlySet<Identity> {
  const steps = links.map(({ resource }) => creation(resource));
  const wishes = new Map(links.map(({ resource, after = [] }) => [identityOf(resource), after]));
  return new Set(order(steps, wishes).waiting);
}
