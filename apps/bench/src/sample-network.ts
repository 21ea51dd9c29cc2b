import type { Charter, Contract } from '#contract';

export const contractId = '01K9ZZHERC0BENCH000000NETW';
const charterId = '01K9ZZHERC0BENCH000000CHRT';
const validity = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2099-01-01T00:00:00Z' };
const requirement = { requests: [], weightRequired: 1, separationOfDuties: false };

/** The underlay that every measured host has. */
export const underlay = { link: 'eth0', local: '198.51.100.1', remote: '198.51.100.2' } as const;

/** A site of two hosts, as far as compiling a contract needs it. */
export function sampleCharter(): Charter {
  const node = (id: string, address: string): object => ({
    id,
    underlays: [{ link: underlay.link, addresses: [address] }],
    parents: [],
  });
  return {
    charterId,
    version: 1,
    validity,
    principals: [],
    nodes: [node('host-a', underlay.local), node('host-b', underlay.remote)],
  } as unknown as Charter;
}

/** `count` bridges, and as many VXLAN segments between two hosts, each a port of its bridge. */
export function sampleContract(count: number): Contract {
  const members = ['host-a', 'host-b'];
  const workloads = Array.from({ length: count }, (_, index) => [
    {
      name: `lan-${index}`,
      type: 'bridge',
      version: 1,
      data: { members: members.map((node) => ({ node, name: `br${index}` })) },
    },
    {
      name: `segment-${index}`,
      type: 'vxlan',
      version: 1,
      data: {
        vni: index + 1,
        attach: `lan-${index}`,
        members: members.map((node) => ({ node, underlay: underlay.link, name: `vx${index}` })),
      },
    },
  ]).flat();
  return contractOf(workloads);
}

/** A contract of the two hosts. */
export function contractOf(workloads: readonly object[]): Contract {
  return {
    contractId,
    version: 1,
    title: 'bench',
    owner: { tenant: 'bench' },
    audience: { charterId, nodes: ['host-a', 'host-b'] },
    validity: { ...validity, onExpiry: 'remove' },
    governance: { provision: requirement, amend: requirement },
    workloads,
  } as unknown as Contract;
}

/** The same objects as `sampleContract` on host-a, in the language of `ip -batch`. */
export function sampleBatch(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    [
      `link add name br${index} type bridge`,
      `link set dev br${index} alias hercules:${contractId}/lan-${index}`,
      `link set dev br${index} up`,
      `link add name vx${index} mtu 1450 type vxlan id ${index + 1} dev ${underlay.link} local ${underlay.local} remote ${underlay.remote} dstport 4789`,
      `link set dev vx${index} alias hercules:${contractId}/segment-${index}`,
      `link set dev vx${index} master br${index}`,
      `link set dev vx${index} up`,
    ].join('\n'),
  ).join('\n');
}
