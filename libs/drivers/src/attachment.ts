import { accept, refuse, type Result } from '#contract';
import type { Surroundings } from './driver.js';
import type { InterfaceName } from './names.js';

/** The bridge that a workload's `attach` names on this host; null: it names none. The path is `/attach`. */
export function attachedBridge(
  attach: string | undefined,
  { neighbour, node }: Pick<Surroundings, 'neighbour' | 'node'>,
): Result<InterfaceName | null, 'attachment-unknown' | 'attachment-not-a-bridge'> {
  if (attach === undefined) return accept(null);
  const bridge = neighbour(attach);
  if (bridge === undefined) {
    return refuse({
      code: 'attachment-unknown',
      path: '/attach',
      detail: `the contract has no workload '${attach}' with an interface on host '${node.id}'`,
    });
  }
  if (bridge.type === 'bridge') return accept(bridge.interfaceName);
  return refuse({
    code: 'attachment-not-a-bridge',
    path: '/attach',
    detail: `workload '${attach}' is of type '${bridge.type}': only a bridge has ports`,
  });
}
