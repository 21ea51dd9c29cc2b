import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import type { LinkResource, Resource } from './resource.js';
import type { Target } from './target.js';
import { afterDefaultPvid, type VlanTable } from './vlan-table.js';

/** The bridges whose default VLAN a change moves while they stand, and from where to where. */
export type DefaultPvidMoves = ReadonlyMap<
  InterfaceName,
  { readonly former: number; readonly next: number }
>;

export function defaultPvidMoves(target: Target, host: HostIndex): DefaultPvidMoves {
  const moves = new Map<InterfaceName, { former: number; next: number }>();
  for (const wanted of target.values()) {
    if (wanted?.type !== 'link' || wanted.kind !== 'bridge') continue;
    const observed = host.link(wanted.name)?.resource;
    const [former, next] = [defaultPvidOf(observed), wanted.bridge.defaultPvid];
    if (former === undefined || next === undefined || former === next) continue;
    moves.set(wanted.name, { former, next });
  }
  return moves;
}

function defaultPvidOf(link: LinkResource | undefined): number | undefined {
  return link?.kind === 'bridge' ? link.bridge.defaultPvid : undefined;
}

/** An object as the kernel leaves it when the default VLAN of its bridge has moved. */
export function afterMoves(resource: Resource, moves: DefaultPvidMoves): Resource {
  if (resource.type === 'port') return { ...resource, ...movedPort(resource, moves) };
  return resource.type === 'link' ? linkAfterMoves(resource, moves) : resource;
}

export function linkAfterMoves(link: LinkResource, moves: DefaultPvidMoves): LinkResource {
  const own = moves.get(link.name);
  if (link.kind === 'bridge' && own !== undefined && link.bridge.vlans !== undefined) {
    return { ...link, bridge: { ...link.bridge, vlans: moved(link.bridge.vlans, own) } };
  }
  return { ...link, ...movedPort(link, moves) };
}

function movedPort(
  { master, port }: Pick<LinkResource, 'master' | 'port'>,
  moves: DefaultPvidMoves,
): Pick<LinkResource, 'port'> {
  const move = master == null ? undefined : moves.get(master);
  if (move === undefined || port?.vlans === undefined) return {};
  return { port: { ...port, vlans: moved(port.vlans, move) } };
}

function moved(
  table: VlanTable,
  { former, next }: { readonly former: number; readonly next: number },
): VlanTable {
  return afterDefaultPvid(table, former, next);
}
