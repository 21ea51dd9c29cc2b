import type { Charter, Contract } from '#contract';
import { contractId, sampleCharter, sampleContract } from '../sample-network.js';

/** What the charter grants besides; the first carries the VLANs, all of them become trunks. */
export const parentNames: readonly string[] = Array.from({ length: 10 }, (_, at) => `nic${at}`);
const [parent = ''] = parentNames;

/** Of the trunks; without 1, which is where the kernel puts frames without a tag. */
export const trunkRange = { first: 2, last: 4094 } as const;

/** The least VLAN id that is used on the parent. */
const firstId = 2;

export function vlanCharter(): Charter {
  const charter = sampleCharter();
  const nodes = charter.nodes.map((node) => ({ ...node, parents: parentNames }));
  return { ...charter, nodes };
}

/** `count` VLANs on one parent, at most 4,093. */
export function vlanContract(count: number): Contract {
  return contractOf(
    Array.from({ length: count }, (_, index) => {
      const members = [{ node: 'host-a', parent, name: `vl${index}` }];
      const data = { id: firstId + index, members };
      return { name: `tag-${index}`, type: 'vlan', version: 1, data };
    }),
  );
}

/** A bridge whose ports, `count` of them, carry every VLAN of the range. */
export function trunkContract(count: number): Contract {
  const vlans = { mode: 'trunk', trunk: [trunkRange] };
  const ports = parentNames.slice(0, count).map((link) => ({ link, vlans }));
  const members = [{ node: 'host-a', name: 'br0', ports }];
  return contractOf([{ name: 'lan', type: 'bridge', version: 1, data: { members } }]);
}

/** The same as `vlanContract`, in the language of `ip -batch`. */
export function vlanBatch(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    [
      `link add link ${parent} name vl${index} type vlan id ${firstId + index}`,
      `link set dev vl${index} alias hercules:${contractId}/tag-${index} up`,
    ].join('\n'),
  ).join('\n');
}

/** The same as `trunkContract`: what `ip -batch` makes, and then `bridge -batch`. */
export function trunkBatches(count: number): { readonly ip: string; readonly bridge: string } {
  const ports = parentNames.slice(0, count);
  const { first, last } = trunkRange;
  return {
    ip: [
      'link add name br0 type bridge vlan_filtering 1',
      `link set dev br0 alias hercules:${contractId}/lan up`,
      ...ports.map((port) => `link set dev ${port} master br0`),
    ].join('\n'),
    bridge: ports
      .flatMap((port) => [
        `vlan del dev ${port} vid 1`,
        `vlan add dev ${port} vid ${first}-${last}`,
      ])
      .join('\n'),
  };
}

function contractOf(workloads: readonly object[]): Contract {
  return { ...sampleContract(0), workloads } as unknown as Contract;
}
