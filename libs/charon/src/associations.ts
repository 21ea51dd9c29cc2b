import {
  emptySection,
  sectionIn,
  sectionOf,
  sectionsIn,
  textIn,
  textsIn,
  type ViciClient,
  type ViciSection,
} from '#vici';
import { mostByName } from './crowd.js';

/** One IKE_SA as `list-sas` and the events tell it. */
export interface IkeAssociation {
  /** The connection of which it is. */
  readonly name: string;
  readonly uniqueId: string;
  readonly state: string;
  readonly initiates: boolean;
  readonly remoteHost: string;
  /** Seconds since it was established, by a rekeying too. */
  readonly age: number;
  /** Where NAT was found: before this end, before the peer. */
  readonly nat: { readonly local: boolean; readonly remote: boolean };
  /** IKE SPIs, encryption, group …: as strongSwan writes them. */
  readonly algorithms: string;
  readonly children: readonly ChildAssociation[];
}

export interface ChildAssociation {
  readonly name: string;
  readonly uniqueId: string;
  readonly state: string;
  readonly spiIn: string;
  readonly spiOut: string;
  readonly algorithms: string;
  /** Of the key exchange of its own, as `ECP_384`; '': its keys come from the exchange that set up the IKE_SA. */
  readonly group: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly packetsIn: number;
  readonly packetsOut: number;
  /** Seconds since it was installed. */
  readonly age: number;
  readonly local: readonly string[];
  readonly remote: readonly string[];
}

/** The IKE_SAs in a message of `list-sa`, `ike-updown` or `child-updown`. */
export function associationsIn(message: ViciSection): readonly IkeAssociation[] {
  return sectionsIn(message).map(([name, ike]) => ({
    name,
    uniqueId: textIn(ike, 'uniqueid') ?? '',
    state: textIn(ike, 'state') ?? '',
    initiates: textIn(ike, 'initiator') === 'yes',
    remoteHost: textIn(ike, 'remote-host') ?? '',
    age: Number(textIn(ike, 'established') ?? 0),
    nat: {
      local: textIn(ike, 'nat-local') === 'yes',
      remote: textIn(ike, 'nat-remote') === 'yes',
    },
    algorithms: words(ike, [
      'encr-alg',
      'encr-keysize',
      'integ-alg',
      'prf-alg',
      'dh-group',
      'ake1',
    ]),
    children: sectionsIn(sectionIn(ike, 'child-sas')).flatMap(([key, child]) =>
      childrenIn(key, child),
    ),
  }));
}

/** Where one takes the place of another, both stand in it. */
function childrenIn(key: string, child: ViciSection): readonly ChildAssociation[] {
  const both = ['old', 'new'].map((which) => sectionIn(child, which));
  return both.every((one) => one.size > 0)
    ? both.map((one) => childIn(key, one))
    : [childIn(key, child)];
}

/** Of one connection, or of all. Throws {@link ViciError}. */
export async function associationsOf(
  vici: Pick<ViciClient, 'stream'>,
  name?: string,
): Promise<readonly IkeAssociation[]> {
  const found: IkeAssociation[] = [];
  // Not with 'noblock': an SA of which an event was just told is still in use, and would be left out.
  const filter = name === undefined ? emptySection : sectionOf({ ike: name });
  for await (const part of vici.stream('list-sas', 'list-sa', filter)) {
    found.push(...associationsIn(part));
  }
  return found;
}

/** Of each of these connections. Throws {@link ViciError}. */
export async function associationsByName(
  vici: Pick<ViciClient, 'stream'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly IkeAssociation[]>> {
  if (names.length > mostByName) {
    return Map.groupBy(await associationsOf(vici), ({ name }) => name);
  }
  const found = names.map(async (name) => [name, await associationsOf(vici, name)] as const);
  return new Map(await Promise.all(found));
}

function childIn(key: string, child: ViciSection): ChildAssociation {
  const number = (name: string): number => Number(textIn(child, name) ?? 0);
  return {
    name: textIn(child, 'name') ?? key,
    uniqueId: textIn(child, 'uniqueid') ?? '',
    state: textIn(child, 'state') ?? '',
    spiIn: textIn(child, 'spi-in') ?? '',
    spiOut: textIn(child, 'spi-out') ?? '',
    algorithms: words(child, ['encr-alg', 'encr-keysize', 'integ-alg', 'dh-group', 'ake1', 'esn']),
    group: textIn(child, 'dh-group') ?? '',
    bytesIn: number('bytes-in'),
    bytesOut: number('bytes-out'),
    packetsIn: number('packets-in'),
    packetsOut: number('packets-out'),
    age: number('install-time'),
    local: textsIn(child, 'local-ts'),
    remote: textsIn(child, 'remote-ts'),
  };
}

function words(section: ViciSection, names: readonly string[]): string {
  return names.flatMap((name) => textIn(section, name) ?? []).join(' ');
}
