import type { Operation } from '#drivers';

/**
 * Links that are removed in one go. The kernel takes tens of milliseconds for each and lets nobody else change links
 * meanwhile: so that progress can be told, and others get their turn.
 */
const mostRemovals = 64;

/** Operations in their order, cut where many links go. What makes and changes links stays together: it is quick. */
export function slicesOf(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const slices: Operation[][] = [];
  for (const operation of operations) {
    const open = slices.at(-1);
    if (open === undefined || isFull(open, operation)) slices.push([operation]);
    else open.push(operation);
  }
  return slices;
}

function isFull(slice: readonly Operation[], next: Operation): boolean {
  const isRemoving = slice[0] !== undefined && isRemoval(slice[0]);
  return isRemoval(next) !== isRemoving || (isRemoving && slice.length >= mostRemovals);
}

function isRemoval({ action, before }: Operation): boolean {
  return action === 'delete' && before?.type === 'link';
}
