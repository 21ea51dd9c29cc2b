import type { Problem } from '#contract';
import { order } from './order.js';
import { identityOf, type WantedResource } from './resource.js';
import { creation } from './step.js';

/**
 * Links of one contract that could never be made because each needs another one first: what `dependsOn` says against
 * what the data says (a bridge after its own port), or two segments over each other.
 */
export function circleProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'dependency-cycle'>[] {
  const links = wanted.filter(({ resource }) => resource.type === 'link');
  const steps = links.map(({ resource }) => creation(resource));
  const wishes = new Map(links.map(({ resource, after = [] }) => [identityOf(resource), after]));
  const waiting = new Set(order(steps, wishes).waiting);
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
