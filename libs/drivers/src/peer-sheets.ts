import { accept, refuse, type Charter, type Result } from '#contract';
import type { PeerSheet } from './peer-sheet.js';
import { below, type UnderstoodContract, type UnderstoodWorkload } from './read-contract.js';
import { neighboursOn, nodesById, surroundingsOf } from './surroundings.js';

/** One sheet for each host of ours at an end of the workload; [] where its technology has no other ends. */
export function peerSheetsOf(
  { contract, workloads }: UnderstoodContract,
  entry: UnderstoodWorkload,
  charter: Charter,
): Result<readonly PeerSheet[]> {
  const nodes = nodesById(charter);
  const sheets: PeerSheet[] = [];
  for (const { node: id } of entry.read.members) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const neighbours = neighboursOn(id, workloads);
    const surroundings = surroundingsOf(entry, { contract, node, nodes, neighbours, workloads });
    if (surroundings === undefined) continue;
    const sheet = entry.read.peerSheet(surroundings);
    if (sheet === undefined) continue;
    if (!sheet.ok)
      return refuse(...sheet.problems.map((problem) => below(`${entry.path}/data`, problem)));
    sheets.push(sheet.value);
  }
  return accept(sheets);
}
