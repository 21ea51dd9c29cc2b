import type { Charter, Contract } from '#contract';
import { sampleCharter, sampleContract } from './sample-network.js';
import { sharedContract } from './shared-network.js';
import { trunkContract, vlanCharter, vlanContract } from './vlan/vlan-networks.js';

/** A network of some size, as documents. */
export interface SampleNetwork {
  readonly contractOf: (count: number) => Contract;
  readonly charterOf: (count: number) => Charter;
}

/** By the names under which a process is asked to bring one about. */
export const sampleNetworks: Readonly<Record<string, SampleNetwork>> = {
  segments: { contractOf: sampleContract, charterOf: sampleCharter },
  shared: { contractOf: sharedContract, charterOf: sampleCharter },
  vlans: { contractOf: vlanContract, charterOf: vlanCharter },
  trunks: { contractOf: trunkContract, charterOf: vlanCharter },
};
