import type { Cidr, HostState, InterfaceName, MacAddress } from '#drivers';

/** A host with the interfaces eth0 (an underlay, 198.51.100.1) and eth1 (a parent) of the sample site. */
export const sampleState: HostState = {
  links: [link('eth0', 2), link('eth1', 3)],
  addresses: [
    {
      type: 'address',
      link: 'eth0' as InterfaceName,
      address: '198.51.100.1/24' as Cidr,
    },
  ],
  routes: [],
  fdb: [],
};

/** The same after the bridge workload `lan` of `bridgeContract` was carried out. */
export function withBridge(contract: string): HostState {
  const mac = '02:00:5e:00:53:10' as MacAddress;
  return {
    ...sampleState,
    links: [
      {
        resource: {
          type: 'link',
          kind: 'bridge',
          name: 'br-lan' as InterfaceName,
          owner: { contract, workload: 'lan' },
          mtu: 1500,
          mac,
          master: null,
          up: true,
          ipv6: false,
          bridge: { stp: false },
        },
        index: 7,
        operStatus: 'up',
        carrier: true,
        alias: `hercules:${contract}/lan`,
      },
      ...sampleState.links,
    ],
  };
}

/** A workload that makes a bridge `br-lan` on each of the hosts. */
export function bridgeWorkload(
  nodes: readonly string[],
  parts: Readonly<Record<string, unknown>> = {},
): object {
  const members = nodes.map((node) => ({ node, name: 'br-lan' }));
  return { name: 'lan', type: 'bridge', version: 1, data: { members, ...parts } };
}

function link(name: string, index: number): HostState['links'][number] {
  return {
    resource: {
      type: 'link',
      kind: 'other',
      kernelKind: '',
      name: name as InterfaceName,
      mtu: 1500,
      mac: `02:00:5e:00:53:0${index}` as MacAddress,
      master: null,
      up: true,
      ipv6: true,
    },
    index,
    operStatus: 'up',
    carrier: true,
  };
}
