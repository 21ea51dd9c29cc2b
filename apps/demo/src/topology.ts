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
/** The port on which hosts reach their controller, by way of the gateway. */
export const gatewayPort = 8481;

/** A bridge on host-a that belongs to somebody else. */
export const foreignBridge = { name: 'br-foreign', address: '198.18.0.1/24' } as const;

/** The commands that build the lab inside the namespace of the calling process, in the language of `ip -batch`. */
export function topologyCommands(): readonly string[] {
  return [
    `netns add ${controllerNamespace}`,
    ...labHosts.flatMap(({ name, workload }) => [`netns add ${name}`, `netns add ${workload}`]),
    ...['mgmt', 'wan'].flatMap((name) => [
      `link add name ${name} type bridge`,
      `link set ${name} up`,
    ]),
    ...cable('mgmt', 'm-ctl', controllerNamespace, 'mgmt0', `${controllerAddress}/24`),
    ...labHosts.flatMap(({ name, management, underlay, workload, workloadAddress }) => [
      ...cable('mgmt', `m-${name}`, name, 'mgmt0', `${management}/24`),
      ...cable('wan', `w-${name}`, name, 'eth0', `${underlay}/24`),
      `link add name wl0 netns ${name} type veth peer name eth0 netns ${workload}`,
      `-n ${name} link set wl0 up`,
      `-n ${workload} link set eth0 mtu 1450 up`,
      `-n ${workload} addr add ${workloadAddress}/24 dev eth0`,
    ]),
  ];
}

/** A veth pair: one end a port of a switch of the lab, the other an interface of a namespace. */
function cable(
  bridge: string,
  port: string,
  namespace: string,
  link: string,
  address: string,
): readonly string[] {
  return [
    `link add name ${port} type veth peer name ${link} netns ${namespace}`,
    `link set ${port} master ${bridge} up`,
    `-n ${namespace} link set lo up`,
    `-n ${namespace} link set ${link} up`,
    `-n ${namespace} addr add ${address} dev ${link}`,
  ];
}
