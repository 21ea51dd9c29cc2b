import { vniTable, type VniRange, type VniTable } from '#drivers';
import type { FdbSettings } from './fdb-message.js';

/** Forwarding entries that differ in nothing but their source VNI. */
export interface FoldedEntry extends Omit<FdbSettings, 'sourceVni'> {
  readonly sourceVnis?: VniTable;
}

/** The kernel keeps an entry for every VNI of a link that serves many; here they are one, with ranges. */
export function foldedEntries(records: readonly FdbSettings[]): readonly FoldedEntry[] {
  const plain: FoldedEntry[] = [];
  const folds = new Map<string, Fold>();
  for (const { sourceVni, ...entry } of records) {
    if (sourceVni === undefined) {
      plain.push(entry);
      continue;
    }
    const key = keyOf(entry);
    const fold: Fold = folds.get(key) ?? { entry, ranges: [] };
    fold.ranges.push({ first: sourceVni, last: sourceVni });
    folds.set(key, fold);
  }
  const folded = Array.from(folds.values(), ({ entry, ranges }) => ({
    ...entry,
    sourceVnis: vniTable(ranges),
  }));
  return [...plain, ...folded];
}

interface Fold {
  readonly entry: FoldedEntry;
  readonly ranges: VniRange[];
}

function keyOf({ link, mac, destination, port, vni, via }: FoldedEntry): string {
  return [link, mac, destination, port, vni, via].join(' ');
}
