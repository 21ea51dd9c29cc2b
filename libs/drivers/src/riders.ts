import type { Problem } from '#contract';
import { fallOf, type Fall } from './fall.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import { carrierOf } from './references.js';
import { identityOf, type LinkResource, type WantedResource } from './resource.js';
import { belongsTo, type Target } from './target.js';

/** Why a change may not take links away: the kernel would take links of others that stand on top of them too. */
export function riderProblems(
  contract: string,
  wanted: readonly WantedResource[],
  target: Target,
  host: HostIndex,
): readonly Problem<'link-carries-others'>[] {
  if (!carriesOthers(contract, host)) return [];
  const paths = new Map(wanted.map(({ resource, path }) => [identityOf(resource), path]));
  return lostRiders(contract, fallOf(contract, target, host), host).flatMap((rider) => {
    const lower = host.link(carrierOf(rider) ?? rider.name)?.resource;
    if (lower === undefined) return [];
    return [
      {
        code: 'link-carries-others',
        path: paths.get(identityOf(lower)) ?? '/workloads',
        detail: `interface '${lower.name}' has to go for this and would take '${rider.name}' with it, which stands on top of it and which this contract does not own`,
      },
    ];
  });
}

/** The links that have to stay, since with them would go what others have put on top, be it several levels up. */
export function linksThatStay(
  contract: string,
  fall: Fall,
  host: HostIndex,
): ReadonlySet<InterfaceName> {
  const staying = new Set<InterfaceName>();
  for (const rider of lostRiders(contract, fall, host)) {
    let lower = carrierOf(rider);
    while (lower !== undefined && !staying.has(lower)) {
      staying.add(lower);
      const link = host.link(lower)?.resource;
      lower = link && carrierOf(link);
    }
  }
  return staying;
}

/** Hardly any contract does, and most changes let many links fall: worth a look before. */
function carriesOthers(contract: string, host: HostIndex): boolean {
  const carriesOther = ({ name }: LinkResource): boolean =>
    host.ridersOf(name).some((rider) => !belongsTo(contract, rider, host));
  return host
    .ownedBy(contract)
    .some((resource) => resource.type === 'link' && carriesOther(resource));
}

/** Where what is below comes back, a link of a kind that we know can be made anew as it was; any other is lost. */
function lostRiders(contract: string, fall: Fall, host: HostIndex): readonly LinkResource[] {
  return [...fall].flatMap(([name, fate]) => {
    const link = host.link(name)?.resource;
    if (link === undefined || belongsTo(contract, link, host)) return [];
    return fate === 'goes' || link.kind === 'generic' || link.kind === 'other' ? [link] : [];
  });
}
