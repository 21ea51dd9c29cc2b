import type { PortHandoff } from './handoff-sheet.js';
import type { LldpNeighbour } from './lldp-neighbour.js';

/** A neighbour that was heard on a port, and in what it is otherwise than the contract expects. */
export interface SeenNeighbour extends LldpNeighbour {
  /** In sentences; []: nothing that it tells of itself. */
  readonly differs: readonly string[];
}

/** A port of the sheet with who was heard on its cables; no list: its host has not listened. */
export type SeenPort = PortHandoff & { readonly neighbours?: readonly SeenNeighbour[] };

/** @param heard absent: the host has not told of neighbours */
export function withNeighbours(
  ports: readonly PortHandoff[],
  heard: readonly LldpNeighbour[] | undefined,
): readonly SeenPort[] {
  if (heard === undefined) return ports;
  return ports.map((port) => {
    const cables = [port.link, ...(port.bundle?.links ?? [])];
    const neighbours = heard
      .filter(({ link }) => cables.includes(link))
      .map((neighbour) => ({ ...neighbour, differs: differencesOf(port, neighbour) }));
    return { ...port, neighbours };
  });
}

/** Bytes of an Ethernet header and its check sum, without tags. */
const frameOverhead = 14 + 4;

function differencesOf(
  { bundle, frames, mtu }: PortHandoff,
  { vlans, isBundled, largestFrame }: LldpNeighbour,
): readonly string[] {
  const isLag = bundle?.mode === '802.3ad';
  const needed = mtu === undefined ? 0 : mtu + frameOverhead;
  const missing = vlans.length === 0 ? [] : missingTags(frames, vlans);
  return [
    ...missing.map((ids) => `VLAN ${ids} is not announced`),
    ...(isLag && isBundled === false ? ['its port is in no link aggregation'] : []),
    ...(bundle === undefined && isBundled === true ? ['its port is in a link aggregation'] : []),
    ...(largestFrame !== undefined && largestFrame < needed
      ? [`frames of ${needed} bytes do not fit: at most ${largestFrame}`]
      : []),
  ];
}

/** The outermost tags of frames that are not among some VLANs: '101', '200-299'. */
function missingTags(frames: readonly string[], vlans: readonly number[]): readonly string[] {
  const known = new Set(vlans);
  return frames.flatMap((text) => {
    const [, first, last = first] = /^802\.1(?:Q|ad) (\d+)(?:-(\d+))?/.exec(text) ?? [];
    if (first === undefined) return [];
    for (let id = Number(first); id <= Number(last); id += 1) {
      if (!known.has(id)) return [first === last ? first : `${first}-${last ?? ''}`];
    }
    return [];
  });
}
