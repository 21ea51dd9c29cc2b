import { accept, refuse, type Result } from '#contract';
import { bridgePortOptions, type BridgePortSpec } from './bridge-port-fields.js';
import type { Surroundings } from './driver.js';
import type { HostMember } from './host-fields.js';
import type { InterfaceName } from './names.js';
import type { LinkFields } from './link-fields.js';

/** Where a link is a port, and how. */
export type Membership = Pick<LinkFields, 'master' | 'port'>;

type AttachmentProblemCode =
  | 'attachment-missing'
  | 'attachment-unknown'
  | 'attachment-not-a-bridge'
  | 'vrf-unknown'
  | 'vrf-of-port';

/** What a member's `vrf` means on this host; without one nothing is asked for. The path of a problem is `<base>/vrf`. */
export function vrfMembership(
  { vrf }: Pick<HostMember, 'vrf'>,
  { neighbour, node }: Pick<Surroundings, 'neighbour' | 'node'>,
  base: string,
): Result<Membership, 'vrf-unknown'> {
  if (vrf === undefined) return accept({});
  const found = neighbour(vrf);
  if (found?.type === 'vrf') return accept({ master: found.interfaceName });
  const detail =
    found === undefined
      ? `no workload '${vrf}' of this contract is on host '${node.id}': add one of type 'vrf' that has this host among its members, or name another`
      : `workload '${vrf}' is of type '${found.type}': only one of type 'vrf' takes interfaces in`;
  return refuse({ code: 'vrf-unknown', path: `${base}/vrf`, detail });
}

/**
 * What a workload's `attach` and `bridgePort` mean on this host. No `attach`: the link is a port of nothing. Problems have
 * the paths `/attach` and `/bridgePort`.
 */
export function membershipOf(
  spec: { readonly attach?: string | undefined; readonly bridgePort?: BridgePortSpec | undefined },
  surroundings: Pick<Surroundings, 'neighbour' | 'node'>,
  member: Pick<HostMember, 'vrf'> = {},
  base = '',
): Result<Membership, AttachmentProblemCode> {
  if (member.vrf !== undefined) {
    const vrf = vrfMembership(member, surroundings, base);
    if (spec.attach === undefined || !vrf.ok) return vrf;
    const detail = `the interface is a port of '${spec.attach}', which takes its frames: put '${spec.attach}' into the VRF`;
    return refuse({ code: 'vrf-of-port', path: `${base}/vrf`, detail });
  }
  if (spec.attach === undefined) {
    if (spec.bridgePort === undefined) return accept({ master: null });
    const detail = "this says how the interface is a port: name its bridge in 'attach'";
    return refuse({ code: 'attachment-missing', path: '/bridgePort', detail });
  }
  const bridge = attachedBridge(spec.attach, surroundings);
  if (!bridge.ok) return bridge;
  const port = spec.bridgePort && bridgePortOptions(spec.bridgePort);
  return accept({ master: bridge.value, ...(port !== undefined && { port }) });
}

function attachedBridge(
  attach: string,
  { neighbour, node }: Pick<Surroundings, 'neighbour' | 'node'>,
): Result<InterfaceName, 'attachment-unknown' | 'attachment-not-a-bridge'> {
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
