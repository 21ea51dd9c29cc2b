import { deleteLink, type LinkRecord } from './link-message.js';
import type { Request } from './messages.js';

/**
 * The group of a link of ours between its creation and its mark. The kernel takes a group at creation and no alias
 * (`rtnl_create_link` in net/core/rtnetlink.c, seen on 6.18); the message that sets the mark puts the link into group 0.
 * The number is that of nobody else: four letters read as one, far above the groups that people give names to.
 */
export const unfinishedGroup = 0x48_65_52_43;

/**
 * Takes away what we made and did not get to mark, since we ended in between: nobody could tell whose it is, and nothing
 * can hang on it yet.
 */
export function removalOfUnfinished(links: readonly LinkRecord[]): readonly Request[] {
  return links.filter(isUnfinished).map(({ index }) => deleteLink(index));
}

export function isUnfinished({ group, alias }: LinkRecord): boolean {
  return group === unfinishedGroup && alias === undefined;
}
