/** One host of the lab: a network namespace with a management port, an underlay and a workload behind it. */
export interface LabHost {
  readonly name: string;
  /** Address on the management network, by which it calls its controller. */
  readonly management: string;
  readonly underlay: string;
  /** Namespace of the workload behind the host. */
  readonly workload: string;
  readonly workloadAddress: string;
}

/** Two hosts whose underlays meet, and a controller that both can call. Documentation ranges (RFC 5737, 2544). */
export const labHosts: readonly LabHost[] = [
  {
    name: 'host-a',
    management: '203.0.113.11',
    underlay: '198.51.100.1',
    workload: 'work-a',
    workloadAddress: '192.0.2.1',
  },
  {
    name: 'host-b',
    management: '203.0.113.12',
    underlay: '198.51.100.2',
    workload: 'work-b',
    workloadAddress: '192.0.2.2',
  },
];

export const controllerNamespace = 'controller';
export const controllerAddress = '203.0.113.1';
/** Where flows are collected, in a namespace of its own on the management network. */
export const collector = { namespace: 'collector', address: '203.0.113.50', port: 4739 } as const;
/** Where Prometheus answers, in the controller's namespace. */
export const prometheusAddress = '127.0.0.1:9090';
/** The port on which hosts reach their controller, by way of the gateway. */
export const gatewayPort = 8481;

/** A bridge on host-a that belongs to somebody else. */
export const foreignBridge = { name: 'br-foreign', address: '198.18.0.1/24' } as const;

/** Where the lab has its bpf file system, if the kernel lets it have one. */
export const bpfDirectory = '/run/bpf';

/** What `ip -batch` is to do in one namespace; without a name, in that of the calling process. */
export interface Batch {
  readonly namespace?: string;
  readonly commands: readonly string[];
}

/** What builds the lab, in this order. */
export function topology(): readonly Batch[] {
  return [
    {
      commands: [
        ...[controllerNamespace, collector.namespace].map((name) => `netns add ${name}`),
        ...labHosts.flatMap(({ name, workload }) => [`netns add ${name}`, `netns add ${workload}`]),
        ...['mgmt', 'wan'].flatMap((name) => [
          `link add name ${name} type bridge`,
          `link set ${name} up`,
        ]),
        ...cable('mgmt', 'm-ctl', controllerNamespace, 'mgmt0'),
        ...cable('mgmt', 'm-col', collector.namespace, 'mgmt0'),
        ...labHosts.flatMap(({ name, workload }) => [
          ...cable('mgmt', `m-${name}`, name, 'mgmt0'),
          ...cable('wan', `w-${name}`, name, 'eth0'),
          `link add name wl0 netns ${name} type veth peer name eth0 netns ${workload}`,
        ]),
      ],
    },
    { namespace: controllerNamespace, commands: interfaceUp('mgmt0', controllerAddress) },
    { namespace: collector.namespace, commands: interfaceUp('mgmt0', collector.address) },
    ...labHosts.flatMap(({ name, management, underlay, workload, workloadAddress }) => [
      {
        namespace: name,
        commands: [
          ...interfaceUp('mgmt0', management),
          ...interfaceUp('eth0', underlay),
          'link set wl0 up',
        ],
      },
      {
        namespace: workload,
        commands: ['link set eth0 mtu 1450', ...interfaceUp('eth0', workloadAddress)],
      },
    ]),
    {
      namespace: 'host-a',
      commands: [
        `link add name ${foreignBridge.name} type bridge`,
        `addr add ${foreignBridge.address} dev ${foreignBridge.name}`,
        `link set ${foreignBridge.name} up`,
      ],
    },
  ];
}

/** A veth pair: one end a port of a switch of the lab, the other an interface of a namespace. */
export function cable(
  bridge: string,
  port: string,
  namespace: string,
  link: string,
): readonly string[] {
  return [
    `link add name ${port} type veth peer name ${link} netns ${namespace}`,
    `link set ${port} master ${bridge} up`,
  ];
}

export function interfaceUp(link: string, address: string): readonly string[] {
  return ['link set lo up', `link set ${link} up`, `addr add ${address}/24 dev ${link}`];
}
