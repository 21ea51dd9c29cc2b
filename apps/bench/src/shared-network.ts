import type { Contract } from '#contract';
import { contractOf, underlay } from './sample-network.js';

const firstVni = 10_000;

/** One device for `count` VNIs between two hosts, with a flood list for each. */
export function sharedContract(count: number): Contract {
  const members = ['host-a', 'host-b'].map((node) => ({
    node,
    underlay: underlay.link,
    name: 'vx0',
  }));
  const vnis = [{ first: firstVni, last: firstVni + count - 1 }];
  return contractOf([
    { name: 'segments', type: 'vxlan', version: 1, data: { device: 'shared', vnis, members } },
  ]);
}

/** The same on host-a: the device in the language of `ip`, and what is on it in the one of `bridge -batch`, VNI by VNI. */
export const sharedDevice =
  `link add name vx0 mtu 1450 type vxlan dev ${underlay.link} local ${underlay.local} dstport 4789 external vnifilter\n` +
  'link set dev vx0 up\n';

export function sharedBatch(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const vni = firstVni + index;
    return [
      `vni add dev vx0 vni ${vni}`,
      `fdb append 00:00:00:00:00:00 dev vx0 dst ${underlay.remote} src_vni ${vni}`,
    ].join('\n');
  }).join('\n');
}
