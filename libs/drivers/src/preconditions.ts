import type { Problem } from '#contract';
import { familyOf, splitCidr, type IpAddress } from './addresses.js';
import type { HostIndex } from './host-index.js';
import { vxlanOverhead } from './mtu.js';
import type { InterfaceName } from './names.js';
import type { DriverProblemCode } from './problem-codes.js';
import {
  identityOf,
  linkIdentity,
  type LinkResource,
  type PortResource,
  type VxlanLink,
  type WantedResource,
} from './resource.js';
import type { Target } from './target.js';

type PlanProblem = Problem<DriverProblemCode>;

/** A host as it will be: what the change aims at, and what stands there already. */
interface Outlook {
  readonly contract: string;
  readonly host: HostIndex;
  link(name: InterfaceName): LinkResource | undefined;
  hasAddress(address: IpAddress): boolean;
}

/** Why a host can't become what is wanted. Looked for before anything is touched. */
export function preconditionProblems(
  contract: string,
  wanted: readonly WantedResource[],
  target: Target,
  host: HostIndex,
  addresses: ReadonlySet<IpAddress>,
): readonly PlanProblem[] {
  const outlook: Outlook = {
    contract,
    host,
    link: (name) => {
      const planned = target.get(linkIdentity(name));
      if (planned === null) return undefined;
      return planned?.type === 'link' ? planned : host.link(name)?.resource;
    },
    hasAddress: (address) => addresses.has(address),
  };
  return wanted.flatMap((entry) => problemsOf(entry, outlook));
}

/** All addresses that a host has, in a form that preconditions can ask quickly. */
export function addressSet(cidrs: Iterable<{ readonly address: Parameters<typeof splitCidr>[0] }>): ReadonlySet<IpAddress> {
  return new Set(Array.from(cidrs, ({ address }) => splitCidr(address).address));
}

function problemsOf({ resource, path }: WantedResource, outlook: Outlook): readonly PlanProblem[] {
  switch (resource.type) {
    case 'link':
      return [
        ...nameProblems(resource, path, outlook),
        ...masterMtuProblems(resource, path, outlook),
        ...(resource.kind === 'vxlan' ? vxlanProblems(resource, path, outlook) : []),
      ];
    case 'port':
      return portProblems(resource, path, outlook);
    case 'address':
    case 'fdb':
    case 'route':
      return [];
  }
}

function nameProblems(wanted: LinkResource, path: string, outlook: Outlook): readonly PlanProblem[] {
  const observed = outlook.host.resource(identityOf(wanted));
  if (observed === undefined || observed.owner?.contract === outlook.contract) return [];
  const holder =
    observed.owner === undefined
      ? 'an interface that Hercules Connect did not make'
      : `contract ${observed.owner.contract}`;
  return [
    {
      code: 'interface-name-conflict',
      path,
      detail: `interface '${wanted.name}' exists and belongs to ${holder}: choose another name`,
    },
  ];
}

/** A bridge that is told to be larger than its port would lose the frames that do not fit. */
function masterMtuProblems(port: LinkResource, path: string, outlook: Outlook): readonly PlanProblem[] {
  const master = port.master == null ? undefined : outlook.link(port.master);
  if (port.mtu === undefined || master?.mtu === undefined || master.owner === undefined) return [];
  if (outlook.host.link(master.name)?.resource === master || master.mtu <= port.mtu) return [];
  return [
    {
      code: 'mtu-above-port',
      path,
      detail: `bridge '${master.name}' shall have MTU ${master.mtu}, its port '${port.name}' only ${port.mtu}: lower the bridge's mtu or leave it out`,
    },
  ];
}

function vxlanProblems(wanted: VxlanLink, path: string, outlook: Outlook): readonly PlanProblem[] {
  const { underlay: name, local } = wanted.vxlan;
  const underlay = outlook.link(name);
  if (underlay === undefined) {
    return [
      {
        code: 'underlay-unknown',
        path: `${path}/underlay`,
        detail: `this host has no interface '${name}' to carry the segment`,
      },
    ];
  }
  const problems: PlanProblem[] = [];
  if (!outlook.hasAddress(local)) {
    problems.push({
      code: 'local-address-unknown',
      path: `${path}/local`,
      detail: `this host does not have the address ${local} from which the segment would be sent`,
    });
  }
  const overhead = vxlanOverhead(familyOf(local));
  if (wanted.mtu !== undefined && underlay.mtu !== undefined && wanted.mtu + overhead > underlay.mtu) {
    problems.push({
      code: 'mtu-above-underlay',
      path,
      detail: `MTU ${wanted.mtu} and ${overhead} bytes of encapsulation do not fit the MTU ${underlay.mtu} of underlay '${name}': the most is ${underlay.mtu - overhead}`,
    });
  }
  return problems;
}

function portProblems(wanted: PortResource, path: string, outlook: Outlook): readonly PlanProblem[] {
  const observed = outlook.host.link(wanted.link);
  if (observed === undefined) {
    return [
      { code: 'port-unknown', path, detail: `this host has no interface '${wanted.link}' to make a port` },
    ];
  }
  const { master } = observed.resource;
  const bridge = master === null ? undefined : outlook.host.link(master)?.resource;
  if (bridge !== undefined && bridge.owner?.contract !== outlook.contract) {
    return [
      {
        code: 'port-in-foreign-bridge',
        path,
        detail: `'${wanted.link}' is already a port of '${bridge.name}', which this contract does not own`,
      },
    ];
  }
  const addresses = outlook.host.addressesOf(wanted.link);
  if (addresses.length === 0) return [];
  return [
    {
      code: 'port-carries-addresses',
      path,
      detail: `'${wanted.link}' carries ${addresses.map(({ address }) => address).join(', ')}, which a bridge port can't use: the host could be cut off`,
    },
  ];
}
