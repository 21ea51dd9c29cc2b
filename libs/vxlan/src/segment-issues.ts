import type { z } from 'zod';
import { driverIssue, scopeOf } from '#drivers';
import type { flood, staticEntry } from './vxlan-fields.js';

/** The parts of a segment that have to fit each other. */
interface Segment {
  readonly flood?: z.infer<typeof flood> | undefined;
  readonly fdb?: readonly z.infer<typeof staticEntry>[] | undefined;
  readonly members: readonly Member[];
}

interface Member {
  readonly node: string;
  readonly underlay?: string | undefined;
  readonly local?: string | undefined;
}

type Issue = ReturnType<typeof driverIssue> & { path: (string | number)[] };

/** What can be told without a charter; paths are below `data`. */
export function segmentIssues(segment: Segment): readonly Issue[] {
  return [...groupIssues(segment), ...sourceIssues(segment), ...entryIssues(segment)];
}

function groupIssues({ flood: way, members }: Segment): readonly Issue[] {
  if (typeof way !== 'object') return [];
  const isGroup = scopeOf(way.group) === 'multicast';
  const detail = `${way.group} is no multicast group: name single ends in 'peers'`;
  return [
    ...(isGroup ? [] : [issue('group-not-multicast', detail, ['flood', 'group'])]),
    ...members.flatMap(({ node, underlay }, place) => {
      if (underlay !== undefined) return [];
      const why = `host '${node}' joins the group ${way.group} on one interface: name its underlay`;
      return [issue('group-without-underlay', why, ['members', place, 'underlay'])];
    }),
  ];
}

function sourceIssues({ members }: Segment): readonly Issue[] {
  return members.flatMap(({ node, underlay, local }, place) => {
    if (underlay !== undefined || local !== undefined) return [];
    const why = `host '${node}' needs an underlay or a local address to send from`;
    return [issue('source-missing', why, ['members', place, 'local'])];
  });
}

/** Each station is behind one end. */
function entryIssues({ fdb = [], members }: Segment): readonly Issue[] {
  const seen = new Set<string>();
  const nodes = new Set(members.map(({ node }) => node));
  return fdb.flatMap(({ mac, member, address }, place) => {
    const isTwice = seen.has(mac);
    seen.add(mac);
    const isOne = (member === undefined) !== (address === undefined);
    const isKnown = member === undefined || nodes.has(member);
    const twice = `${mac} stands here and before: the kernel keeps one end for a station`;
    return [
      ...(isTwice ? [issue('fdb-address-twice', twice, ['fdb', place, 'mac'])] : []),
      ...(isOne
        ? []
        : [issue('fdb-end-missing', "name either 'member' or 'address'", ['fdb', place])]),
      ...(isKnown
        ? []
        : [issue('fdb-end-missing', `'${member}' is no member`, ['fdb', place, 'member'])]),
    ];
  });
}

function issue(
  code: Parameters<typeof driverIssue>[0],
  detail: string,
  path: (string | number)[],
): Issue {
  return { ...driverIssue(code, detail), path };
}
