import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import type { Operation } from './operation.js';
import type { LinkResource } from './resource.js';

/**
 * The VLANs of a contract whose MTU the kernel may lower by the way: a VLAN follows its parent down and not back
 * (`vlan_device_event`), and a bridge follows its smallest port.
 */
export function shrunkBesides(
  { after, fields }: Operation,
  contract: string,
  host: HostIndex,
): readonly LinkResource[] {
  if (after?.type === 'port') return vlansOver(after.master, contract, host);
  if (after?.type !== 'link') return [];
  return [
    ...(after.master == null ? [] : vlansOver(after.master, contract, host)),
    ...(fields.includes('mtu') ? vlansOver(after.name, contract, host) : []),
  ];
}

function vlansOver(
  name: InterfaceName,
  contract: string,
  host: HostIndex,
): readonly LinkResource[] {
  return host
    .dependents(name)
    .flatMap((rider) =>
      rider.type === 'link' && rider.kind === 'vlan'
        ? [
            ...(rider.owner?.contract === contract ? [rider] : []),
            ...vlansOver(rider.name, contract, host),
          ]
        : [],
    );
}
