import { markOf, type LinkResource } from '#drivers';
import type { LinkSettings } from './link-message.js';
import { unfinishedGroup } from './unfinished-links.js';

/** What a link is made with, besides its master and its kind. One that comes back for others gets no sign of ours. */
export function settingsAtCreation(link: LinkResource): LinkSettings {
  const { name, mac, owner } = link;
  const group = owner === undefined ? undefined : unfinishedGroup;
  return { name, mac, group, mtu: mtuAtCreation(link) };
}

/** The mark, which the kernel does not take at creation, and the MTU of a bridge; undefined: nothing is left to say. */
export function settingsAfterCreation({
  kind,
  mtu,
  owner,
  alias = '',
}: LinkResource): LinkSettings | undefined {
  const lasting = kind === 'bridge' ? mtu : undefined;
  if (owner !== undefined) return { alias: markOf(owner), group: 0, mtu: lasting };
  if (alias !== '') return { alias, mtu: lasting };
  return lasting === undefined ? undefined : { mtu: lasting };
}

/** ETH_DATA_LEN: what a new bridge has that is told nothing. */
const usualMtu = 1500;
const anotherMtu = 1400;

/**
 * A bridge takes the smallest MTU of its ports at each that joins or leaves, until its MTU is changed to another one
 * (`br_mtu_auto_adjust`, and `br_change_mtu`, which `dev_set_mtu` does not call where nothing changes): so it is made
 * with one that is not wanted, and gets the wanted one before it has ports.
 */
function mtuAtCreation({ kind, mtu }: LinkResource): number | undefined {
  if (kind !== 'bridge') return mtu;
  return mtu === usualMtu ? anotherMtu : undefined;
}
