import { z } from 'zod';
import {
  driverCheck,
  driverIssue,
  ipAddress,
  lastVlanId,
  tunnelMap,
  vlanId,
  vlanTable,
  vniTable,
  type BridgePortOptions,
  type IpAddress,
  type VniTable,
} from '#drivers';
import { vni } from './vxlan-fields.js';

/** VNIs that one device serves, both ends included; without `last` it is one. */
export const vniRange = z
  .strictObject({
    first: vni,
    last: vni.optional(),
    /** The VLAN of the bridge that the first VNI is, the next one the next, and so on; absent: none. */
    vlan: vlanId.optional(),
    /** Group of the underlay to which frames for many go; absent: as `flood` says. */
    group: ipAddress.optional(),
  })
  .refine(
    ({ first, last = first }) => last >= first,
    driverCheck('vni-range-invalid', 'the range ends before it begins'),
  );

export type VniRangeSpec = z.infer<typeof vniRange>;

/** As many as the VLANs of four bridges: the kernel keeps a node for each. */
const mostVnis = 16_384;

type Issue = ReturnType<typeof driverIssue> & { path: (string | number)[] };

/** Paths are below `vnis`. */
export function vniRangeIssues(ranges: readonly VniRangeSpec[]): readonly Issue[] {
  const count = ranges.reduce((sum, { first, last = first }) => sum + last - first + 1, 0);
  if (count > mostVnis) {
    const detail = `${count} VNIs are more than the ${mostVnis} that one device may serve here`;
    return [{ ...driverIssue('vni-range-too-large', detail), path: [] }];
  }
  return [...overlapIssues(ranges), ...vlanIssues(ranges)];
}

function overlapIssues(ranges: readonly VniRangeSpec[]): readonly Issue[] {
  return ranges.flatMap(({ first, last = first }, place) => {
    const other = ranges
      .slice(0, place)
      .find((range) => range.first <= last && first <= (range.last ?? range.first));
    if (other === undefined) return [];
    const detail = `VNI ${Math.max(first, other.first)} stands here and before`;
    return [{ ...driverIssue('vni-range-overlap', detail), path: [place] }];
  });
}

/** Each VLAN is one VNI. */
function vlanIssues(ranges: readonly VniRangeSpec[]): readonly Issue[] {
  const taken = new Set<number>();
  return ranges.flatMap(({ first, last = first, vlan }, place) => {
    if (vlan === undefined) return [];
    const end = vlan + last - first;
    if (end > lastVlanId) {
      const detail = `the range ends at VLAN ${end}, and the last one is ${lastVlanId}`;
      return [{ ...driverIssue('vlan-id-out-of-range', detail), path: [place, 'vlan'] }];
    }
    const ids = Array.from({ length: end - vlan + 1 }, (_, step) => vlan + step);
    const twice = ids.find((id) => taken.has(id));
    for (const id of ids) taken.add(id);
    if (twice === undefined) return [];
    const detail = `VLAN ${twice} stands here and before`;
    return [{ ...driverIssue('vlan-range-overlap', detail), path: [place, 'vlan'] }];
  });
}

/** The filter of the device; a range without a group of its own goes to the one of the segment. */
export function filterOf(ranges: readonly VniRangeSpec[], common: IpAddress | undefined): VniTable {
  return vniTable(
    ranges.map(({ first, last = first, group = common }) => ({ first, last, group })),
  );
}

/** How the device is a port of a bridge: each VLAN tagged, and handed over as its VNI. Undefined: no range has VLANs. */
export function tunnelPort(ranges: readonly VniRangeSpec[]): BridgePortOptions | undefined {
  const tunnels = ranges.flatMap(({ first, last = first, vlan }) =>
    vlan === undefined ? [] : [{ first: vlan, last: vlan + last - first, vni: first }],
  );
  if (tunnels.length === 0) return undefined;
  const tagged = { pvid: false, untagged: false };
  return {
    vlans: vlanTable(tunnels.map(({ first, last }) => ({ first, last, ...tagged }))),
    vlanTunnel: true,
    tunnels: tunnelMap(tunnels),
  };
}
